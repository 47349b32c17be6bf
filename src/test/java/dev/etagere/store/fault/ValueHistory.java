package dev.etagere.store.fault;

import dev.etagere.cache.Cache;
import dev.etagere.cache.CacheOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;

/**
 * Values that are put on all nodes, one put of a key at a time, each with the next version; and loaded, in the version that was committed
 * last. On the node that put a version nobody gets an older one after that, whatever became of the put; on the others the same holds a
 * while later, where nothing was left to be told when the put had returned. In the end all get the last one, or none.
 */
final class ValueHistory {

    private final List<Node> nodes;
    private final int keys;
    private final long bound;
    private final Queue<String> violations;
    private final AtomicLongArray committed;
    private final AtomicLongArray[] floors;
    private final List<ConcurrentSkipListMap<Long, Long>> told;
    private final List<ReentrantLock> locks;
    private final LongAdder puts = new LongAdder();
    private final LongAdder stored = new LongAdder();
    private final LongAdder reads = new LongAdder();
    private final LongAdder hits = new LongAdder();

    /** @param bound in nanoseconds */
    ValueHistory(List<Node> nodes, int keys, long bound, Queue<String> violations) {
        this.nodes = nodes;
        this.keys = keys;
        this.bound = bound;
        this.violations = violations;
        this.committed = new AtomicLongArray(keys);
        this.floors = IntStream.range(0, 8).mapToObj(i -> new AtomicLongArray(keys)).toArray(AtomicLongArray[]::new);
        this.told = IntStream.range(0, keys).mapToObj(i -> new ConcurrentSkipListMap<Long, Long>()).toList();
        this.locks = IntStream.range(0, keys).mapToObj(i -> new ReentrantLock()).toList();
    }

    private Cache<String> at(int node) {
        return nodes.get(node).caches.cache("history", String.class, CacheOptions.<String>defaults().ttl(Duration.ofHours(1)));
    }

    void work(int node, int key, Random chance) {
        if (chance.nextInt(12) == 0) {
            put(node, key);
        } else {
            read(node, key, chance);
        }
    }

    private void put(int node, int key) {
        ReentrantLock lock = locks.get(key);
        if (!lock.tryLock()) {
            return;
        }
        try {
            long version = committed.incrementAndGet(key);
            boolean kept = at(node).put("k" + key, key + ":" + version);
            puts.increment();
            if (kept) {
                stored.increment();
            }
            boolean delivered = nodes.get(node).caches.health().pending() == 0;
            floors[node].accumulateAndGet(key, version, Math::max);
            if (delivered) {
                told.get(key).putIfAbsent(version, System.nanoTime());
            }
        } finally {
            lock.unlock();
        }
    }

    private void read(int node, int key, Random chance) {
        long floor = floors[node].get(key);
        long began = System.nanoTime();
        boolean[] loaded = {false};
        Optional<String> found = chance.nextBoolean() ? at(node).get("k" + key) : Optional.ofNullable(at(node).get("k" + key, none -> {
            loaded[0] = true;
            return key + ":" + committed.get(key);
        }));
        reads.increment();
        if (found.isEmpty()) {
            return;
        }
        if (!loaded[0]) {
            hits.increment();
        }
        String value = found.get();
        int colon = value.indexOf(':');
        long version = Long.parseLong(value.substring(colon + 1));
        if (!value.substring(0, colon).equals(Integer.toString(key))) {
            violations.add("node " + node + " asked for value " + key + " and got " + value);
        }
        if (version < floor) {
            violations.add("node " + node + " itself put version " + floor + " of value " + key + " and got " + version);
        }
        for (Map.Entry<Long, Long> newer : told.get(key).tailMap(version, false).entrySet()) {
            if (began - newer.getValue() > bound) {
                violations.add("node " + node + " got version " + version + " of value " + key + " "
                        + (began - newer.getValue()) / 1_000_000 + " ms after " + newer.getKey() + " had been put");
            }
        }
    }

    void settle() {
        for (int node = 0; node < nodes.size(); node++) {
            for (int key = 0; key < keys; key++) {
                String last = key + ":" + committed.get(key);
                Optional<String> found = at(node).get("k" + key);
                if (found.filter(value -> !value.equals(last)).isPresent()) {
                    violations.add("in the end node " + node + " had the value " + found.get() + ", not " + last);
                }
            }
        }
    }

    @Override
    public String toString() {
        return puts.sum() + " puts of values, " + stored.sum() + " of them kept; " + reads.sum() + " reads of values, "
                + 100 * hits.sum() / Math.max(1, reads.sum()) + "% hits";
    }
}
