package dev.etagere.bench;

import dev.etagere.cache.CacheManager;
import dev.etagere.cache.Region;
import dev.etagere.cache.Region.Found;
import dev.etagere.cache.Region.Lifetime;
import dev.etagere.store.StoreBackend;
import dev.etagere.store.memory.MemoryBackend;
import dev.etagere.store.memory.MemoryOptions;
import dev.etagere.store.redis.RedisBackend;
import dev.etagere.store.redis.TestRedis;
import dev.etagere.store.tiered.TieredBackend;
import dev.etagere.store.tiered.TieredOptions;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Finding entries in memory, and in what is kept near before Redis, by one thread or, with {@code -t 2}, by several. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 6, time = 1)
@Fork(2)
public class NearBenchmark {

    private static final int ENTRIES = 1_000;

    @Param({"memory", "near"})
    private String store;

    private TestRedis redis;
    private CacheManager caches;
    private Region<byte[]> region;

    @Setup
    public void fill() {
        Clock clock = Clock.systemUTC();
        redis = TestRedis.started();
        caches = new CacheManager(store.equals("memory") ? MemoryBackend.open(MemoryOptions.DEFAULT, clock) : tiered(clock), clock);
        region = caches.region("pages", bytes -> bytes.length, new NearCost.Bytes());
        for (int i = 0; i < ENTRIES; i++) {
            RedisCost.expect(region.put(key(i), new byte[1_024], new Lifetime(Set.of("product:" + i), region.fence(), Duration.ofHours(1))));
        }
    }

    private StoreBackend tiered(Clock clock) {
        RedisBackend far = RedisBackend.open(redis.options(), clock);
        return TieredBackend.over(MemoryBackend.open(MemoryOptions.DEFAULT, clock, far.clock()), far, clock, TieredOptions.DEFAULT, "near");
    }

    private static String key(int i) {
        return "https example.org /api/products/" + i;
    }

    @TearDown
    public void close() {
        caches.close();
        redis.close();
    }

    /** Where a thread is; each has keys of its own, equal to those that the entries were put by. */
    @State(Scope.Thread)
    public static class Cursor {

        private final String[] keys = new String[ENTRIES];
        private int next;

        @Setup
        public void keys() {
            for (int i = 0; i < ENTRIES; i++) {
                keys[i] = NearBenchmark.key(i);
            }
        }

        private String key() {
            next = next == ENTRIES - 1 ? 0 : next + 1;
            return keys[next];
        }
    }

    @Benchmark
    public Optional<Found<byte[]>> find(Cursor cursor) {
        return region.find(cursor.key());
    }
}
