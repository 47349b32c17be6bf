package dev.etagere.store;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** A store in a {@link SharedBackend}. Its methods throw where the backend is out of reach or does not answer in time. */
public interface SharedStore<V> extends Store<V>, Leases {

    /** As {@link #get}, with all that is needed to keep the entry near. */
    Optional<Checked<V>> find(String key);

    /** Finds several at once, by key; those that are not found are left out. In one round trip, or as few as the backend can. */
    Map<String, Checked<V>> findAll(Collection<String> keys);

    /**
     * An entry that was valid at a known position of the clock.
     *
     * @param entry with its own fence
     * @param expired whether one of its tags was softly evicted after its fence
     * @param epoch of the mirror before the check
     * @param position of the mirror before the check; none of the entry's tags was evicted after its fence up to here
     */
    record Checked<V>(Entry<V> entry, boolean expired, long epoch, long position) {

        /**
         * The entry as a near store may keep it: the position of the check is its fence. Empty where it is expired, or was checked by
         * another clock than the mirror follows.
         */
        public Optional<Entry<V>> near() {
            return expired || epoch != entry.epoch() ? Optional.empty() : Optional.of(entry.checkedAt(position));
        }
    }
}
