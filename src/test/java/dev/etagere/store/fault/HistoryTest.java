package dev.etagere.store.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.etagere.cache.Eviction;
import dev.etagere.cache.Health;
import dev.etagere.store.redis.OnEachRedis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Several nodes read and write while things happen to Redis and to the network; each read is held against what was committed. A value is
 * its key's version; a write commits the next one and then evicts a tag.
 *
 * <ul>
 * <li>On the node that evicted: no read that starts after the eviction has returned gets a version from before it, ever.
 * <li>On the others: the same holds for delivered evictions after {@code maxSilence} and the time that a load takes.
 * <li>When all is well again every node has every eviction, those too that could not be delivered at first.
 * </ul>
 *
 * <p>Values of a data cache are put and loaded meanwhile, see {@link ValueHistory}.
 *
 * <p>Some seconds of each kind in the normal run; {@code -Pfaults} makes it longer, see docs/redis.md.
 */
@Timeout(3_600)
@OnEachRedis
class HistoryTest {

    private static final int NODES = 3;
    private static final int KEYS = 24;
    private static final int TAGS = 6;
    private static final long SECONDS = Long.getLong("etagere.history.seconds", 10);
    private static final long SECONDS_OF_MANY = Long.getLong("etagere.history.seconds", 4);
    private static final long BOUND = Duration.ofMillis(2_000 + 500).toNanos();

    private final String namespace = Node.newNamespace();
    private final List<Node> nodes = new ArrayList<>();
    private final AtomicLongArray committed = new AtomicLongArray(KEYS);
    private final AtomicLongArray[] floors = new AtomicLongArray[NODES];
    private final List<ConcurrentSkipListMap<Long, Long>> delivered = new ArrayList<>();
    private final Queue<String> violations = new ConcurrentLinkedQueue<>();
    private final LongAdder reads = new LongAdder();
    private final LongAdder hits = new LongAdder();
    private final LongAdder evictions = new LongAdder();
    private final LongAdder undelivered = new LongAdder();
    private final LongAccumulator worst = new LongAccumulator(Math::max, 0);
    private final LongAccumulator longestAway = new LongAccumulator(Math::max, 0);
    private final LongAccumulator slowest = new LongAccumulator(Math::max, 0);
    private final AtomicLong faults = new AtomicLong();
    private final ValueHistory values = new ValueHistory(nodes, KEYS, BOUND, violations);
    private volatile boolean over;

    private static String tag(int key) {
        return "t" + key % TAGS;
    }

    @Test
    void noReadGetsWhatWasEvictedFromOneRedis() throws InterruptedException {
        play("one Redis", new OneRedis(NODES), SECONDS);
    }

    @Test
    void norBehindSentinel() throws InterruptedException {
        play("Sentinel", new SentinelStage(), SECONDS_OF_MANY);
    }

    @Test
    void norFromACluster() throws InterruptedException {
        play("a Cluster", new ClusterStage(), SECONDS_OF_MANY);
    }

    private void play(String name, Stage stage, long seconds) throws InterruptedException {
        Logger.getLogger("dev.etagere.store").setLevel(Level.OFF);
        long seed = Long.getLong("etagere.history.seed", System.nanoTime());
        try (stage) {
            for (int n = 0; n < NODES; n++) {
                nodes.add(new Node(stage.options(n, namespace)).well());
                floors[n] = new AtomicLongArray(KEYS);
            }
            for (int k = 0; k < KEYS; k++) {
                delivered.add(new ConcurrentSkipListMap<>());
            }
            try {
                run(stage, new Random(seed), seconds);
                settle(stage);
            } finally {
                over = true;
                nodes.forEach(Node::close);
            }
        } finally {
            Logger.getLogger("dev.etagere.store").setLevel(null);
        }
        System.out.printf("history: on %s, seed %d, %d s, %d faults; %d reads, %d%% hits; %d evictions, %d of them delivered late; "
                + "worst staleness on another node %d ms; slowest read %d ms; "
                + "all shared again %d ms after a fault at the latest%n", name, seed, seconds, faults.get(), reads.sum(),
                100 * hits.sum() / Math.max(1, reads.sum()), evictions.sum(), undelivered.sum(), worst.get() / 1_000_000,
                slowest.get() / 1_000_000, longestAway.get() / 1_000_000);
        System.out.println("history: " + values);
        assertThat(violations).as("seed " + seed).isEmpty();
        assertThat(hits.sum()).isPositive();
        assertThat(evictions.sum()).isPositive();
    }

    private void run(Stage stage, Random chance, long seconds) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int n = 0; n < NODES; n++) {
            for (int i = 0; i < 2; i++) {
                int node = n;
                Random own = new Random(chance.nextLong());
                Thread thread = new Thread(() -> work(node, own), "history-" + n + "-" + i);
                thread.setUncaughtExceptionHandler((dead, failure) -> violations.add("thrown: " + failure));
                thread.start();
                threads.add(thread);
            }
        }
        long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        while (System.nanoTime() - end < 0) {
            Thread.sleep(200 + chance.nextInt(600));
            stage.fault(chance, namespace);
            faults.incrementAndGet();
            if (chance.nextBoolean()) {
                awaitSharing(end);
            }
        }
        over = true;
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** What comes next is to find them sharing, and not each alone. */
    private void awaitSharing(long end) throws InterruptedException {
        long began = System.nanoTime();
        while (System.nanoTime() - end < 0 && nodes.stream().anyMatch(node -> node.caches.health().state() != Health.State.SHARED)) {
            Thread.sleep(5);
        }
        longestAway.accumulate(System.nanoTime() - began);
    }

    private void work(int node, Random chance) {
        while (!over) {
            int key = chance.nextInt(KEYS);
            if (chance.nextInt(3) == 0) {
                values.work(node, key, chance);
            } else if (chance.nextInt(40) == 0) {
                write(node, key);
            } else {
                read(node, key, chance);
            }
        }
    }

    /** Commits versions, then evicts; a tag's other keys have been committed by others, who may not have evicted yet. */
    private void write(int node, int key) {
        committed.incrementAndGet(key);
        long[] before = new long[KEYS];
        for (int k = 0; k < KEYS; k++) {
            before[k] = committed.get(k);
        }
        Eviction eviction = nodes.get(node).evict(tag(key));
        long returned = System.nanoTime();
        evictions.increment();
        for (int k = key % TAGS; k < KEYS; k += TAGS) {
            floors[node].accumulateAndGet(k, before[k], Math::max);
            if (eviction.delivered()) {
                delivered.get(k).putIfAbsent(before[k], returned);
            }
        }
        if (!eviction.delivered()) {
            undelivered.increment();
            LockSupport.parkNanos(5_000_000);
        }
    }

    private void read(int node, int key, Random chance) {
        long floor = floors[node].get(key);
        boolean[] loaded = {false};
        long began = System.nanoTime();
        String value = nodes.get(node).get("k" + key, () -> {
            loaded[0] = true;
            String read = key + ":" + committed.get(key);
            for (int spin = chance.nextInt(20) == 0 ? 20_000 : 0; spin > 0; spin--) {
                Thread.onSpinWait();
            }
            return read;
        }, tag(key));
        slowest.accumulate(System.nanoTime() - began);
        reads.increment();
        if (!loaded[0]) {
            hits.increment();
        }
        int colon = value.indexOf(':');
        long version = Long.parseLong(value.substring(colon + 1));
        if (!value.substring(0, colon).equals(Integer.toString(key))) {
            violations.add("node " + node + " asked for " + key + " and got " + value);
        }
        if (version < floor) {
            violations.add("node " + node + " itself evicted version " + version + " of " + key + " before " + floor);
        }
        for (Map.Entry<Long, Long> newer : delivered.get(key).tailMap(version, false).entrySet()) {
            long staleness = began - newer.getValue();
            worst.accumulate(staleness);
            if (staleness > BOUND) {
                violations.add("node " + node + " got version " + version + " of " + key + " " + staleness / 1_000_000 + " ms after "
                        + newer.getKey() + " had been delivered");
            }
        }
    }

    /** When all is well again, all evictions are everywhere. */
    private void settle(Stage stage) {
        stage.mend();
        long began = System.nanoTime();
        nodes.forEach(node -> {
            node.well();
            Node.eventually(() -> node.caches.health().pending() == 0);
        });
        Eviction last = nodes.get(0).evict("settled");
        System.out.println("history: all nodes were well again after " + (System.nanoTime() - began) / 1_000_000 + " ms");
        for (Node node : nodes) {
            Node.eventually(() -> !last.delivered() || node.caches.position() >= last.number() && node.far.hears());
            for (int k = 0; k < KEYS; k++) {
                int key = k;
                String value = node.get("k" + k, () -> key + ":" + committed.get(key), tag(k));
                if (!value.equals(k + ":" + committed.get(k))) {
                    violations.add("in the end there was " + value + ", not " + committed.get(k));
                }
            }
        }
        values.settle();
    }
}
