package dev.etagere.store.tiered;

import dev.etagere.store.Entry;
import dev.etagere.store.EvictionClock.Verdict;
import dev.etagere.store.Hit;
import dev.etagere.store.SharedStore;
import dev.etagere.store.SharedStore.Checked;
import dev.etagere.store.Store;
import dev.etagere.store.Tier;
import dev.etagere.store.Turn;
import java.time.Duration;
import java.util.Optional;

/**
 * The entries of one region.
 *
 * @param <V> their values; where they do not leave the process there is no far store
 */
final class TieredStore<V> implements Store<V>, Leased<V> {

    private final TieredBackend backend;
    private final FarSide side;
    private final Store<V> near;
    private final Store<V> alone;
    private final Optional<SharedStore<V>> far;
    private final Turns turns;

    TieredStore(TieredBackend backend, Store<V> near, Store<V> alone, Optional<SharedStore<V>> far) {
        this.backend = backend;
        this.side = backend.side();
        this.near = near;
        this.alone = alone;
        this.far = far;
        this.turns = backend.turns();
    }

    @Override
    public Optional<Hit<V>> get(String key) {
        Optional<Hit<V>> kept = (backend.hears() ? near : alone).get(key);
        return kept.isPresent() ? kept : fetch(key).map(found -> new Hit<>(found.entry().value(), found.expired(), Tier.FAR));
    }

    /**
     * The entry in the far store, kept near from now on. While this node has evictions that the far store has not heard of, or does not
     * follow the clock that the entry was checked by, there is none.
     */
    Optional<Checked<V>> fetch(String key) {
        Optional<Checked<V>> found = look(key);
        found.ifPresent(this::keep);
        return found;
    }

    private Optional<Checked<V>> look(String key) {
        if (far.isEmpty() || !backend.isAttached()) {
            return Optional.empty();
        }
        return side.ask(() -> far.get().find(key)).flatMap(found -> found).filter(found -> found.epoch() == found.entry().epoch());
    }

    private void keep(Checked<V> found) {
        found.near().ifPresent(this::putNear);
    }

    private boolean putNear(Entry<V> entry) {
        if (backend.hears()) {
            return near.put(entry);
        }
        return alone.put(entry.until(Math.min(entry.deadline(), backend.aloneUntil())));
    }

    /**
     * {@inheritDoc} In the far store one whose load began earlier does not take the place of a newer one; nor does it near, then, and what
     * is there is the newer one.
     */
    @Override
    public boolean put(Entry<V> entry) {
        if (backend.clock().judge(entry) == Verdict.EVICTED) {
            return false;
        }
        if (far.isPresent() && backend.isAttached() && overtaken(entry)) {
            return true;
        }
        return putNear(entry);
    }

    /** Puts it into the far store; tells whether that refused it because there is a newer one, which is then kept near in its place. */
    private boolean overtaken(Entry<V> entry) {
        SharedStore<V> shared = far.orElseThrow();
        String key = entry.key();
        boolean lapsed = turns.hasLapsed(key);
        Optional<Boolean> put = lapsed ? Optional.of(false) : side.ask(() -> shared.put(entry));
        if (put.isEmpty() || put.get()) {
            return false;
        }
        Optional<Checked<V>> newer = look(key).filter(there -> lapsed || there.entry().fence() > entry.fence());
        newer.ifPresent(this::keep);
        if (lapsed && newer.isEmpty()) {
            side.ask(() -> shared.put(entry));
        }
        return newer.isPresent();
    }

    @Override
    public void remove(String key) {
        near.remove(key);
        alone.remove(key);
        far.ifPresent(shared -> side.ask(() -> {
            shared.remove(key);
            return true;
        }));
    }

    @Override
    public Turn turn(String key, Duration atMost) {
        if (far.isEmpty() || atMost.isZero() || !backend.isAttached()) {
            return Turn.OPEN;
        }
        return turns.take(new Lease<>(this, side, far.get(), key), atMost);
    }

    @Override
    public Optional<Turn> tryTurn(String key, Duration atMost) {
        if (far.isEmpty() || atMost.isZero() || !backend.isAttached()) {
            return Optional.of(Turn.OPEN);
        }
        return turns.tryTake(new Lease<>(this, side, far.get(), key), atMost);
    }

    @Override
    public Optional<Checked<V>> beside(String key) {
        return look(key);
    }

    @Override
    public boolean hasNear(String key) {
        return near.get(key).isPresent();
    }

    @Override
    public void promote(Checked<V> found) {
        keep(found);
    }
}
