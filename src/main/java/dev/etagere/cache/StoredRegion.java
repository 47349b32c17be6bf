package dev.etagere.cache;

import dev.etagere.cache.Loaded.Source;
import dev.etagere.store.Entry;
import dev.etagere.store.Hit;
import dev.etagere.store.Store;
import dev.etagere.store.Tag;
import dev.etagere.store.Tier;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** A region over a store. */
final class StoredRegion<V> implements Region<V> {

    private final String name;
    private final Store<V> store;
    private final CacheManager manager;
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private final LongAdder puts = new LongAdder();
    private final LongAdder refused = new LongAdder();

    StoredRegion(String name, Store<V> store, CacheManager manager) {
        this.name = name;
        this.store = store;
        this.manager = manager;
    }

    @Override
    public Optional<Found<V>> find(String key) {
        Optional<Hit<V>> hit = store.get(key);
        if (hit.isEmpty()) {
            misses.increment();
            return Optional.empty();
        }
        hits.increment();
        return Optional.of(new Found<>(hit.get().value(), hit.get().expired(),
                hit.get().tier() == Tier.NEAR ? Source.NEAR : Source.FAR));
    }

    @Override
    public Fence fence() {
        return manager.fence();
    }

    @Override
    public boolean put(String key, V value, Lifetime lifetime) {
        long deadline = manager.deadline(TimeUnit.MILLISECONDS.convert(lifetime.keepFor()));
        Fence fence = lifetime.fence();
        boolean stored = store.put(new Entry<>(name, key, value, lifetime.tags(), fence.epoch(), fence.position(), deadline));
        (stored ? puts : refused).increment();
        return stored;
    }

    @Override
    public Eviction remove(String key) {
        Eviction eviction = manager.evictCarriers(List.of(new Tag.OfKey(name, key)));
        store.remove(key);
        return eviction;
    }

    @Override
    public Eviction evict(Collection<String> tags) {
        return manager.evictCarriers(scoped(tags));
    }

    @Override
    public Eviction expire(Collection<String> tags) {
        return manager.expireCarriers(scoped(tags));
    }

    @Override
    public Eviction evictAll() {
        return manager.evictCarriers(List.of(new Tag.OfRegion(name)));
    }

    @Override
    public Turn turn(String key, Duration atMost) {
        return turn(store.turn(key, atMost));
    }

    @Override
    public Optional<Turn> tryTurn(String key, Duration atMost) {
        return store.tryTurn(key, atMost).map(StoredRegion::turn);
    }

    private static Turn turn(dev.etagere.store.Turn turn) {
        return new Turn() {
            @Override
            public boolean changed() {
                return turn.changed();
            }

            @Override
            public void end() {
                turn.end();
            }
        };
    }

    @Override
    public RegionStats stats() {
        return new RegionStats(hits.sum(), misses.sum(), puts.sum(), refused.sum());
    }

    private List<Tag> scoped(Collection<String> tags) {
        return tags.stream().<Tag>map(tag -> new Tag.NamedIn(name, tag)).toList();
    }
}
