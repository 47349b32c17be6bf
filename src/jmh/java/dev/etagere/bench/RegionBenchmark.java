package dev.etagere.bench;

import dev.etagere.cache.CacheManager;
import dev.etagere.cache.Region;
import dev.etagere.cache.Region.Found;
import dev.etagere.cache.Region.Lifetime;
import dev.etagere.store.memory.MemoryBackend;
import dev.etagere.store.memory.MemoryOptions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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

/** What it costs to find an entry, by the number of its tags, while nothing is evicted and while something else always is. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 6, time = 1)
@Fork(2)
public class RegionBenchmark {

    private static final int ENTRIES = 1_000;

    @Param({"0", "1", "5"})
    private int tags;

    private CacheManager caches;
    private Region<String> region;
    private String[] keys;
    private int next;

    @Setup
    public void fill() {
        caches = new CacheManager(MemoryBackend.open(MemoryOptions.DEFAULT, InstantSource.system()), InstantSource.system());
        region = caches.region("pages", String::length);
        keys = new String[ENTRIES];
        for (int i = 0; i < ENTRIES; i++) {
            keys[i] = "https example.org /api/products/" + i;
            int entry = i;
            Set<String> names = IntStream.range(0, tags).mapToObj(tag -> "product:" + entry + ":" + tag).collect(Collectors.toSet());
            region.put(keys[i], "value", new Lifetime(names, caches.fence(), Duration.ofHours(1)));
        }
        for (int i = 0; i < ENTRIES; i++) {
            caches.evict(Set.of("user:" + i));
        }
    }

    @TearDown
    public void close() {
        caches.close();
    }

    private String nextKey() {
        next = next == ENTRIES - 1 ? 0 : next + 1;
        return keys[next];
    }

    @Benchmark
    public Optional<Found<String>> find() {
        return region.find(nextKey());
    }

    /** The clock has moved since each entry was last looked at, so all its tags are looked up; the eviction itself is in the figure. */
    @Benchmark
    public Optional<Found<String>> evictAnotherThenFind() {
        caches.evict(Set.of("user:7"));
        return region.find(nextKey());
    }
}
