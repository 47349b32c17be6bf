package dev.etagere.cache;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Writes values to where they really are, and then to a cache. Only what was written is cached: where the writer fails the key is evicted,
 * since nobody knows how far it came. Where writers of one key meet, on whichever nodes, none of their values is cached, since nobody knows
 * which was the last; the next reader loads it. Got by {@link Cache#writeThrough}. Safe for use by many threads.
 *
 * <p><b>How.</b> A write evicts its key first, and has that eviction's number as its fence: the value that it puts in the end is valid only
 * if no other write of the key has begun since. If another has, the key is evicted once more, so that the other's value goes too, should it
 * have been put already. Values that were loaded while the writer was at work carry a tag that written ones do not, and that the write
 * evicts when it ends: what they show may be from before it.
 *
 * <p>The writer must have made the change visible to others when it returns: let it commit. To write within a transaction that goes on,
 * evict after its commit in place of this.
 *
 * @param <E> what the writer may throw besides
 */
public final class WriteThrough<V, E extends Exception> {

    private final DataCache<V> cache;
    private final ItemShelf<V> shelf;
    private final Writer<? super V, E> writer;

    WriteThrough(DataCache<V> cache, ItemShelf<V> shelf, Writer<? super V, E> writer) {
        this.cache = cache;
        this.shelf = shelf;
        this.writer = writer;
    }

    /** Writes for the default ttl; see {@link #put(String, Object, Duration, String...)}. */
    public boolean put(String key, V value, String... tags) throws E {
        return put(key, value, shelf.options().ttl(key, value), tags);
    }

    /**
     * Writes the value and caches it.
     *
     * @param tags besides those that all have
     * @return whether it is cached, now that it is written
     * @throws E what the writer throws; then nothing is cached
     */
    public boolean put(String key, V value, Duration ttl, String... tags) throws E {
        Optional<Fence> fence = begin(key);
        boolean stored = false;
        try {
            writer.write(key, value);
            shelf.region().evictLoaded(key);
            stored = fence.isPresent() && cache.stored(shelf.put(key, value, ttl, List.of(tags), fence.get()));
        } finally {
            if (!stored) {
                cache.evict(key);
            }
        }
        return stored;
    }

    /**
     * Runs what removes the value from where it really is; nothing is cached after it.
     *
     * @throws E what it throws
     */
    public void remove(String key, Remover<E> remover) throws E {
        begin(key);
        try {
            remover.remove(key);
        } finally {
            cache.evict(key);
        }
    }

    private Optional<Fence> begin(String key) {
        cache.loads().flights().overtake(key);
        return shelf.region().evictForWrite(key);
    }

    /** Writes to where values really are. */
    @FunctionalInterface
    public interface Writer<V, E extends Exception> {
        /** When it returns, others see what was written. */
        void write(String key, V value) throws E;
    }

    /** Removes from where values really are. */
    @FunctionalInterface
    public interface Remover<E extends Exception> {
        /** When it returns, others see that it is gone. */
        void remove(String key) throws E;
    }
}
