package dev.etagere.store.tiered;

import dev.etagere.store.SharedStore.Checked;
import java.util.Optional;

/** What is known here of keys that nodes take turns to load. */
interface Leased<V> {

    /** What is in the far store, whatever is near. */
    Optional<Checked<V>> beside(String key);

    /** Whether the caller has, near, something that it is not content with. */
    boolean hasNear(String key);

    /** It is found near from now on, or will be when it is asked for. */
    void promote(Checked<V> found);
}
