package dev.etagere.store.tiered;

import dev.etagere.store.Leases;
import dev.etagere.store.SharedStore.Checked;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** What one load asks of the far store about its key. */
final class Lease<V> {

    private final Leased<V> store;
    private final FarSide side;
    private final Leases far;
    private final String key;
    private final String holder = UUID.randomUUID().toString();

    Lease(Leased<V> store, FarSide side, Leases far, String key) {
        this.store = store;
        this.side = side;
        this.far = far;
        this.key = key;
    }

    String key() {
        return key;
    }

    /** Whether it was taken; empty where that cannot be known. */
    Optional<Boolean> take(Duration atMost) {
        return side.ask(() -> far.lease(key, holder, atMost));
    }

    void giveBack() {
        side.tell(this::giveBackNow);
    }

    /** Waits until it has been done. */
    void giveBackNow() {
        far.release(key, holder);
    }

    boolean isWell() {
        return side.isWell();
    }

    Optional<Checked<V>> there() {
        return store.beside(key);
    }

    boolean hasNear() {
        return store.hasNear(key);
    }

    void promote(Checked<V> found) {
        store.promote(found);
    }
}
