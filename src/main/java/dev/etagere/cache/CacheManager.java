package dev.etagere.cache;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;

/** The store of an application, its eviction clock and the regions in it. Safe for use by many threads; {@link #close} ends what it started. */
public final class CacheManager implements AutoCloseable {

    /** One process's cache. {@code clock} says the time to everything in it; time also passes for expiry when it is set by hand. */
    public static CacheManager inMemory(MemoryOptions options, InstantSource clock) { throw new UnsupportedOperationException(); }

    /** @param sizer bytes that a value takes, its key not counted */
    public <V> Region<V> region(String name, Sizer<V> sizer) { throw new UnsupportedOperationException(); }

    /** Hard, over all regions. */
    public Eviction evict(Collection<String> tags) { throw new UnsupportedOperationException(); }

    /** Soft, over all regions. */
    public Eviction expire(Collection<String> tags) { throw new UnsupportedOperationException(); }

    /** Everything in every region. */
    public Eviction evictAll() { throw new UnsupportedOperationException(); }

    @Override
    public void close() { throw new UnsupportedOperationException(); }

    /** Tells the size of a value. */
    @FunctionalInterface
    public interface Sizer<V> {
        long bytes(V value);
    }

    /**
     * Bounds of the memory store.
     *
     * @param maxBytes all entries together, keys and overhead included
     * @param maxTags how many tags' evictions the clock remembers; beyond that the oldest are forgotten and what was loaded before them
     *     counts as evicted
     * @param maxTagsPerEntry an entry with more tags is not stored
     * @param maxKeep the longest time that anything is kept
     */
    public record MemoryOptions(long maxBytes, int maxTags, int maxTagsPerEntry, Duration maxKeep) {

        public static final MemoryOptions DEFAULT = new MemoryOptions(256L << 20, 100_000, 128, Duration.ofDays(366));
    }
}
