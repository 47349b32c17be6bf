package dev.etagere.store.redis;

import static dev.etagere.store.redis.Nodes.SOON;
import static dev.etagere.store.redis.Nodes.entry;
import static dev.etagere.store.redis.Nodes.named;
import static dev.etagere.store.redis.Nodes.store;
import static org.assertj.core.api.Assertions.assertThat;

import dev.etagere.store.Entry;
import dev.etagere.store.EvictionClock.Numbered;
import dev.etagere.store.EvictionClock.Verdict;
import dev.etagere.store.SharedStore.Checked;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.RedisClient;

/** Several nodes on one Redis. */
@Timeout(60)
@OnEachRedis
class RedisClockTest {

    private static TestRedis redis;

    private final RedisOptions options = redis.options();
    private final Nodes nodes = new Nodes();

    @OnEachRedis.Start
    static void startRedis() {
        redis = TestRedis.started();
    }

    @OnEachRedis.Stop
    static void stopRedis() {
        redis.close();
    }

    @AfterEach
    void closeNodes() {
        nodes.close();
    }

    @Test
    void whatOneNodePutsAnotherFinds() {
        RedisBackend a = nodes.start(options);
        RedisBackend b = nodes.start(options);
        assertThat(store(a).put(entry(a, "k", "v", "t"))).isTrue();
        Checked<String> found = store(b).find("k").orElseThrow();
        assertThat(found.entry().value()).isEqualTo("v");
        assertThat(found.entry().tags()).containsExactly("t");
        assertThat(found.near().map(b.mirror()::judge)).contains(Verdict.VALID);
    }

    @Test
    void anEvictionIsInForceInRedisAtOnceAndNearWhenItHasBeenHeard() throws InterruptedException {
        RedisBackend a = nodes.start(options);
        RedisBackend b = nodes.start(options);
        store(a).put(entry(a, "k", "v", "t"));
        Entry<String> near = store(b).find("k").flatMap(Checked::near).orElseThrow();
        Numbered made = a.clock().evict(named("t"));
        assertThat(made.delivered()).isTrue();
        assertThat(store(b).find("k")).isEmpty();
        assertThat(b.clock().await(made.number(), SOON)).isTrue();
        assertThat(b.mirror().judge(near)).isEqualTo(Verdict.EVICTED);
    }

    @Test
    void theNodeThatEvictsKnowsAllUpToItsOwnNumber() {
        RedisBackend a = nodes.start(options);
        RedisBackend b = nodes.start(options);
        for (int i = 0; i < 40; i++) {
            b.clock().evict(named("t" + i));
            assertThat(a.clock().evict(named("u" + i)).number()).isLessThanOrEqualTo(a.clock().position());
        }
    }

    @Test
    void softEvictionsAndPatternsReachTheOthers() throws InterruptedException {
        RedisBackend a = nodes.start(options);
        RedisBackend b = nodes.start(options);
        store(a).put(entry(a, "/a/1", "v", "t"));
        store(a).put(entry(a, "/b/1", "v"));
        a.clock().expire(named("t"));
        assertThat(store(b).find("/a/1")).get().satisfies(found -> {
            assertThat(found.expired()).isTrue();
            assertThat(found.near()).isEmpty();
        });
        Entry<String> near = store(b).find("/b/1").flatMap(Checked::near).orElseThrow();
        Numbered made = a.clock().evictMatching("/b/*");
        assertThat(store(b).find("/b/1")).isEmpty();
        assertThat(b.clock().await(made.number(), SOON)).isTrue();
        assertThat(b.mirror().judge(near)).isEqualTo(Verdict.EVICTED);
        store(a).put(entry(a, "/b/1", "new"));
        assertThat(store(b).get("/b/1")).isPresent();
    }

    @Test
    void manyKeysAreFoundAtOnce() {
        RedisBackend a = nodes.start(options);
        List<String> keys = IntStream.range(0, 350).mapToObj(i -> "k" + i).toList();
        keys.subList(0, 300).forEach(key -> store(a).put(entry(a, key, "v" + key, key.endsWith("7") ? "seven" : "other")));
        a.clock().evict(named("seven"));
        Map<String, Checked<String>> found = store(a).findAll(keys);
        assertThat(found.keySet()).isEqualTo(keys.subList(0, 300).stream().filter(key -> !key.endsWith("7")).collect(Collectors.toSet()));
        assertThat(found).allSatisfy((key, checked) -> assertThat(checked.entry().value()).isEqualTo("v" + key));
    }

    @Test
    void whoBeganToLoadEarlierDoesNotReplaceTheNewerValue() {
        RedisBackend a = nodes.start(options);
        Entry<String> slow = entry(a, "k", "old");
        a.clock().evict(named("unrelated"));
        store(a).put(entry(a, "k", "new"));
        assertThat(store(a).put(slow)).isFalse();
        assertThat(store(a).get("k").orElseThrow().value()).isEqualTo("new");
    }

    @Test
    void scriptsThatRedisForgotAreSentAgain() {
        RedisBackend a = nodes.start(options);
        store(a).put(entry(a, "k", "v", "t"));
        try (RedisClient beside = redis.client()) {
            for (Runnable call : List.<Runnable>of(() -> assertThat(store(a).get("k")).isPresent(),
                    () -> assertThat(store(a).findAll(List.of("k", "l"))).containsOnlyKeys("k"),
                    () -> assertThat(store(a).put(entry(a, "k", "w", "t"))).isTrue(),
                    () -> assertThat(a.clock().evict(named("t")).delivered()).isTrue())) {
                beside.scriptFlush();
                call.run();
            }
        }
    }

    @Test
    void aLeaseHasOneHolderAtATime() {
        RedisBackend a = nodes.start(options);
        RedisBackend b = nodes.start(options);
        assertThat(store(a).lease("k", "a", Duration.ofMinutes(1))).isTrue();
        assertThat(store(b).lease("k", "b", Duration.ofMinutes(1))).isFalse();
        store(b).release("k", "b");
        assertThat(store(b).lease("k", "b", Duration.ofMinutes(1))).isFalse();
        store(a).release("k", "a");
        assertThat(store(b).lease("k", "b", Duration.ofMinutes(1))).isTrue();
    }
}
