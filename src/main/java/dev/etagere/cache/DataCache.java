package dev.etagere.cache;

import dev.etagere.store.DataStore.Found;
import dev.etagere.store.Entry;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A data cache over its region of the store. */
final class DataCache<V> implements Cache<V> {

    private static final Logger LOG = LoggerFactory.getLogger(Cache.class);

    private final String name;
    private final Type type;
    private final ItemShelf<V> shelf;
    private final DataRegion region;
    private final CacheOptions<V> options;
    private final InstantSource time;
    private final CacheCounters counters = new CacheCounters();
    private final Loads<V> loads;

    DataCache(String name, Type type, ItemShelf<V> shelf, InstantSource time) {
        this.name = name;
        this.type = type;
        this.shelf = shelf;
        this.region = shelf.region();
        this.options = shelf.options();
        this.time = time;
        this.loads = new Loads<>(name, shelf, counters, time);
    }

    Type type() {
        return type;
    }

    Loads<V> loads() {
        return loads;
    }

    RegionStats ofRegion() {
        return counters.ofRegion();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Optional<V> get(String key) {
        return used(shelf.find(key));
    }

    private Optional<V> used(Optional<View<V>> seen) {
        Optional<View<V>> usable = seen.filter(this::isUsable);
        (usable.isPresent() ? counters.hits : counters.misses).increment();
        return usable.flatMap(View::value);
    }

    private boolean isUsable(View<V> view) {
        return view.isFresh() || view.isStaleWithin(options.staleWhileRevalidate());
    }

    @Override
    public V getOrDefault(String key, V otherwise) {
        return get(key).orElse(otherwise);
    }

    @Override
    public Map<String, V> getAll(Collection<String> keys) {
        Set<String> asked = new LinkedHashSet<>(keys);
        Map<String, Found<Item>> found = region.findAll(asked);
        Map<String, V> values = new LinkedHashMap<>();
        for (String key : asked) {
            used(Optional.ofNullable(found.get(key)).flatMap(shelf::view)).ifPresent(value -> values.put(key, value));
        }
        return values;
    }

    @Override
    public <E extends Exception> Loaded<V> load(String key, Loader<? extends V, E> loader) throws E {
        return loads.load(key, loader, Terms.ofCache());
    }

    @Override
    public <E extends Exception> Loaded<V> load(String key, Duration ttl, Loader<? extends V, E> loader, String... tags) throws E {
        return loads.load(key, loader, Terms.of(ttl, List.of(tags)));
    }

    @Override
    public <E extends Exception> Loaded<V> refresh(String key, Loader<? extends V, E> loader) throws E {
        return loads.anew(key, loader, Terms.ofCache());
    }

    @Override
    public CompletionStage<Loaded<V>> loadAsync(String key, AsyncLoader<? extends V> loader) {
        return loads.loadAsync(key, loader, Terms.ofCache());
    }

    @Override
    public boolean put(String key, V value, String... tags) {
        return put(key, value, options.ttl(key, value), tags);
    }

    @Override
    public boolean put(String key, V value, Duration ttl, String... tags) {
        return stored(shelf.put(key, value, ttl, List.of(tags), region.fence()));
    }

    /** In place of what is there, and of what is being loaded: that is over, too, where this cannot be kept. */
    boolean stored(Entry<Item> entry) {
        loads.flights().overtake(entry.key());
        boolean stored = entry.deadline() > region.now() && region.put(entry);
        if (!stored) {
            region.evict(Set.of(entry.key()));
        }
        (stored ? counters.puts : counters.refused).increment();
        return stored;
    }

    @Override
    public boolean putIfAbsent(String key, V value, Duration ttl, String... tags) {
        Entry<Item> entry = shelf.put(key, value, ttl, List.of(tags), region.fence());
        boolean stored = entry.deadline() > region.now() && region.putIfAbsent(entry, overStale(key));
        if (stored) {
            loads.flights().overtake(key);
            counters.puts.increment();
        }
        return stored;
    }

    /** What is stale, or says that there is nothing, is as good as absent for those who put. */
    private Optional<Object> overStale(String key) {
        return shelf.peek(key).filter(seen -> !seen.isFresh() || seen.value().isEmpty()).map(View::stamp);
    }

    @Override
    public boolean touch(String key) {
        return touch(key, options.ttl());
    }

    @Override
    public boolean touch(String key, Duration ttl) {
        return region.touch(key, ItemShelf.millis(ttl) + shelf.staleMillis());
    }

    @Override
    public OptionalLong increment(String key, long by, Duration ttl, String... tags) {
        Set<String> all = new LinkedHashSet<>(options.tags());
        all.addAll(List.of(tags));
        return region.add(key, by, all, ItemShelf.millis(ttl));
    }

    @Override
    public OptionalLong counter(String key) {
        return region.counter(key);
    }

    @Override
    public Evicted evict(Collection<String> keys) {
        counters.evictions.increment();
        keys.forEach(loads.flights()::overtake);
        return region.evict(new LinkedHashSet<>(keys));
    }

    @Override
    public Evicted evictByTag(String... tags) {
        counters.evictions.increment();
        return region.evictTags(new LinkedHashSet<>(List.of(tags)));
    }

    @Override
    public Eviction expireByTag(String... tags) {
        return region.expireTags(new LinkedHashSet<>(List.of(tags)));
    }

    @Override
    public Eviction evictMatching(String pattern) {
        counters.evictions.increment();
        return region.evictMatching(pattern);
    }

    @Override
    public Evicted clear() {
        counters.evictions.increment();
        return region.evictAll();
    }

    @Override
    public Map<String, V> getByAllTags(String... tags) {
        Set<String> all = new LinkedHashSet<>(List.of(tags));
        return all.isEmpty() ? Map.of() : tagged(all, region.keys(all, options.maxResults()));
    }

    private Map<String, V> tagged(Set<String> tags, Collection<String> keys) {
        Map<String, V> values = new LinkedHashMap<>();
        region.findAll(keys).forEach((key, found) -> shelf.view(found)
                .filter(seen -> seen.isFresh() && seen.tags().containsAll(tags))
                .flatMap(View::value)
                .ifPresent(value -> values.put(key, value)));
        return values;
    }

    @Override
    public Map<String, V> getByAnyTag(String... tags) {
        Map<String, V> values = new LinkedHashMap<>();
        for (String tag : new LinkedHashSet<>(List.of(tags))) {
            getByTag(tag).forEach((key, value) -> {
                if (values.size() < options.maxResults()) {
                    values.put(key, value);
                }
            });
        }
        return values;
    }

    @Override
    public Optional<Peek> peek(String key) {
        return shelf.peek(key).map(seen -> new Peek(seen.state(), Duration.ofMillis(seen.ageMillis()),
                Duration.ofMillis(Math.max(0, seen.freshMillis())), seen.tags()));
    }

    @Override
    public <A> Memoized<A, V> memoize(String functionName, Function<? super A, ? extends V> function) {
        return Memoized.of(this, functionName, function);
    }

    @Override
    public <E extends Exception> WriteThrough<V, E> writeThrough(WriteThrough.Writer<? super V, E> writer) {
        shelf.markLoaded();
        return new WriteThrough<>(this, shelf, writer);
    }

    @Override
    public WarmUp warmUp(Collection<String> keys, Loader<? extends V, ?> loader) {
        Instant began = time.instant();
        Set<String> all = new LinkedHashSet<>(keys);
        int present = 0;
        int loaded = 0;
        int failed = 0;
        for (String key : all) {
            try {
                boolean there = holds(key);
                if (!there) {
                    loads.load(key, loader, Terms.ofCache());
                }
                boolean now = there || holds(key);
                present += there ? 1 : 0;
                loaded += now && !there ? 1 : 0;
            } catch (Exception failure) {
                failed++;
                LOG.warn("Warming up cache \"{}\": a load failed", name, failure);
            }
        }
        WarmUp result = new WarmUp(all.size(), present, loaded, failed, Duration.between(began, time.instant()));
        LOG.info("Warmed up cache \"{}\": {}", name, result);
        return result;
    }

    private boolean holds(String key) {
        return shelf.peek(key).filter(seen -> seen.isFresh() && seen.value().isPresent()).isPresent();
    }

    @Override
    public CacheStatistics statistics() {
        return counters.with(region.stats());
    }

    @Override
    public void resetStatistics() {
        counters.reset();
    }
}
