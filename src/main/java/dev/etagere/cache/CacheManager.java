package dev.etagere.cache;

import dev.etagere.store.DataStore;
import dev.etagere.store.Entry;
import dev.etagere.store.EvictionClock;
import dev.etagere.store.StoreBackend;
import dev.etagere.store.StoreStats;
import dev.etagere.store.Tag;
import dev.etagere.store.ValueType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** The store of an application, its eviction clock and the regions in it. Safe for use by many threads; {@link #close} ends the store. */
public final class CacheManager implements AutoCloseable {

    private final StoreBackend backend;
    private final EvictionClock clock;
    private final InstantSource time;
    private final FailureLog failures;
    private final FenceScope.Threads scopes = new FenceScope.Threads();
    private final Optional<ReplicaLag> lag;
    private final LongAdder evictions = new LongAdder();
    private final ConcurrentHashMap<String, StoredRegion<?>> regions = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, DataCache<?>> caches = new ConcurrentHashMap<>();

    /**
     * @param backend where entries are kept; closed with this
     * @param time says the time to everything in it; time also passes for expiry when it is set by hand
     */
    public CacheManager(StoreBackend backend, InstantSource time) {
        this(backend, time, Duration.ZERO);
    }

    /**
     * @param backend where entries are kept; closed with this
     * @param time says the time to everything in it; time also passes for expiry when it is set by hand
     * @param replicaLag how far behind that may be what loads read; fences are set back by as much
     */
    public CacheManager(StoreBackend backend, InstantSource time, Duration replicaLag) {
        this.backend = backend;
        this.clock = backend.clock();
        this.time = time;
        this.failures = new FailureLog(time);
        this.lag = replicaLag.isZero() ? Optional.empty() : Optional.of(new ReplicaLag(replicaLag, time.millis(), clock.position()));
    }

    /**
     * The region of that name, the same whenever it is asked for; whoever shares a region must agree on the type of its values. These do
     * not leave the process: where the store is a shared one, nothing of this region is shared.
     *
     * @param sizer bytes that a value takes, its key not counted; the first one given for a name is used
     */
    public <V> Region<V> region(String name, Sizer<V> sizer) {
        return region(name, ValueType.local(sizer::bytes));
    }

    /**
     * The region of that name, whose values may be shared with other processes.
     *
     * @param sizer as above
     * @param codec the first one given for a name is used
     */
    public <V> Region<V> region(String name, Sizer<V> sizer, Codec<V> codec) {
        return region(name, ValueType.shared(sizer::bytes, codec));
    }

    @SuppressWarnings("unchecked")
    private <V> Region<V> region(String name, ValueType<V> type) {
        return (Region<V>) regions.computeIfAbsent(name,
                fresh -> new StoredRegion<>(fresh, new GuardedStore<>(backend.open(fresh, type), failures), this));
    }

    /**
     * The data cache of that name, the same whenever it is asked for.
     *
     * @param name up to 64 letters, digits, {@code .}, {@code _} and {@code -}
     * @param type of its values
     * @param options the first ones given for a name are used
     * @throws IllegalArgumentException where the name cannot be one, or the cache has been opened for another type
     */
    @SuppressWarnings("unchecked")
    public <V> Cache<V> cache(String name, Type type, CacheOptions<V> options) {
        DataCache<?> cache = caches.computeIfAbsent(CacheNames.checked(name), fresh -> {
            Values<V> values = Values.of(type, options);
            String region = CacheNames.region(name, options.version());
            ValueType<Item> items = ValueType.shared(values::bytesOf, new ItemCodec(values));
            DataStore<Item> store = new GuardedData<>(backend.openData(region, items), failures);
            return new DataCache<>(name, type, new ItemShelf<>(new DataRegion(region, store, this), options, values), time);
        });
        if (!cache.type().equals(type)) {
            throw new IllegalArgumentException("the cache \"" + name + "\" has values of " + cache.type().getTypeName() + ", not of "
                    + type.getTypeName());
        }
        return (Cache<V>) cache;
    }

    /** The data caches that have been opened, by name. */
    public Map<String, Cache<?>> caches() {
        return new TreeMap<>(caches);
    }

    /**
     * Where the eviction clock stands; take it before the load whose result is going to be put. Older than that where the thread is in a
     * {@link FenceScope}, or where what loads read may be behind.
     */
    public Fence fence() {
        long epoch = clock.epoch();
        long position = clock.position();
        Fence now = new Fence(epoch, lag.isEmpty() ? position : laggedPosition(lag.get(), position));
        return scopes.oldest(now);
    }

    private long laggedPosition(ReplicaLag behind, long position) {
        long now = time.millis();
        behind.saw(position, now);
        return behind.positionBefore(now);
    }

    /**
     * From now on, and until the scope is closed, loads that begin on this thread have this fence at the latest. For loads that see the
     * data as it was before they began: in a transaction that is older than they are, from a copy, from a replica.
     */
    public FenceScope open(Fence fence) {
        return open(fence, () -> true);
    }

    /** As {@link #open(Fence)}; the scope also ends as soon as it is found not to hold any more. */
    public FenceScope open(Fence fence, BooleanSupplier holds) {
        return scopes.open(fence, holds);
    }

    /** The number of the last eviction that is in force. */
    public long position() {
        return clock.position();
    }

    /** Hard, over all regions. */
    public Eviction evict(Collection<String> tags) {
        return evictCarriers(tags.stream().map(Tag.Named::new).toList());
    }

    /** Soft, over all regions. */
    public Eviction expire(Collection<String> tags) {
        return expireCarriers(tags.stream().map(Tag.Named::new).toList());
    }

    /** Hard, over all regions, of the entries whose key matches; {@code *} stands for any number of any characters. */
    public Eviction evictMatching(String pattern) {
        return made(clock.evictMatching(pattern));
    }

    /** Hard, over one region, of the entries whose key matches. */
    Eviction evictMatchingIn(String region, String pattern) {
        return made(clock.evictMatchingIn(region, pattern));
    }

    /** Everything in every region. */
    public Eviction evictAll() {
        return evictCarriers(List.of(new Tag.Everything()));
    }

    /** To be told, or counted: a failure where a value is stored. */
    void failed(Throwable failure) {
        failures.failed(failure);
    }

    public CacheStats stats() {
        RegionStats all = Stream.concat(regions.values().stream().map(Region::stats), caches.values().stream().map(DataCache::ofRegion))
                .reduce(RegionStats.NONE, RegionStats::plus);
        StoreStats store = backend.stats();
        return new CacheStats(all, evictions.sum(), failures.count(), store.entries(), store.bytes(), store.dropped());
    }

    /** How it goes with the store, known without asking it. */
    public Health health() {
        return Health.of(backend.storeHealth());
    }

    /** After that nothing is found and nothing is stored. May be called again. */
    @Override
    public void close() {
        backend.close();
        scopes.close();
    }

    Eviction evictCarriers(Collection<? extends Tag> tags) {
        return made(clock.evict(tags));
    }

    Eviction expireCarriers(Collection<? extends Tag> tags) {
        return made(clock.expire(tags));
    }

    /** Whether nothing that this node knows of evicted it since its fence. */
    boolean isValid(Entry<?> entry) {
        return clock.judge(entry) != EvictionClock.Verdict.EVICTED;
    }

    long epoch() {
        return clock.epoch();
    }

    InstantSource time() {
        return time;
    }

    long deadline(long keepMillis) {
        long now = time.millis();
        return keepMillis > Long.MAX_VALUE - Math.max(now, 0) ? Long.MAX_VALUE : now + keepMillis;
    }

    /**
     * Waits until this node has heard of an eviction that was made on whichever node: what is found after that was loaded after it.
     *
     * @param number of an eviction that was delivered
     * @return whether it was heard of in that time
     * @throws InterruptedException where the thread is interrupted meanwhile
     */
    public boolean await(long number, Duration atMost) throws InterruptedException {
        return clock.await(number, atMost);
    }

    private Eviction made(EvictionClock.Numbered eviction) {
        evictions.increment();
        lag.ifPresent(behind -> behind.saw(clock.position(), time.millis()));
        return new Eviction(eviction.number(), eviction.delivered());
    }

    /** Tells the size of a value. */
    @FunctionalInterface
    public interface Sizer<V> {
        long bytes(V value);
    }
}
