package dev.etagere.cache;

import dev.etagere.store.DataStore;
import dev.etagere.store.DataStore.Found;
import dev.etagere.store.Entry;
import dev.etagere.store.StoreStats;
import dev.etagere.store.Tag;
import dev.etagere.store.Turn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** The part of the store that a data cache has, and the eviction clock that holds for it. */
final class DataRegion {

    /** Begins a tag that loaded values carry and written ones do not; see {@link WriteThrough}. */
    private static final String LOADED = "\0loaded:";

    private final String name;
    private final DataStore<Item> store;
    private final CacheManager manager;

    DataRegion(String name, DataStore<Item> store, CacheManager manager) {
        this.name = name;
        this.store = store;
        this.manager = manager;
    }

    long now() {
        return manager.time().millis();
    }

    Fence fence() {
        return manager.fence();
    }

    /** @param keepMillis from now on */
    Entry<Item> entry(String key, Item item, Set<String> tags, Fence fence, long keepMillis) {
        return new Entry<>(name, key, item, tags, fence.epoch(), fence.position(), manager.deadline(keepMillis));
    }

    /** Nothing can be kept of a value, as nothing could be sent to a store. */
    void unwritable(UnwritableException why) {
        manager.failed(why);
    }

    /** Whether nothing evicted it since its fence, as far as this node knows. */
    boolean isValid(Entry<?> entry) {
        return manager.isValid(entry);
    }

    Optional<Found<Item>> find(String key) {
        return store.get(key);
    }

    Map<String, Found<Item>> findAll(Collection<String> keys) {
        return store.getAll(keys);
    }

    Optional<Found<Item>> peek(String key) {
        return store.peek(key);
    }

    boolean put(Entry<Item> entry) {
        return store.put(entry);
    }

    boolean fill(Entry<Item> entry, Optional<Object> over) {
        return store.fill(entry, over);
    }

    boolean putIfAbsent(Entry<Item> entry, Optional<Object> over) {
        return store.putIfAbsent(entry, over);
    }

    boolean touch(String key, long keepMillis) {
        return store.touch(key, manager.deadline(keepMillis));
    }

    OptionalLong add(String key, long by, Set<String> tags, long keepMillis) {
        Fence fence = fence();
        return store.add(new Entry<>(name, key, by, tags, fence.epoch(), fence.position(), manager.deadline(keepMillis)));
    }

    OptionalLong counter(String key) {
        return store.counter(key);
    }

    List<String> keys(Collection<String> tags, int atMost) {
        return store.keys(tags, atMost);
    }

    Turn turn(String key, Duration atMost) {
        return store.turn(key, atMost);
    }

    Optional<Turn> tryTurn(String key, Duration atMost) {
        return store.tryTurn(key, atMost);
    }

    Evicted evict(Collection<String> keys) {
        long count = store.drop(keys);
        return new Evicted(count, manager.evictCarriers(keys.stream().map(key -> new Tag.OfKey(name, key)).toList()));
    }

    Evicted evictTags(Collection<String> tags) {
        long count = store.count(tags);
        Eviction eviction = manager.evictCarriers(scoped(tags));
        store.tidy(tags);
        return new Evicted(count, eviction);
    }

    Eviction expireTags(Collection<String> tags) {
        return manager.expireCarriers(scoped(tags));
    }

    Eviction evictMatching(String pattern) {
        return manager.evictMatchingIn(name, pattern);
    }

    Evicted evictAll() {
        long count = store.countAll();
        return new Evicted(count, manager.evictCarriers(List.of(new Tag.OfRegion(name))));
    }

    StoreStats stats() {
        return store.stats();
    }

    private List<Tag> scoped(Collection<String> tags) {
        List<Tag> scoped = new ArrayList<>();
        tags.forEach(tag -> scoped.add(new Tag.NamedIn(name, tag)));
        return scoped;
    }

    /** The tag of what was loaded under that key, in contrast to what was put. */
    static String loadedTag(String key) {
        return LOADED + key;
    }

    /** The tags that applications know of. */
    static Set<String> ownTags(Entry<?> entry) {
        return entry.tags().stream().filter(tag -> !tag.startsWith(LOADED)).collect(Collectors.toUnmodifiableSet());
    }

    /** Evicts the key, and gives the fence of what is done after that, whatever else the thread has opened. */
    Optional<Fence> evictForWrite(String key) {
        long epoch = manager.epoch();
        Eviction eviction = manager.evictCarriers(List.of(new Tag.OfKey(name, key)));
        return eviction.delivered() ? Optional.of(new Fence(epoch, eviction.number())) : Optional.empty();
    }

    /** Evicts what was loaded under that key, but not what was put. */
    void evictLoaded(String key) {
        manager.evictCarriers(scoped(List.of(loadedTag(key))));
    }
}
