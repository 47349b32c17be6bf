package dev.etagere.store.fault;

import static dev.etagere.store.fault.Node.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.etagere.cache.Cache;
import dev.etagere.cache.CacheOptions;
import dev.etagere.cache.Health;
import dev.etagere.cache.Loaded.Source;
import dev.etagere.store.fault.Proxy.Fault;
import dev.etagere.store.redis.RedisOptions;
import dev.etagere.store.redis.RedisServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.RedisClient;

/** What becomes of values and counters while things happen to Redis. */
@Timeout(60)
class SharedDataFaultsTest {

    private static final Logger LOG = Logger.getLogger("dev.etagere.store");
    private static final Duration HOUR = Duration.ofHours(1);

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final String namespace = Node.newNamespace();
    private final RealRedis redis = open(new RealRedis());

    @BeforeAll
    static void quiet() {
        LOG.setLevel(Level.OFF);
    }

    @AfterAll
    static void loud() {
        LOG.setLevel(null);
    }

    @AfterEach
    void close() throws Exception {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
    }

    private <T extends AutoCloseable> T open(T closeable) {
        opened.add(closeable);
        return closeable;
    }

    private Node node(int port) {
        RedisServer server = RedisServer.parse("redis://127.0.0.1:" + port);
        return open(new Node(RedisOptions.of(server, namespace).withTimeLimit(Duration.ofMillis(500))));
    }

    private static Cache<String> texts(Node node) {
        return node.caches.cache("texts", String.class, CacheOptions.<String>defaults().ttl(HOUR));
    }

    private static Node away(Node node) {
        eventually(() -> {
            node.find("is it away?");
            return node.caches.health().state() == Health.State.AWAY;
        });
        return node;
    }

    /** All data keys, whatever they hold. */
    private void spoil(String kind, Spoiler spoiler) {
        try (RedisClient client = redis.client()) {
            List<byte[]> names = List.copyOf(client.keys((namespace + ":0:" + kind + ":*").getBytes(StandardCharsets.US_ASCII)));
            assertThat(names).isNotEmpty();
            names.forEach(name -> spoiler.spoil(client, name));
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private interface Spoiler {
        void spoil(RedisClient client, byte[] key);
    }

    @Test
    void whileRedisIsDeadANodeGoesOnAloneAndSharesAgainWhenItIsBack() {
        Node a = node(redis.port()).well();
        Cache<String> at = texts(a);
        at.put("k", "shared", "t");
        at.increment("n", 5, HOUR);
        redis.kill();
        away(a);
        eventually(() -> a.evict("any").delivered() || a.caches.health().pending() > 0);
        assertThat(at.get("k")).isEmpty();
        assertThat(at.put("k", "alone", "t")).isTrue();
        assertThat(at.get("k")).contains("alone");
        assertThat(at.getByTag("t")).isEqualTo(Map.of("k", "alone"));
        assertThat(at.peek("k").orElseThrow().remaining()).isLessThanOrEqualTo(Duration.ofSeconds(2));
        assertThat(at.touch("k", HOUR)).isTrue();
        assertThat(at.peek("k").orElseThrow().remaining()).isLessThanOrEqualTo(Duration.ofSeconds(2));
        assertThat(at.putIfAbsent("k", "second", HOUR)).isFalse();
        assertThat(at.evict("k").count()).isEqualTo(1);
        assertThat(at.get("k")).isEmpty();
        redis.start();
        Node b = node(redis.port());
        eventually(() -> at.put("again", "of a") && texts(b).get("again").filter("of a"::equals).isPresent());
    }

    @Test
    void whileRedisIsDeadAnEvictionByTagCountsWhatItsNodeHas() {
        Node a = node(redis.port()).well();
        Node b = node(redis.port()).well();
        texts(a).put("shared", "v", "t");
        texts(b).put("of b", "v", "t");
        redis.kill();
        away(a);
        assertThat(texts(a).evictByTag("t").count()).as("near, as long as that is trusted").isIn(0L, 1L);
        eventually(() -> texts(a).put("1", "v", "t") && texts(a).put("2", "v", "t") && texts(a).evictByTag("t").count() == 2);
        assertThat(texts(a).evictByTag("t").count()).isZero();
        redis.start();
        a.well();
        eventually(() -> texts(b.well()).get("of b").isEmpty());
    }

    @Test
    void whileRedisIsDeadEachNodeCountsForItself() {
        Node a = node(redis.port()).well();
        Node b = node(redis.port()).well();
        assertThat(texts(a).increment("n", 5, HOUR)).hasValue(5);
        assertThat(texts(b).increment("n", 1, HOUR)).hasValue(6);
        redis.kill();
        away(a);
        away(b);
        texts(a).evict("other");
        texts(b).evict("other");
        assertThat(texts(a).increment("n", 1, HOUR)).hasValue(1);
        assertThat(texts(a).increment("n", 1, HOUR)).hasValue(2);
        assertThat(texts(a).counter("n")).hasValue(2);
        assertThat(texts(b).increment("n", 1, HOUR)).hasValue(1);
        redis.start();
        a.well();
        b.well();
        eventually(() -> texts(a).increment("m", 0, HOUR).isPresent() && texts(b).counter("m").isPresent());
        assertThat(texts(a).counter("n")).isEmpty();
    }

    @Test
    void aRedisThatHangsCostsABoundedTimeOnce() {
        Node a = node(redis.port()).well();
        Cache<String> at = texts(a);
        at.put("k", "v");
        redis.hang();
        long began = System.nanoTime();
        for (int i = 0; i < 200; i++) {
            at.put("k" + i, "v");
            at.get("x" + i);
            at.increment("n", 1, HOUR);
            at.getByTag("t");
            at.touch("k" + i, HOUR);
            at.get("y" + i, key -> "loaded");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(8));
        redis.resume();
        Node b = node(redis.port());
        eventually(() -> at.put("again", "of a") && texts(b).get("again").filter("of a"::equals).isPresent());
    }

    @Test
    void whatIsReadOnlyIsAsIfItWereAway() {
        Node a = node(redis.port()).well();
        Cache<String> at = texts(a);
        at.increment("n", 5, HOUR);
        try (RedisClient client = redis.client()) {
            client.sendCommand(Command.REPLICAOF, bytes("127.0.0.1"), bytes("1"));
            away(a);
            assertThat(at.put("k", "v")).isTrue();
            assertThat(at.get("k", key -> "loaded")).isIn("v", "loaded");
            eventually(() -> at.increment("n", 1, HOUR).orElseThrow() < 5);
            client.sendCommand(Command.REPLICAOF, bytes("NO"), bytes("ONE"));
        }
        Node b = node(redis.port());
        eventually(() -> at.put("again", "of a") && texts(b).get("again").filter("of a"::equals).isPresent());
    }

    @Test
    void whereRedisIsFullAPutStillEndsWhatWasThereBefore() {
        Node a = node(redis.port()).well();
        Node b = node(redis.port()).well();
        texts(a).put("k", "old");
        eventually(() -> texts(b).get("k").isPresent());
        try (RedisClient client = redis.client()) {
            client.configSet("maxmemory-policy", "noeviction");
            client.configSet("maxmemory", "1mb");
            texts(a).put("k", "new");
            assertThat(texts(a).get("k")).isNotEqualTo(Optional.of("old"));
            eventually(() -> texts(b).get("k").isEmpty());
            assertThat(texts(b).load("k", key -> "loaded").value()).contains("loaded");
            assertThat(texts(b).load("k", key -> "again").source()).isEqualTo(Source.NEAR);
            assertThat(texts(a).increment("fresh", 1, HOUR)).as("counted on this node").hasValue(1);
            assertThat(texts(a).increment("fresh", 1, HOUR)).hasValue(2);
            assertThat(a.caches.health().state()).isEqualTo(Health.State.SHARED);
            client.configSet("maxmemory", "0");
        }
        assertThat(texts(a).put("k", "newest")).isTrue();
        eventually(() -> texts(b).get("k").filter("newest"::equals).isPresent());
    }

    @Test
    void whatIsNoValueOfOursIsAMissAndIsReplaced() {
        Map<String, Spoiler> spoilers = Map.of(
                "garbage", (client, key) -> client.set(key, "garbage of any length".repeat(9).getBytes(StandardCharsets.UTF_8)),
                "our mark alone", (client, key) -> client.set(key, "D1".getBytes(StandardCharsets.UTF_8)),
                "nothing at all", (client, key) -> client.set(key, new byte[0]),
                "another type", (client, key) -> {
                    client.del(key);
                    client.lpush(key, new byte[] {1});
                },
                "a future version", (client, key) -> client.setrange(key, 1, new byte[] {'2'}),
                "a future frame", (client, key) -> client.setrange(key, 75, new byte[] {'2'}),
                "a changed deadline", (client, key) -> client.setrange(key, 42, "9".repeat(16).getBytes(StandardCharsets.UTF_8)),
                "a changed fence", (client, key) -> client.setrange(key, 92, "0".repeat(16).getBytes(StandardCharsets.UTF_8)),
                "a changed value", (client, key) -> client.setrange(key, client.strlen(key) - 2, new byte[] {'?'}),
                "less", (client, key) -> client.set(key, client.getrange(key, 0, client.strlen(key) - 3)));
        Node a = node(redis.port()).well();
        spoilers.forEach((what, spoiler) -> {
            String name = "spoilt." + what.replace(' ', '-');
            Cache<String> at = a.caches.cache(name, String.class, CacheOptions.<String>defaults().ttl(HOUR));
            Node b = node(redis.port()).well();
            Cache<String> other = b.caches.cache(name, String.class, CacheOptions.<String>defaults().ttl(HOUR));
            at.put("k", "v", "t");
            at.put("p", "v", "t");
            at.put("q", "v", "t");
            spoil("data", spoiler);
            assertThat(other.get("k")).as(what).isEmpty();
            assertThat(other.load("k", key -> "loaded").value()).contains("loaded");
            assertThat(other.load("k", key -> "twice").value()).as("%s: it was stored", what).contains("loaded");
            assertThat(other.put("p", "put")).as(what).isTrue();
            assertThat(other.putIfAbsent("q", "put", HOUR)).as(what).isTrue();
            assertThat(other.touch("p", HOUR)).as(what).isTrue();
            b.close();
            try (RedisClient client = redis.client()) {
                client.keys(namespace + ":0:data:*").forEach(client::del);
            }
        });
    }

    @Test
    void aValueUnderTheKeyOfAnotherIsAMiss() {
        Node a = node(redis.port()).well();
        texts(a).put("one", "1");
        List<byte[]> first = new ArrayList<>();
        spoil("data", (client, key) -> first.add(key));
        texts(a).put("two", "2");
        spoil("data", (client, key) -> client.set(key, client.get(first.get(0))));
        Node b = node(redis.port()).well();
        assertThat(texts(b).get("one")).contains("1");
        assertThat(texts(b).get("two")).isEmpty();
        assertThat(texts(b).load("two", key -> "2").value()).contains("2");
    }

    @Test
    void whatIsNoCounterOfOursBeginsAnew() {
        Map<String, Spoiler> spoilers = Map.of(
                "a text", (client, key) -> client.set(key, "7".getBytes(StandardCharsets.UTF_8)),
                "no number", (client, key) -> client.hset(key, "v".getBytes(StandardCharsets.UTF_8), "x".getBytes(StandardCharsets.UTF_8)),
                "a changed head", (client, key) -> client.hset(key, "h".getBytes(StandardCharsets.UTF_8), "C1".repeat(60)
                        .getBytes(StandardCharsets.UTF_8)),
                "parts", (client, key) -> client.hdel(key, "s".getBytes(StandardCharsets.UTF_8)));
        Node a = node(redis.port()).well();
        spoilers.forEach((what, spoiler) -> {
            assertThat(texts(a).increment("n", 41, HOUR)).hasValue(41);
            spoil("count", spoiler);
            assertThat(texts(a).counter("n")).as(what).isEmpty();
            assertThat(texts(a).increment("n", 1, HOUR)).as(what).hasValue(1);
            assertThat(texts(a).increment("n", 1, HOUR)).as(what).hasValue(2);
            texts(a).evict("n");
        });
    }

    @Test
    void anIndexThatIsNoneIsBegunAnew() {
        Node a = node(redis.port()).well();
        texts(a).put("1", "v", "t");
        spoil("index", (client, key) -> client.set(key, new byte[] {1}));
        assertThat(texts(a).getByTag("t")).isEmpty();
        assertThat(texts(a).put("2", "v", "t")).isTrue();
        assertThat(texts(a).getByTag("t")).containsOnlyKeys("2");
        assertThat(texts(a).evictByTag("t").count()).isEqualTo(1);
        assertThat(texts(a).get("1")).as("evicted all the same").isEmpty();
    }

    @Test
    void wherePutsReplyIsLostNobodyGoesOnWithWhatWasThereBefore() {
        Proxy proxy = open(new Proxy(redis.port()));
        Node a = node(proxy.port()).well();
        Node b = node(redis.port()).well();
        texts(b).put("k", "old");
        eventually(() -> texts(a).get("k").isPresent());
        proxy.set(Fault.STALL);
        texts(a).put("k", "new");
        assertThat(texts(a).get("k")).isNotEqualTo(Optional.of("old"));
        proxy.set(Fault.NONE);
        a.well();
        eventually(() -> texts(b).get("k").filter("old"::equals).isEmpty());
        eventually(() -> a.caches.health().pending() == 0);
        assertThat(texts(a).get("k").filter("old"::equals)).isEmpty();
    }

    @Test
    void doubledAndCutRepliesAreNeverTakenForOthers() {
        Proxy proxy = open(new Proxy(redis.port()));
        Node a = node(proxy.port()).well();
        for (Fault fault : List.of(Fault.DUPLICATE, Fault.CUT, Fault.TRUNCATE)) {
            proxy.set(fault);
            for (int i = 0; i < 60; i++) {
                String key = "k" + i % 5;
                texts(a).put(key, key + " " + i);
                assertThat(texts(a).get(key).orElse(key)).startsWith(key);
                assertThat(texts(a).getAll(List.of("k1", "k2")).entrySet())
                        .allSatisfy(found -> assertThat(found.getValue()).startsWith(found.getKey()));
            }
            proxy.set(Fault.NONE);
            a.well();
        }
    }
}
