package dev.etagere.store.tiered;

import dev.etagere.store.DataStore;
import dev.etagere.store.Entry;
import dev.etagere.store.EvictionClock;
import dev.etagere.store.EvictionClock.Numbered;
import dev.etagere.store.EvictionClock.Verdict;
import dev.etagere.store.StoreStats;
import dev.etagere.store.Tag;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The values of one cache, each process its own, under evictions that all share: what one puts, the others lose. Apart from that while the
 * clock is not heard, and then for a short time, as all that is near.
 */
final class NearData<V> implements DataStore<V> {

    private final TieredBackend backend;
    private final DataStore<V> near;
    private final DataStore<V> alone;

    NearData(TieredBackend backend, DataStore<V> near, DataStore<V> alone) {
        this.backend = backend;
        this.near = near;
        this.alone = alone;
    }

    private DataStore<V> now() {
        return backend.hears() ? near : alone;
    }

    @Override
    public Optional<Found<V>> get(String key) {
        return now().get(key);
    }

    @Override
    public Map<String, Found<V>> getAll(Collection<String> keys) {
        return now().getAll(keys);
    }

    @Override
    public Optional<Found<V>> peek(String key) {
        return now().peek(key);
    }

    /**
     * {@inheritDoc} Others are told to forget what they have, by an eviction of the key, which is the entry's fence from then on. Where
     * another eviction came between, which may be one of its own tags, it is not stored.
     */
    @Override
    public boolean put(Entry<V> entry) {
        if (!backend.hears()) {
            return alone.put(brief(entry));
        }
        EvictionClock clock = backend.clock();
        long position = clock.position();
        if (clock.judge(entry) == Verdict.EVICTED) {
            return false;
        }
        Numbered told = clock.evict(List.of(new Tag.OfKey(entry.region(), entry.key())));
        return told.delivered() && told.number() == position + 1 && near.put(new Entry<>(entry.region(), entry.key(), entry.value(),
                entry.tags(), entry.epoch(), told.number(), entry.deadline()));
    }

    @Override
    public boolean fill(Entry<V> entry, Optional<Object> over) {
        return backend.hears() ? near.fill(entry, over) : alone.fill(brief(entry), over);
    }

    @Override
    public boolean touch(String key, long deadline) {
        return backend.hears() ? near.touch(key, deadline) : alone.touch(key, Math.min(deadline, backend.aloneUntil()));
    }

    /** Not in one step with other processes: nothing is counted. */
    @Override
    public OptionalLong add(Entry<Long> start) {
        return OptionalLong.empty();
    }

    @Override
    public OptionalLong counter(String key) {
        return OptionalLong.empty();
    }

    @Override
    public long drop(Collection<String> keys) {
        return near.drop(keys) + alone.drop(keys);
    }

    @Override
    public List<String> keys(Collection<String> tags, int atMost) {
        return now().keys(tags, atMost);
    }

    @Override
    public long count(Collection<String> tags) {
        return now().count(tags);
    }

    @Override
    public void tidy(Collection<String> tags) {
        near.tidy(tags);
        alone.tidy(tags);
    }

    @Override
    public StoreStats stats() {
        return near.stats();
    }

    private Entry<V> brief(Entry<V> entry) {
        return entry.until(Math.min(entry.deadline(), backend.aloneUntil()));
    }
}
