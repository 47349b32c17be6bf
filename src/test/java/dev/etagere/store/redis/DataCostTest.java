package dev.etagere.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.etagere.cache.Cache;
import dev.etagere.cache.CacheManager;
import dev.etagere.cache.CacheOptions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.RedisClient;

/** What the values of data caches cost in Redis: commands of nodes, and keys that outlive their use. */
@Timeout(120)
class DataCostTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final int ATTEMPTS = 8;
    private static TestRedis redis;

    private final RedisOptions options = redis.options();
    private final RedisBackend backend = RedisBackend.open(options, Clock.systemUTC());
    private final CacheManager caches = new CacheManager(backend, Clock.systemUTC());
    private final Cache<String> texts = caches.cache("texts", String.class, CacheOptions.<String>defaults().ttl(HOUR));
    private final Commands commands = Commands.at(List.of(redis.port()));

    @BeforeAll
    static void startRedis() {
        redis = TestRedis.started();
    }

    @AfterAll
    static void stopRedis() {
        redis.close();
    }

    @AfterEach
    void close() {
        caches.close();
    }

    /** The work is measured again until it is alone, so there is a tag for each attempt. */
    private Map<String, Long> evicting(int entries) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            put(entries + " at attempt " + attempt, entries);
        }
        assertThat(texts.evictByTag("warm-up").count()).isZero();
        AtomicInteger attempt = new AtomicInteger();
        List<Long> counts = new ArrayList<>();
        Map<String, Long> calls = commands.during(() ->
                counts.add(texts.evictByTag(entries + " at attempt " + attempt.getAndIncrement()).count()));
        assertThat(counts).hasSizeLessThanOrEqualTo(ATTEMPTS).containsOnly((long) entries);
        return calls;
    }

    private void put(String tag, int many) {
        IntStream.range(0, many).parallel().forEach(i -> assertThat(texts.put(tag + i, "v", tag)).isTrue());
    }

    @Test
    void toEvictATagCostsTheSameHoweverManyEntriesItHas() {
        Map<String, Long> ofHundred = evicting(100);
        assertThat(evicting(1_000)).isEqualTo(ofHundred);
        Map<String, Long> ofTen = evicting(10);
        assertThat(ofTen).containsEntry("xadd", 1L).containsEntry("zadd", 1L);
        assertThat(ofTen.get("evalsha")).as("less is tidied").isEqualTo(ofHundred.get("evalsha") - (64 - 10));
    }

    @Test
    void aReadIsOneCallOfANode() {
        texts.put("k", "v", "t");
        assertThat(commands.during(() -> texts.get("k"))).containsEntry("evalsha", 1L).doesNotContainKeys("eval", "scan", "keys");
        put("many", 90);
        List<String> all = IntStream.range(0, 90).mapToObj(i -> "many" + i).toList();
        assertThat(commands.during(() -> assertThat(texts.getAll(all)).hasSize(90))).containsEntry("evalsha", 90L);
        assertThat(commands.during(() -> texts.put("k", "w", "t"))).containsEntry("evalsha", 1L).containsEntry("xadd", 1L);
        assertThat(commands.during(() -> texts.touch("k"))).containsEntry("evalsha", 1L).doesNotContainKey("set");
        assertThat(commands.during(() -> texts.increment("n", 1, HOUR))).containsEntry("evalsha", 1L);
        assertThat(commands.during(() -> texts.load("new", key -> "v"))).as("a load that fills a gap is told to nobody")
                .doesNotContainKey("xadd");
    }

    @Test
    void everyKeyButTheClocksHasAnEnd() {
        put("t", 5);
        texts.increment("n", 1, HOUR, "t");
        texts.putIfAbsent("p", "v", HOUR, "u");
        texts.touch("p", Duration.ofMinutes(5));
        texts.evictByTag("t");
        try (RedisClient client = redis.client()) {
            assertThat(client.keys(options.namespace() + ":*")).isNotEmpty().allSatisfy(key ->
                    assertThat(client.pttl(key)).as(key).isBetween(1L, HOUR.toMillis()));
            assertThat(client.keys("{" + options.namespace() + "}:*")).hasSizeLessThanOrEqualTo(4);
        }
    }

    @Test
    void anIndexLosesWhatIsOver() {
        for (int i = 0; i < 50; i++) {
            texts.put("k" + i, "v", Duration.ofMillis(1), "t");
        }
        for (int i = 0; i < 10; i++) {
            texts.put("new" + i, "v", "t");
        }
        try (RedisClient client = redis.client()) {
            assertThat(client.keys(options.namespace() + ":0:index:*")).hasSize(2).allSatisfy(index ->
                    assertThat(client.zcard(index)).isLessThanOrEqualTo(11));
        }
        assertThat(texts.evictByTag("t").count()).isEqualTo(10);
    }
}
