package dev.etagere.store.memory;

import dev.etagere.store.Entry;
import dev.etagere.store.EvictionClock.Verdict;
import dev.etagere.store.Hit;
import dev.etagere.store.Store;
import dev.etagere.store.Tier;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** The entries of one region among those of the backend. */
final class MemoryStore<V> implements Store<V> {

    /** Bytes of an entry, its key and Caffeine's node, on a 64-bit machine with compressed references, rounded up. */
    private static final long ENTRY_OVERHEAD = 256;
    private static final long TAG_OVERHEAD = 64;
    private static final long INDEXED_TAG_OVERHEAD = TAG_OVERHEAD + 64;

    private final MemoryBackend backend;
    private final String region;
    private final ToLongFunction<? super V> sizer;
    private final Optional<TagIndex> index;

    MemoryStore(MemoryBackend backend, String region, ToLongFunction<? super V> sizer) {
        this(backend, region, sizer, Optional.empty());
    }

    /** @param index is told of entries that go; whoever puts them tells it of them */
    MemoryStore(MemoryBackend backend, String region, ToLongFunction<? super V> sizer, Optional<TagIndex> index) {
        this.backend = backend;
        this.region = region;
        this.sizer = sizer;
        this.index = index;
    }

    @Override
    public Optional<Hit<V>> get(String key) {
        MemoryKey at = new MemoryKey(this, key);
        Entry<?> found = backend.entries().getIfPresent(at);
        if (found == null) {
            return Optional.empty();
        }
        Verdict verdict = backend.clock().judge(found);
        if (verdict == Verdict.EVICTED) {
            backend.entries().asMap().remove(at, found);
            return Optional.empty();
        }
        return Optional.of(new Hit<>(valueOf(found), verdict == Verdict.EXPIRED, Tier.NEAR));
    }

    @Override
    public boolean put(Entry<V> entry) {
        if (!accepts(entry)) {
            return false;
        }
        backend.entries().put(new MemoryKey(this, entry.key()), entry);
        return true;
    }

    /** Whether it may be kept. */
    boolean accepts(Entry<V> entry) {
        return !backend.isClosed() && entry.tagCount() <= backend.options().maxTagsPerEntry() && backend.millisLeft(entry) > 0
                && bytes(entry) <= Math.min(backend.options().maxBytes(), Integer.MAX_VALUE)
                && backend.clock().judge(entry) != Verdict.EVICTED;
    }

    /** Tells the index; the entry is no longer, or not any more, what is under its key. */
    void gone(Entry<?> entry) {
        index.ifPresent(known -> known.remove(entry, weigh(entry)));
    }

    @Override
    public void remove(String key) {
        backend.entries().invalidate(new MemoryKey(this, key));
    }

    String region() {
        return region;
    }

    int weigh(Entry<?> entry) {
        return (int) Math.min(bytes(entry), Integer.MAX_VALUE);
    }

    /** Never negative, whatever the sizer says: what it cannot tell is too much. */
    private long bytes(Entry<?> entry) {
        long value = sizer.applyAsLong(valueOf(entry));
        long rest = ENTRY_OVERHEAD + 2L * entry.key().length();
        long tagOverhead = index.isPresent() ? INDEXED_TAG_OVERHEAD : TAG_OVERHEAD;
        for (String tag : entry.tags()) {
            rest += tagOverhead + 2L * tag.length();
        }
        return value < 0 || value + rest < 0 ? Long.MAX_VALUE : value + rest;
    }

    /** What is under this store's keys was put by it. */
    @SuppressWarnings("unchecked")
    private V valueOf(Entry<?> entry) {
        return (V) entry.value();
    }
}
