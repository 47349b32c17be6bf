package dev.etagere.bench;

import dev.etagere.store.Entry;
import dev.etagere.store.SharedStore;
import dev.etagere.store.Tag;
import dev.etagere.store.redis.Commands;
import dev.etagere.store.redis.RedisBackend;
import dev.etagere.store.redis.TestRedis;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import redis.clients.jedis.RedisClient;

/**
 * An eviction in Redis by the number of entries that carry the tag: its time beside a PING, its commands, and what memory Redis uses
 * before, after, and when the evicted entries have been read or their time is over.
 *
 * <p>Arguments: the greatest number of entries (1000000), bytes of a value (100), seconds that entries live (300).
 */
public final class EvictScale {

    private static final int THREADS = 8;
    private static final int TIMES = 1_000;

    private final RedisClient beside;
    private final TestRedis redis;
    private final RedisBackend node;
    private final SharedStore<byte[]> store;
    private final byte[] value;
    private final Duration life;

    private EvictScale(TestRedis redis, RedisClient beside, RedisBackend node, int bytes, Duration life) {
        this.redis = redis;
        this.beside = beside;
        this.node = node;
        this.store = node.open("pages", RedisCost.BYTES);
        this.value = new byte[bytes];
        this.life = life;
    }

    public static void main(String[] arguments) throws Exception {
        int most = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
        int bytes = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 100;
        Duration life = Duration.ofSeconds(arguments.length > 2 ? Long.parseLong(arguments[2]) : 300);
        try (TestRedis redis = TestRedis.started(); RedisClient beside = redis.client();
                RedisBackend node = RedisBackend.open(redis.options(), Clock.systemUTC())) {
            EvictScale scale = new EvictScale(redis, beside, node, bytes, life);
            scale.evictions("warm up", 10);
            for (int carriers : new int[] {10, 1_000, 100_000, most}) {
                scale.measure(carriers, carriers == most);
            }
        }
    }

    private void measure(int carriers, boolean thenGone) throws Exception {
        String tag = "of " + carriers;
        long before = used();
        long end = System.currentTimeMillis() + life.toMillis();
        inParallel(carriers, i -> RedisCost.expect(store.put(entry(tag + i, tag, end))));
        long filled = used();
        System.out.printf(Locale.ROOT, "%,9d entries: %s%n", carriers, evictions(tag, TIMES));
        System.out.printf("    commands of one: %s%n", Commands.at(List.of(redis.port())).during(() -> evict(tag)));
        System.out.printf(Locale.ROOT, "    memory: %s before, %s with the entries, %s after %,d evictions%n", mib(before), mib(filled), mib(used()),
                TIMES);
        if (thenGone) {
            inParallel(carriers / 2, i -> RedisCost.expect(store.get(tag + i).isEmpty()));
            System.out.printf(Locale.ROOT, "    %s with %,d keys when half of the entries have been read%n", mib(used()), beside.dbSize());
            Thread.sleep(Math.max(0, end - System.currentTimeMillis()) + 5_000);
            System.out.printf(Locale.ROOT, "    %s with %,d keys when their time is over%n", mib(used()), beside.dbSize());
        }
    }

    private Entry<byte[]> entry(String key, String tag, long end) {
        return new Entry<>("pages", key, value, List.of(tag), node.clock().epoch(), node.clock().position(), end);
    }

    private void evict(String tag) {
        RedisCost.expect(node.clock().evict(List.of(new Tag.Named(tag))).delivered());
    }

    private long used() {
        return beside.info("memory").lines().filter(line -> line.startsWith("used_memory:"))
                .mapToLong(line -> Long.parseLong(line.substring("used_memory:".length()))).findFirst().orElseThrow();
    }

    private static String mib(long bytes) {
        return String.format(Locale.ROOT, "%.1f MiB", bytes / 1_048_576.0);
    }

    static void inParallel(int times, IntConsumer work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        AtomicInteger next = new AtomicInteger();
        List<Future<?>> all = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            all.add(threads.submit(() -> {
                for (int i = next.getAndIncrement(); i < times; i = next.getAndIncrement()) {
                    work.accept(i);
                }
            }));
        }
        for (Future<?> each : all) {
            each.get();
        }
        threads.shutdown();
    }

    private String evictions(String tag, int times) {
        double[] evict = new double[times];
        double[] ping = new double[times];
        for (int i = 0; i < times; i++) {
            long start = System.nanoTime();
            beside.ping();
            long between = System.nanoTime();
            evict(tag);
            evict[i] = System.nanoTime() - between;
            ping[i] = between - start;
        }
        Arrays.sort(evict);
        Arrays.sort(ping);
        return String.format(Locale.ROOT, "evict %.0f us (the slowest hundredth from %.0f us), PING %.0f us", evict[times / 2] / 1_000,
                evict[times * 99 / 100] / 1_000, ping[times / 2] / 1_000);
    }
}
