package dev.etagere;

import dev.etagere.cache.Cache;
import dev.etagere.cache.CacheManager;
import dev.etagere.cache.CacheOptions;
import dev.etagere.cache.Eviction;
import dev.etagere.cache.Fence;
import dev.etagere.cache.FenceScope;
import dev.etagere.cache.Health;
import dev.etagere.cache.TypeOf;
import dev.etagere.config.Configuration;
import dev.etagere.config.ConfigurationException;
import dev.etagere.config.Settings;
import dev.etagere.event.Events;
import dev.etagere.response.Policies;
import dev.etagere.response.ResponseCache;
import dev.etagere.response.Rules;
import dev.etagere.store.StoreBackend;
import dev.etagere.store.memory.MemoryBackend;
import dev.etagere.store.redis.RedisBackend;
import dev.etagere.store.redis.RedisOptions;
import dev.etagere.store.tiered.TieredBackend;
import dev.etagere.store.tiered.TieredOptions;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/**
 * An application's cache: made from a file or in code, it owns all that it started, and {@link #close} ends it. Safe for use by many
 * threads.
 */
public final class Etagere implements AutoCloseable {

    private static final Set<Etagere> OPENED = Collections.newSetFromMap(new WeakHashMap<>());

    private final CacheManager caches;
    private final ResponseCache responses;
    private final Rules rules;
    private final Events events;
    private final Policies policies;
    private final Map<String, CacheOptions<Object>> options;

    private Etagere(Configuration configuration, InstantSource clock) {
        this.caches = new CacheManager(backend(configuration, clock), clock, configuration.replicaLag());
        this.responses = new ResponseCache(caches, configuration.responses(), clock);
        this.rules = configuration.rules();
        this.options = configuration.caches();
        this.events = new Events(caches::evict, configuration.events());
        this.policies = configuration.policies();
        synchronized (OPENED) {
            OPENED.add(this);
        }
    }

    /** Those that are open: of this application, where each application loads its own classes. */
    public static List<Etagere> opened() {
        synchronized (OPENED) {
            return List.copyOf(OPENED);
        }
    }

    private static StoreBackend backend(Configuration configuration, InstantSource clock) {
        return configuration.redis().<StoreBackend>map(redis -> tiered(configuration, redis, clock))
                .orElseGet(() -> MemoryBackend.open(configuration.memory(), clock));
    }

    private static StoreBackend tiered(Configuration configuration, RedisOptions redis, InstantSource clock) {
        RedisBackend far = RedisBackend.open(redis, clock);
        MemoryBackend near = MemoryBackend.open(configuration.memory(), clock, far.clock());
        TieredOptions options = TieredOptions.DEFAULT.withTimeLimit(redis.timeLimit()).withHelpers(redis.poolSize());
        return TieredBackend.over(near, far, clock, options, "etagere-" + redis.namespace() + "-redis");
    }

    /**
     * Opens the cache that a file describes.
     *
     * @throws ConfigurationException with a line for each mistake in it
     */
    public static Etagere open(Path file) {
        return builder().config(file).build();
    }

    /**
     * Opens the cache that a YAML text describes.
     *
     * @param yaml may be empty
     * @param name of the text, for messages
     * @param overrides top-level settings by their names, in place of what the text says; {@code config} is left out of account
     * @param loader loads the classes that it names
     * @throws ConfigurationException with a line for each mistake
     */
    public static Etagere open(String yaml, String name, Map<String, String> overrides, ClassLoader loader) {
        return builder().config(yaml, name, overrides, loader).build();
    }

    /** The defaults: in memory, and nothing is cached but by treatments that code hands to {@link #responses}. */
    public static Etagere inMemory() {
        return builder().build();
    }

    /** Begins a cache that is described in code. */
    public static Builder builder() {
        return new Builder();
    }

    /** The engine. */
    public ResponseCache responses() {
        return responses;
    }

    /** What is done with which request. */
    public Rules rules() {
        return rules;
    }

    /** Where the application tells what changed. */
    public Events events() {
        return events;
    }

    /**
     * The application's data cache of that name, the same whenever it is asked for, as the configuration has it under {@code caches}.
     *
     * @param name up to 64 letters, digits, {@code .}, {@code _} and {@code -}
     * @param type of its values
     * @throws IllegalArgumentException where the name cannot be one, or the cache has been opened for another type
     */
    public <V> Cache<V> cache(String name, Class<V> type) {
        return caches.cache(name, type, options(name));
    }

    /**
     * As {@link #cache(String, Class)}, with options besides those that the configuration has, such as functions that tell ttl and tags of
     * a value.
     *
     * @param change is applied to the options that the configuration has; only when the cache is opened for the first time
     */
    public <V> Cache<V> cache(String name, Class<V> type, UnaryOperator<CacheOptions<V>> change) {
        return caches.cache(name, type, change.apply(options(name)));
    }

    /** As {@link #cache(String, Class)}, for a type with parameters. */
    public <V> Cache<V> cache(String name, TypeOf<V> type) {
        return caches.cache(name, type.type(), options(name));
    }

    /** As {@link #cache(String, Class, UnaryOperator)}, for a type with parameters. */
    public <V> Cache<V> cache(String name, TypeOf<V> type, UnaryOperator<CacheOptions<V>> change) {
        return caches.cache(name, type.type(), change.apply(options(name)));
    }

    /** The data caches that have been opened, by name. */
    public Map<String, Cache<?>> caches() {
        return caches.caches();
    }

    /** What the configuration says of caches knows nothing of the type of their values. */
    @SuppressWarnings("unchecked")
    private <V> CacheOptions<V> options(String name) {
        CacheOptions<?> configured = options.get(name);
        return configured == null ? CacheOptions.defaults() : (CacheOptions<V>) configured;
    }

    /** Where the eviction clock stands now, for loads that begin later than what they read: see {@link #fenceScope(Fence)}. */
    public Fence fence() {
        return caches.fence();
    }

    /**
     * Until it is closed, what is loaded on this thread counts as loaded now: to be opened right before a database transaction begins in
     * which responses or values are loaded. What is evicted later makes them invalid even where the eviction comes before the load.
     */
    public FenceScope fenceScope() {
        return fenceScope(fence());
    }

    /** Until it is closed, what is loaded on this thread counts as loaded at that fence, which {@link #fence} gave before. */
    public FenceScope fenceScope(Fence fence) {
        return caches.open(fence);
    }

    /** Presets that annotations may name. */
    public Policies policies() {
        return policies;
    }

    /** As {@link #fenceScope(Fence)}; the scope also ends as soon as it is found not to hold any more, should nobody close it. */
    public FenceScope fenceScope(Fence fence, BooleanSupplier holds) {
        return caches.open(fence, holds);
    }

    /** Evicts all that carries one of these tags. When it has returned, nothing that was loaded before is served again. */
    public Eviction evict(String... tags) {
        return caches.evict(List.of(tags));
    }

    /** Expires all that carries one of these tags: where its policy has a stale window it may still be served while it is refreshed. */
    public Eviction expire(String... tags) {
        return caches.expire(List.of(tags));
    }

    /** Evicts everything. */
    public Eviction evictAll() {
        return caches.evictAll();
    }

    /** How it goes with the store: whether it is shared, and if so, whether it is there. Costs next to nothing. */
    public Health health() {
        return caches.health();
    }

    /** Ends all that this cache started. Closing twice is harmless. */
    @Override
    public void close() {
        synchronized (OPENED) {
            OPENED.remove(this);
        }
        caches.close();
    }

    /** Describes a cache in code, by the same settings as the file has; both may be used together. Not thread-safe. */
    public static final class Builder extends Settings<Builder> {
        private InstantSource clock = Clock.systemUTC();

        private Builder() {
        }

        /** Where the time comes from: one that is set by hand lets tests pass it at will. */
        public Builder clock(InstantSource source) {
            this.clock = source;
            return this;
        }

        @Override
        protected Builder self() {
            return this;
        }

        /** @throws ConfigurationException where the settings contradict each other */
        public Etagere build() {
            return new Etagere(configuration(), clock);
        }
    }
}
