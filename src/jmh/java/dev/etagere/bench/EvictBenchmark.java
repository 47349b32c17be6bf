package dev.etagere.bench;

import dev.etagere.cache.CacheManager;
import dev.etagere.cache.Eviction;
import dev.etagere.cache.Region;
import dev.etagere.cache.Region.Lifetime;
import dev.etagere.store.memory.MemoryBackend;
import dev.etagere.store.memory.MemoryOptions;
import java.time.Duration;
import java.time.InstantSource;
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

/** What it costs to evict a tag, by the number of entries that carry it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 6, time = 1)
@Fork(value = 2, jvmArgsAppend = "-Xmx1500m")
public class EvictBenchmark {

    private static final MemoryOptions ROOMY = new MemoryOptions(8L << 30, 100_000, 128, Duration.ofDays(1));

    @Param({"10", "100", "10000", "1000000"})
    private int carriers;

    private CacheManager caches;

    @Setup
    public void fill() {
        caches = new CacheManager(MemoryBackend.open(ROOMY, InstantSource.system()), InstantSource.system());
        Region<String> region = caches.region("pages", String::length);
        for (int i = 0; i < carriers; i++) {
            region.put("/p/" + i, "value", new Lifetime(Set.of("products"), caches.fence(), Duration.ofHours(1)));
        }
        if (caches.stats().entries() != carriers) {
            throw new IllegalStateException("only " + caches.stats().entries() + " of " + carriers + " entries were kept");
        }
    }

    @TearDown
    public void close() {
        caches.close();
    }

    @Benchmark
    public Eviction evict() {
        return caches.evict(Set.of("products"));
    }
}
