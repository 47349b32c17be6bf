package dev.etagere.store.fault;

import static dev.etagere.store.fault.Node.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.etagere.cache.Health;
import dev.etagere.store.redis.OnEachRedis;
import dev.etagere.store.redis.RedisOptions;
import dev.etagere.store.redis.TestCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.util.JedisClusterCRC16;

/** What becomes of evictions and reads while the clock's own slot is on its way from one server of a Cluster to another. */
@Timeout(120)
@OnEachRedis
class ClusterMoveTest {

    private static TestCluster cluster;

    private final Logger log = Logger.getLogger("dev.etagere.store");
    private final String namespace = Node.newNamespace();
    private final int slot = JedisClusterCRC16.getSlot(namespace);
    private final Node a = new Node(options());
    private final Node b = new Node(options());

    @OnEachRedis.Start
    static void startCluster() {
        cluster = TestCluster.started();
    }

    @OnEachRedis.Stop
    static void stopCluster() {
        cluster.close();
    }

    @BeforeEach
    void quiet() {
        log.setLevel(Level.OFF);
    }

    @AfterEach
    void close() {
        a.close();
        b.close();
        log.setLevel(null);
    }

    private RedisOptions options() {
        return RedisOptions.of(cluster.address(), namespace).withConnectTimeout(Duration.ofSeconds(5));
    }

    private int elsewhere() {
        int now = cluster.primaryOf(slot);
        return cluster.primaries().stream().filter(port -> port != now).findFirst().orElseThrow();
    }

    /** Nobody else asks, so whoever closed the breaker is seen. */
    @Test
    void aTrialDoesNotTakeAClusterForWellWhoseClockStandsStill() {
        int server = cluster.primaryOf(slot);
        a.well();
        cluster.hang(server);
        try {
            eventually(() -> !a.evict("t").delivered() && a.caches.health().breaker() != Health.Breaker.CLOSED);
            long failures = a.caches.health().failures();
            eventually(() -> {
                assertThat(a.caches.health().breaker()).isNotEqualTo(Health.Breaker.CLOSED);
                return !a.evict("t").delivered() && a.caches.health().failures() > failures;
            });
        } finally {
            cluster.resume(server);
        }
        a.well();
    }

    private static Optional<String> shared(Node one, Node other) {
        eventually(() -> one.well().put("k", "shared", "t") && other.well().find("k").isPresent());
        return other.find("k");
    }

    @Test
    void whileTheClocksKeysAreOnTheirWayEvictionsAreInForceHereAndToldLater() {
        shared(a, b);
        List<Boolean> delivered = new ArrayList<>();
        long[] slowest = {0};
        cluster.move(slot, elsewhere(), () -> {
            for (int i = 0; i < 50; i++) {
                long began = System.nanoTime();
                delivered.add(a.evict("t").delivered());
                assertThat(a.find("k")).isEmpty();
                assertThat(a.get("loaded" + i, () -> "v", "u")).isEqualTo("v");
                slowest[0] = Math.max(slowest[0], System.nanoTime() - began);
            }
        });
        long moved = System.nanoTime();
        eventually(() -> {
            a.find("any");
            b.find("any");
            return a.caches.health().state() == Health.State.SHARED && b.caches.health().state() == Health.State.SHARED;
        });
        System.out.printf("move: slowest %d ms, shared again %d ms after it%n", slowest[0] / 1_000_000,
                (System.nanoTime() - moved) / 1_000_000);
        assertThat(delivered).containsOnly(false);
        assertThat(a.caches.health().pending()).isZero();
        eventually(() -> b.find("k").isEmpty());
        assertThat(shared(a, b)).contains("shared");
    }
}
