package dev.etagere.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.etagere.cache.Region.Found;
import dev.etagere.cache.Region.Lifetime;
import dev.etagere.store.memory.MemoryBackend;
import dev.etagere.store.memory.MemoryOptions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Threads that load, read and evict as fast as they can, where every read is held against what had been evicted before it began. */
@Timeout(60)
class EvictionStressTest {

    private static final int KEYS = 24;
    private static final int ENOUGH = 1_000;
    private static final Duration LASTS = Duration.ofMillis(1_200);
    private static final Duration LASTS_AT_MOST = Duration.ofSeconds(20);

    private final AtomicLongArray source = new AtomicLongArray(KEYS);
    private final AtomicLongArray evicted = new AtomicLongArray(KEYS);
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private volatile long start;

    @ParameterizedTest(name = "a table of {0} tags")
    @ValueSource(ints = {10_000, 5})
    void noReadBringsAValueWhoseLoadBeganBeforeAnEvictionThatHadReturned(int maxTags) throws Exception {
        MemoryOptions options = new MemoryOptions(1 << 20, maxTags, 16, Duration.ofDays(1));
        try (CacheManager caches = new CacheManager(MemoryBackend.open(options, InstantSource.system()), InstantSource.system())) {
            Region<Long> region = caches.region("numbers", value -> 8);
            start = System.nanoTime();
            ExecutorService threads = Executors.newCachedThreadPool();
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                running.add(threads.submit(() -> evict(caches, region)));
            }
            for (int i = 0; i < 4; i++) {
                running.add(threads.submit(() -> read(region)));
            }
            for (Future<?> one : running) {
                one.get(30, TimeUnit.SECONDS);
            }
            threads.shutdown();
            assertThat(hits.sum()).as("reads that found something").isPositive();
            assertThat(misses.sum()).as("reads that had to load").isPositive();
        }
    }

    /** A machine that is busy otherwise gets more time, so that there is always something to tell. */
    private boolean goesOn() {
        long lasted = System.nanoTime() - start;
        return lasted < LASTS.toNanos() || (hits.sum() < ENOUGH || misses.sum() < ENOUGH) && lasted < LASTS_AT_MOST.toNanos();
    }

    private void evict(CacheManager caches, Region<Long> region) {
        while (goesOn()) {
            ThreadLocalRandom random = ThreadLocalRandom.current();
            int key = random.nextInt(KEYS);
            long version = source.incrementAndGet(key);
            switch (random.nextInt(5)) {
                case 0 -> region.evict(Set.of("tag " + key));
                case 1 -> region.remove("key " + key);
                case 2 -> caches.evictMatching("*y " + key);
                default -> caches.evict(Set.of("tag " + key, "other"));
            }
            evicted.accumulateAndGet(key, version, Math::max);
            for (int pause = random.nextInt(400); pause > 0; pause--) {
                Thread.onSpinWait();
            }
        }
    }

    private void read(Region<Long> region) {
        while (goesOn()) {
            int key = ThreadLocalRandom.current().nextInt(KEYS);
            long atLeast = evicted.get(key);
            Optional<Found<Long>> found = region.find("key " + key);
            if (found.isPresent()) {
                assertThat(found.get().value()).as("key %s", key).isGreaterThanOrEqualTo(atLeast);
                hits.increment();
            } else {
                misses.increment();
                Fence fence = region.fence();
                region.put("key " + key, source.get(key), new Lifetime(Set.of("tag " + key), fence, Duration.ofHours(1)));
            }
        }
    }
}
