package dev.etagere.store;

import java.time.Duration;
import java.util.Optional;

/**
 * The entries of one region. It knows nothing of HTTP, checks every entry against the eviction clock as it is read, and may forget
 * anything at any time. Safe for use by many threads. Methods may throw what they like where the store is broken: who calls them turns
 * that into a miss.
 */
public interface Store<V> {

    /** The entry under that key if it is valid and its deadline has not come; one that is not is on its way out. */
    Optional<Hit<V>> get(String key);

    /** Takes the entry in, in place of what is under its key; false where it is evicted already, past its deadline, or beyond a bound. */
    boolean put(Entry<V> entry);

    /** Drops what is under that key, to save room. It evicts nothing: a load that has begun may still be put. */
    void remove(String key);

    /**
     * Waits until it is this process's turn to load that key, where others share the store: nobody else loads it, or what they loaded is
     * there, or the time is over. Others take turns only as long as the store is well. Within one process nobody waits here.
     *
     * @param atMost the longest wait, and how long the turn lasts if it is not ended
     */
    default Turn turn(String key, Duration atMost) {
        return Turn.OPEN;
    }

    /** As {@link #turn}, but nobody waits: empty where it is another's. */
    default Optional<Turn> tryTurn(String key, Duration atMost) {
        return Optional.of(Turn.OPEN);
    }
}
