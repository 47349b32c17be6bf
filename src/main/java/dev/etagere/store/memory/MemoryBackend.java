package dev.etagere.store.memory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.RemovalCause;
import dev.etagere.store.DataStore;
import dev.etagere.store.Entry;
import dev.etagere.store.EvictionClock;
import dev.etagere.store.LocalClock;
import dev.etagere.store.Store;
import dev.etagere.store.StoreBackend;
import dev.etagere.store.StoreStats;
import dev.etagere.store.ValueType;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * The entries of one process, in one Caffeine cache for all regions, so that they share its bound in bytes. It starts no thread: what is
 * to be tidied up is tidied up by the threads that use it. Safe for use by many threads.
 */
public final class MemoryBackend implements StoreBackend {

    private final MemoryOptions options;
    private final InstantSource time;
    private final long maxKeepNanos;
    private final EvictionClock clock;
    private final Cache<MemoryKey, Entry<?>> entries;
    private final LongAdder dropped = new LongAdder();
    private final ConcurrentHashMap<String, TagIndex> indexes = new ConcurrentHashMap<>();
    private volatile boolean closed;

    private MemoryBackend(MemoryOptions options, InstantSource time, EvictionClock clock) {
        this.options = options;
        this.time = time;
        this.maxKeepNanos = TimeUnit.NANOSECONDS.convert(options.maxKeep());
        this.clock = clock;
        this.entries = Caffeine.newBuilder()
                .maximumWeight(options.maxBytes())
                .weigher((MemoryKey key, Entry<?> entry) -> key.store().weigh(entry))
                .expireAfter(new ByDeadline())
                .ticker(this::ticks)
                .executor(Runnable::run)
                .evictionListener((key, entry, cause) -> {
                    if (cause == RemovalCause.SIZE) {
                        dropped.increment();
                    }
                })
                .removalListener((MemoryKey key, Entry<?> entry, RemovalCause cause) -> key.store().gone(entry))
                .build();
    }

    /** @param time says when an entry's deadline has come; when it is set by hand, deadlines come and go with it */
    public static MemoryBackend open(MemoryOptions options, InstantSource time) {
        return new MemoryBackend(options, time, new LocalClock(options.maxTags()));
    }

    /**
     * Entries that are judged by a clock which is not this backend's own, such as the mirror of a shared one.
     *
     * @param options its bound on tags is without effect
     */
    public static MemoryBackend open(MemoryOptions options, InstantSource time, EvictionClock clock) {
        return new MemoryBackend(options, time, clock);
    }

    @Override
    public <V> Store<V> open(String region, ValueType<V> type) {
        return new MemoryStore<>(this, region, type.sizer());
    }

    @Override
    public <V> DataStore<V> openData(String region, ValueType<V> type) {
        return new MemoryDataStore<>(this, region, type.sizer(), indexes.computeIfAbsent(region, fresh -> new TagIndex()));
    }

    @Override
    public EvictionClock clock() {
        return clock;
    }

    @Override
    public StoreStats stats() {
        entries.cleanUp();
        long bytes = entries.policy().eviction().map(bound -> bound.weightedSize().orElse(0)).orElse(0L);
        return new StoreStats(entries.estimatedSize(), bytes, dropped.sum());
    }

    @Override
    public void close() {
        closed = true;
        entries.invalidateAll();
        entries.cleanUp();
    }

    MemoryOptions options() {
        return options;
    }

    Cache<MemoryKey, Entry<?>> entries() {
        return entries;
    }

    boolean isClosed() {
        return closed;
    }

    long millisLeft(Entry<?> entry) {
        long now = time.millis();
        long left = entry.deadline() - now;
        return entry.deadline() > now && left < 0 ? Long.MAX_VALUE : left;
    }

    private long ticks() {
        return TimeUnit.MILLISECONDS.toNanos(time.millis());
    }

    /** Milliseconds are cut, never rounded up: nothing is found past its deadline. */
    private final class ByDeadline implements Expiry<MemoryKey, Entry<?>> {
        @Override
        public long expireAfterCreate(MemoryKey key, Entry<?> entry, long now) {
            return Math.min(TimeUnit.MILLISECONDS.toNanos(millisLeft(entry)), maxKeepNanos);
        }

        @Override
        public long expireAfterUpdate(MemoryKey key, Entry<?> entry, long now, long left) {
            return expireAfterCreate(key, entry, now);
        }

        @Override
        public long expireAfterRead(MemoryKey key, Entry<?> entry, long now, long left) {
            return left;
        }
    }
}
