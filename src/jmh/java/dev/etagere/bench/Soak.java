package dev.etagere.bench;

import dev.etagere.cache.CacheManager;
import dev.etagere.cache.Codec;
import dev.etagere.cache.Fence;
import dev.etagere.cache.Region;
import dev.etagere.cache.Region.Lifetime;
import dev.etagere.store.LocalClock;
import dev.etagere.store.StoreBackend;
import dev.etagere.store.memory.MemoryBackend;
import dev.etagere.store.memory.MemoryOptions;
import dev.etagere.store.redis.RedisBackend;
import dev.etagere.store.redis.RedisOptions;
import dev.etagere.store.redis.TestRedis;
import dev.etagere.store.tiered.TieredBackend;
import dev.etagere.store.tiered.TieredOptions;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.RedisClient;

/**
 * Many keys, each with a tag of its own, and many threads: they put all keys, then read them at random, put what they miss, and evict one
 * tag after another until each was evicted once. Tells every few seconds what it takes: heap, memory and connections of Redis, threads.
 *
 * <p>Arguments: {@code memory} or {@code redis}, keys and tags (1000000), threads (200), connections (8), reads for each eviction (2), milliseconds
 * that a load takes (10).
 */
public final class Soak {

    private static final Clock CLOCK = Clock.systemUTC();
    private static final String CLIENT = "soak";

    private final int keys;
    private final int threads;
    private final int readsPerEviction;
    private final long loadNanos;
    private final CacheManager caches;
    private final Region<String> region;
    private final Runnable details;
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private final LongAdder puts = new LongAdder();
    private final LongAdder told = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder pending = new LongAdder();
    private final LongAdder errors = new LongAdder();
    private final AtomicInteger evicted = new AtomicInteger();
    private long lastDone;
    private long lastAt;

    private Soak(int keys, int threads, int readsPerEviction, int loadMillis, CacheManager caches, Runnable details) {
        this.keys = keys;
        this.threads = threads;
        this.readsPerEviction = readsPerEviction;
        this.loadNanos = TimeUnit.MILLISECONDS.toNanos(loadMillis);
        this.caches = caches;
        this.region = caches.region("pages", text -> 2L * text.length(), new Text());
        this.details = details;
    }

    public static void main(String[] arguments) throws Exception {
        boolean shared = arguments.length > 0 && arguments[0].equals("redis");
        int keys = number(arguments, 1, 1_000_000);
        int threads = number(arguments, 2, 200);
        int connections = number(arguments, 3, 8);
        int reads = number(arguments, 4, 2);
        int load = number(arguments, 5, 10);
        if (!shared) {
            MemoryBackend memory = MemoryBackend.open(MemoryOptions.DEFAULT, CLOCK);
            run(keys, threads, reads, load, memory, () -> {
                LocalClock clock = (LocalClock) memory.clock();
                System.out.printf(Locale.ROOT, "    clock: position %,d, floor %,d, %,d tags%n", clock.position(), clock.floor(), clock.size());
            });
            return;
        }
        try (TestRedis redis = TestRedis.started(); RedisClient beside = redis.client()) {
            RedisOptions options = RedisOptions.of(redis.address().withClientName(CLIENT), TestRedis.newNamespace()).withPoolSize(connections);
            RedisBackend far = RedisBackend.open(options, CLOCK);
            StoreBackend tiered = TieredBackend.over(MemoryBackend.open(MemoryOptions.DEFAULT, CLOCK, far.clock()), far, CLOCK,
                    TieredOptions.DEFAULT.withHelpers(connections), CLIENT);
            run(keys, threads, reads, load, tiered, () -> ofRedis(far, tiered, beside));
        }
    }

    private static int number(String[] arguments, int at, int otherwise) {
        return arguments.length > at ? Integer.parseInt(arguments[at]) : otherwise;
    }

    private static void run(int keys, int threads, int reads, int load, StoreBackend store, Runnable details) throws Exception {
        try (CacheManager caches = new CacheManager(store, CLOCK)) {
            Soak soak = new Soak(keys, threads, reads, load, caches, details);
            soak.told("at the start");
            AtomicInteger next = new AtomicInteger();
            soak.all("filling", () -> {
                int i = next.getAndIncrement();
                return i < keys && soak.load(i);
            });
            soak.all("reading and evicting", soak::readAndEvict);
        }
    }

    /** What is not found takes as long as a database takes, which is what 200 threads are for. */
    private boolean load(int i) {
        Fence fence = region.fence();
        LockSupport.parkNanos(loadNanos);
        (region.put("/p/" + i, "value " + i, new Lifetime(Set.of("tag:" + i), fence, Duration.ofHours(1))) ? puts : refused).increment();
        return true;
    }

    private boolean readAndEvict() {
        for (int n = 0; n < readsPerEviction; n++) {
            int i = ThreadLocalRandom.current().nextInt(keys);
            Optional<Region.Found<String>> found = region.find("/p/" + i);
            if (found.isEmpty()) {
                misses.increment();
                load(i);
            } else {
                hits.increment();
                RedisCost.expect(found.get().value().equals("value " + i));
            }
        }
        int tag = evicted.getAndIncrement();
        if (tag < keys) {
            (caches.evict(List.of("tag:" + tag)).delivered() ? told : pending).increment();
        }
        return tag < keys;
    }

    /** Lets all threads do it again and again until it tells that it is enough. */
    private void all(String phase, Step step) throws InterruptedException {
        Thread[] all = new Thread[threads];
        for (int i = 0; i < threads; i++) {
            all[i] = new Thread(() -> {
                boolean goesOn = true;
                while (goesOn) {
                    try {
                        goesOn = step.goesOn();
                    } catch (RuntimeException | Error failed) {
                        errors.increment();
                        failed.printStackTrace();
                    }
                }
            }, "asking-" + i);
            all[i].start();
        }
        for (Thread each : all) {
            for (each.join(10_000); each.isAlive(); each.join(10_000)) {
                told(phase);
            }
        }
        System.gc();
        told("after " + phase);
    }

    private void told(String when) {
        Runtime runtime = Runtime.getRuntime();
        long done = hits.sum() + misses.sum() + puts.sum() + refused.sum() + told.sum() + pending.sum();
        long now = System.nanoTime();
        System.out.printf(Locale.ROOT, "%s: %,d hits, %,d misses, %,d puts and %,d refused, %,d evictions and %,d to be told later; %d errors; %,.0f a second%n",
                when, hits.sum(), misses.sum(), puts.sum(), refused.sum(), told.sum(), pending.sum(), errors.sum(),
                (done - lastDone) * 1e9 / (now - lastAt));
        System.out.printf(Locale.ROOT, "    heap %,d MiB; near %,d entries, %,d MiB by the cache's count; %d threads, of them %d asking%n",
                runtime.totalMemory() - runtime.freeMemory() >> 20, caches.stats().entries(), caches.stats().bytes() >> 20,
                ManagementFactory.getThreadMXBean().getThreadCount(), threads);
        details.run();
        lastDone = done;
        lastAt = now;
    }

    private static void ofRedis(RedisBackend far, StoreBackend store, RedisClient beside) {
        long used = beside.info("memory").lines().filter(line -> line.startsWith("used_memory:"))
                .mapToLong(line -> Long.parseLong(line.substring("used_memory:".length()))).findFirst().orElseThrow();
        String clients = new String((byte[]) beside.sendCommand(Command.CLIENT, "LIST"), StandardCharsets.US_ASCII);
        System.out.printf(Locale.ROOT, "    Redis: %,d keys, %,d MiB, %d connections of the node; breaker %s, %,d failed calls%n    %s%n",
                beside.dbSize(), used >> 20, clients.lines().filter(line -> line.contains(" name=" + CLIENT + " ")).count(),
                store.storeHealth().breaker(), store.storeHealth().failures(), far.health());
    }

    /** What a thread does, and whether there is more of it. */
    @FunctionalInterface
    private interface Step {
        boolean goesOn();
    }

    private static final class Text implements Codec<String> {
        @Override
        public byte[] encode(String value) {
            return value.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public Optional<String> decode(byte[] bytes) {
            return Optional.of(new String(bytes, StandardCharsets.UTF_8));
        }
    }
}
