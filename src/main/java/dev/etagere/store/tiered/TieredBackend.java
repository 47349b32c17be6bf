package dev.etagere.store.tiered;

import dev.etagere.store.DataStore;
import dev.etagere.store.EvictionClock;
import dev.etagere.store.SharedBackend;
import dev.etagere.store.SharedStore;
import dev.etagere.store.Store;
import dev.etagere.store.StoreBackend;
import dev.etagere.store.StoreHealth;
import dev.etagere.store.StoreStats;
import dev.etagere.store.ValueType;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;

/**
 * Entries in the memory of the process before those of a store that several nodes share.
 *
 * <p><b>Near.</b> An entry that is kept near is judged by what this node knows of the shared clock. As long as the node hears the clock, an
 * eviction made elsewhere is known within the time that news take; after {@link SharedBackend#maxSilence} without news near entries
 * are not used, and each read asks the far store. An entry that comes from there was checked on the way, at a known position of the
 * clock, which is its fence near.
 *
 * <p><b>Alone.</b> While the node hears nothing, what is loaded is kept for {@code maxSilence}, in this process only, apart from the
 * rest. So whatever becomes of the far store, an eviction that another node made is in force here after that time.
 *
 * <p><b>Own evictions that could not be told</b> detach the node from the shared clock: until they have been told nothing is read from the
 * far store, where they are not in force.
 *
 * <p>Safe for use by many threads. No method of its stores or its clock throws or waits for the far store's sake.
 */
public final class TieredBackend implements StoreBackend {

    private static final String ALONE = "\0alone";
    private static final int MAX_WAITING = 256;

    private final StoreBackend near;
    private final SharedBackend far;
    private final InstantSource time;
    private final FarSide side;
    private final TieredClock clock;
    private final Semaphore waiting = new Semaphore(MAX_WAITING);
    private final List<Turns> turns = new CopyOnWriteArrayList<>();

    private TieredBackend(StoreBackend near, SharedBackend far, InstantSource time, TieredOptions options, String name) {
        this.near = near;
        this.far = far;
        this.time = time;
        this.side = new FarSide(options, name, far::probe);
        this.clock = new TieredClock(far, side);
        far.onReturn(side::tryNow);
    }

    /**
     * @param near judges its entries by the far backend's clock; closed with this
     * @param far closed with this
     * @param time says when an entry's deadline has come
     * @param name of its threads, a number is added
     */
    public static TieredBackend over(StoreBackend near, SharedBackend far, InstantSource time, TieredOptions options, String name) {
        return new TieredBackend(near, far, time, options, name);
    }

    @Override
    public <V> Store<V> open(String region, ValueType<V> type) {
        Optional<SharedStore<V>> shared = type.codec().map(codec -> far.open(region, type));
        return new TieredStore<>(this, near.open(region, type), near.open(region + ALONE, type), shared);
    }

    @Override
    public EvictionClock clock() {
        return clock;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException where its type has no codec
     */
    @Override
    public <V> DataStore<V> openData(String region, ValueType<V> type) {
        ValueType<Kept<V>> kept = ValueType.local(one -> type.sizer().applyAsLong(one.value()) + Kept.BYTES);
        return new TieredData<>(this, near.openData(region, kept), near.openData(region + ALONE, type), far.openData(region, type));
    }

    /** What is kept near. */
    @Override
    public StoreStats stats() {
        return near.stats();
    }

    @Override
    public StoreHealth storeHealth() {
        boolean shared = far.hears() && side.state() == StoreHealth.Breaker.CLOSED;
        return new StoreHealth(shared ? StoreHealth.State.SHARED : StoreHealth.State.AWAY, side.state(), far.silence(), far.pending(),
                side.failures());
    }

    @Override
    public void close() {
        side.ask(() -> {
            turns.forEach(Turns::close);
            return true;
        });
        side.close();
        near.close();
        far.close();
        side.ended(Duration.ofSeconds(1));
    }

    FarSide side() {
        return side;
    }

    /** Whether near entries may be used. */
    boolean hears() {
        return far.hears();
    }

    /** Whether all evictions of this node are in force in the far store. */
    boolean isAttached() {
        return far.mirror().isAttached();
    }

    long aloneUntil() {
        return time.millis() + far.maxSilence().toMillis();
    }

    /** Of one region. */
    Turns turns() {
        Turns ofRegion = new Turns(waiting);
        turns.add(ofRegion);
        return ofRegion;
    }
}
