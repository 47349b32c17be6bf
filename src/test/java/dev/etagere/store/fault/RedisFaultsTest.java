package dev.etagere.store.fault;

import static dev.etagere.store.fault.Node.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.etagere.cache.Eviction;
import dev.etagere.cache.Fence;
import dev.etagere.cache.Health;
import dev.etagere.store.fault.Proxy.Fault;
import dev.etagere.store.redis.OnEachRedis;
import dev.etagere.store.redis.RedisOptions;
import dev.etagere.store.redis.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.RedisClient;

/** What is promised (design, section 4) while things happen to Redis. Everything under {@code dev.etagere} at its default limits. */
@Timeout(60)
@DisplayName("With two nodes on one Redis")
@OnEachRedis
class RedisFaultsTest {

    private static final Logger LOG = Logger.getLogger("dev.etagere.store");
    private static final Duration SILENCE = Duration.ofSeconds(2);

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final String namespace = Node.newNamespace();

    @BeforeAll
    static void quiet() {
        LOG.setLevel(Boolean.getBoolean("loud") ? null : Level.OFF);
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
        return open(new Node(namespace, port));
    }

    private static Duration took(Runnable work) {
        long began = System.nanoTime();
        work.run();
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** That has time enough on a busy machine, where the time is not what is looked at. */
    private Node patient(int port) {
        RedisServer server = RedisServer.parse("redis://127.0.0.1:" + port);
        return open(new Node(RedisOptions.of(server, namespace).withTimeLimit(Duration.ofSeconds(2))));
    }

    /** Both find it near. */
    private static void share(Node a, Node b, String key, String value, String... tags) {
        eventually(() -> a.well().put(key, value, tags) && b.well().find(key).isPresent());
    }

    private static void usesRedisAgain(Node a, Node b) {
        share(a, b, "again", "of a");
        assertThat(b.find("again")).contains("of a");
        eventually(() -> a.evict("any").delivered());
    }

    @Test
    void aNearHitMakesNoCallToRedis() {
        RealRedis redis = open(new RealRedis());
        Node a = patient(redis.port());
        Node b = patient(redis.port());
        share(a, b, "k", "v");
        assertThat(b.find("k")).isPresent();
        long before = redis.calls("get");
        for (int i = 0; i < 1_000; i++) {
            assertThat(b.find("k")).isPresent();
        }
        assertThat(redis.calls("get") - before).isLessThan(100);
    }

    @Test
    void anEvictionIsInForceHereAtOnceAndThereSoon() throws InterruptedException {
        RealRedis redis = open(new RealRedis());
        Node a = patient(redis.port());
        Node b = patient(redis.port());
        share(a, b, "k", "v", "t");
        Eviction eviction = a.evict("t");
        assertThat(a.find("k")).isEmpty();
        assertThat(b.caches.await(eviction.number(), SILENCE)).isTrue();
        assertThat(b.find("k")).isEmpty();
    }

    @Test
    void aRedisThatIsNotThereAtTheStartIsUsedWhenItComes() {
        RealRedis redis = open(new RealRedis());
        redis.kill();
        Node a = patient(redis.port());
        Node b = patient(redis.port());
        assertThat(a.caches.health().state()).isEqualTo(Health.State.AWAY);
        assertThat(a.put("k", "v", "t")).isTrue();
        assertThat(a.find("k")).contains("v");
        assertThat(a.evict("t").delivered()).isFalse();
        assertThat(a.find("k")).isEmpty();
        redis.start();
        usesRedisAgain(a, b);
    }

    @Test
    void aRedisThatIsKilledAndComesBackEmptyIsUsedAgain() {
        RealRedis redis = open(new RealRedis());
        Node a = patient(redis.port());
        Node b = patient(redis.port());
        share(a, b, "k", "old", "t");
        redis.kill();
        assertThat(a.evict("t").delivered()).isFalse();
        assertThat(a.find("k")).isEmpty();
        assertThat(a.put("k", "new", "t")).isTrue();
        assertThat(a.find("k")).contains("new");
        redis.start();
        usesRedisAgain(a, b);
        assertThat(b.find("k")).isNotEqualTo(Optional.of("old"));
        assertThat(a.caches.health().pending()).isZero();
    }

    @Test
    void aRedisThatHangsCostsItsTimeLimitOnceAndNoThreads() {
        RealRedis redis = open(new RealRedis());
        Node a = node(redis.port());
        Node b = node(redis.port());
        share(a, b, "k", "v", "t");
        int threads = Thread.activeCount();
        redis.hang();
        Duration all = took(() -> {
            for (int i = 0; i < 300; i++) {
                assertThat(a.get("other" + i, () -> "loaded")).isEqualTo("loaded");
            }
        });
        assertThat(all).isLessThan(Duration.ofSeconds(3));
        assertThat(Thread.activeCount() - threads).isLessThanOrEqualTo(10);
        Duration evicting = took(() -> {
            for (int i = 0; i < 100; i++) {
                assertThat(a.evict("t").delivered()).isFalse();
            }
        });
        assertThat(evicting).isLessThan(Duration.ofSeconds(2));
        assertThat(a.find("k")).isEmpty();
        redis.resume();
        usesRedisAgain(a, b);
        assertThat(b.find("k")).isEmpty();
    }

    @Test
    void whatIsLoadedWhileRedisIsAwayIsKeptForAShortTime() {
        RealRedis redis = open(new RealRedis());
        Node a = node(redis.port()).well();
        redis.kill();
        eventually(() -> !a.far.hears());
        long began = System.nanoTime();
        assertThat(a.put("k", "v")).isTrue();
        assertThat(a.find("k")).contains("v");
        eventually(() -> a.find("k").isEmpty());
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(SILENCE.plusSeconds(1));
    }

    @Test
    void aNodeThatHearsNothingDistrustsWhatIsNear() {
        RealRedis redis = open(new RealRedis());
        Proxy between = open(new Proxy(redis.port()));
        Node a = node(redis.port());
        Node b = node(between.port());
        share(a, b, "k", "v", "t");
        between.set(Fault.STALL);
        eventually(() -> a.evict("t").delivered());
        long evicted = System.nanoTime();
        eventually(() -> b.find("k").isEmpty());
        assertThat(Duration.ofNanos(System.nanoTime() - evicted)).isLessThan(SILENCE.plusSeconds(2));
        between.set(Fault.NONE);
        usesRedisAgain(a, b);
        assertThat(b.find("k")).isEmpty();
    }

    @Test
    void evictionsOfACutOffNodeAreInForceThereAndReachTheOthersWhenItIsBack() {
        RealRedis redis = open(new RealRedis());
        Proxy between = open(new Proxy(redis.port()));
        Node a = node(redis.port());
        Node b = node(between.port());
        share(a, b, "k", "v", "t");
        between.set(Fault.REFUSE);
        assertThat(b.evict("t").delivered()).isFalse();
        assertThat(b.find("k")).isEmpty();
        assertThat(a.find("k")).contains("v");
        between.set(Fault.NONE);
        eventually(() -> b.caches.health().pending() == 0 && b.far.hears());
        eventually(() -> a.find("k").isEmpty());
        assertThat(b.find("k")).isEmpty();
    }

    @Test
    void aRedisThatIsFullStillTakesEvictions() {
        RealRedis redis = open(new RealRedis("maxmemory 2mb", "maxmemory-policy noeviction"));
        Node a = patient(redis.port());
        Node b = patient(redis.port());
        share(a, b, "k", "v", "t");
        String large = "x".repeat(100_000);
        for (int i = 0; i < 60; i++) {
            assertThat(a.put("large" + i, large)).isTrue();
        }
        assertThat(a.find("large59")).isPresent();
        assertThat(b.find("large59")).isEmpty();
        assertThat(a.evict("t").delivered()).isTrue();
        assertThat(a.find("k")).isEmpty();
        eventually(() -> b.find("k").isEmpty());
    }

    @Test
    void aRedisThatGivesUpItsClockForWantOfMemoryLosesNoEviction() {
        RealRedis redis = open(new RealRedis("maxmemory 3mb", "maxmemory-policy allkeys-lru"));
        Node a = patient(redis.port());
        Node b = patient(redis.port());
        share(a, b, "k", "old", "t");
        for (int i = 0; i < 120; i++) {
            if (i % 10 == 0) {
                a.evict("t");
            }
            a.put("large" + i, "x".repeat(50_000));
            if (i > 10) {
                b.find("k").ifPresent(found -> assertThat(found).isNotEqualTo("old"));
            }
        }
        eventually(() -> b.find("k").isEmpty());
        usesRedisAgain(a, b);
    }

    @Test
    void aRedisThatIsReadOnlyIsLeftAloneUntilItTakesWritesAgain() {
        RealRedis redis = open(new RealRedis());
        RealRedis other = open(new RealRedis());
        Node a = patient(redis.port());
        Node b = patient(redis.port());
        share(a, b, "k", "old", "t");
        try (RedisClient client = redis.client()) {
            client.sendCommand(Command.REPLICAOF, "127.0.0.1", Integer.toString(other.port()));
            assertThat(a.evict("t").delivered()).isFalse();
            assertThat(a.find("k")).isEmpty();
            assertThat(a.put("k", "new", "t")).isTrue();
            assertThat(a.find("k")).contains("new");
            client.sendCommand(Command.REPLICAOF, "NO", "ONE");
        }
        usesRedisAgain(a, b);
        assertThat(b.find("k")).isNotEqualTo(Optional.of("old"));
    }

    @Test
    void aRedisThatLacksItsReplicasIsLeftAloneUntilItHasThem() {
        RealRedis redis = open(new RealRedis());
        Node a = patient(redis.port());
        Node b = patient(redis.port());
        share(a, b, "k", "old", "t");
        try (RedisClient client = redis.client()) {
            client.configSet("min-replicas-to-write", "1");
            assertThat(a.evict("t").delivered()).isFalse();
            assertThat(a.find("k")).isEmpty();
            assertThat(a.put("k", "new", "t")).isTrue();
            eventually(() -> b.find("k").isEmpty());
            client.configSet("min-replicas-to-write", "0");
        }
        usesRedisAgain(a, b);
        assertThat(b.find("k").filter("old"::equals)).isEmpty();
    }

    /** Nobody else asks, so whoever closed the breaker is seen. */
    @Test
    void aTrialDoesNotTakeARedisForWellThatTakesNoWrites() {
        RealRedis redis = open(new RealRedis());
        Node a = node(redis.port()).well();
        try (RedisClient client = redis.client()) {
            client.configSet("min-replicas-to-write", "1");
            eventually(() -> a.put("k", "v") && a.caches.health().breaker() != Health.Breaker.CLOSED);
            long failures = a.caches.health().failures();
            eventually(() -> {
                assertThat(a.caches.health().breaker()).isNotEqualTo(Health.Breaker.CLOSED);
                return !a.evict("t").delivered() && a.caches.health().failures() > failures;
            });
            client.configSet("min-replicas-to-write", "0");
        }
        a.well();
    }

    @Test
    void repliesThatAreLateCutDoubledOrHalfAreNeverWrongBytes() {
        RealRedis redis = open(new RealRedis());
        Proxy between = open(new Proxy(redis.port()));
        Node a = node(redis.port());
        Node b = node(between.port());
        for (Fault fault : List.of(Fault.DELAY, Fault.CUT, Fault.DUPLICATE, Fault.TRUNCATE)) {
            share(a, b, "k", "v");
            between.set(fault);
            for (int i = 0; i < 150; i++) {
                String key = fault + "-" + i;
                a.put(key, "of " + key, "t" + i);
                b.find(key).ifPresent(found -> assertThat(found).isEqualTo("of " + key));
                b.evict("t" + i);
                assertThat(b.find(key)).as("evicted under " + fault).isEmpty();
            }
            between.set(Fault.NONE);
            between.cut();
            usesRedisAgain(a, b);
        }
    }

    @Test
    void aLoadThatBeganBeforeAnEvictionIsNotFoundWhateverHappensMeanwhile() {
        RealRedis redis = open(new RealRedis());
        Node a = patient(redis.port()).well();
        Node b = patient(redis.port()).well();
        Fence fence = a.region.fence();
        b.evict("t");
        a.put("k", "old", fence, "t");
        eventually(() -> a.find("k").isEmpty());
        assertThat(b.find("k")).isEmpty();
        Fence before = a.region.fence();
        redis.kill();
        a.evict("t");
        a.put("k", "old", before, "t");
        assertThat(a.find("k")).isEmpty();
    }
}
