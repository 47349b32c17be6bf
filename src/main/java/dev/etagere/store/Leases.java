package dev.etagere.store;

import java.time.Duration;

/** Rights to load a key, for all nodes that share a store. Methods throw where it is out of reach. Safe for use by many threads. */
public interface Leases {

    /**
     * Takes the right to load that key for all nodes, unless another holds it.
     *
     * @param holder tells this holder from all others, of other nodes too
     * @param atMost after which it ends by itself
     * @return whether it was taken
     */
    boolean lease(String key, String holder, Duration atMost);

    /** Gives the right back, if that holder still has it. */
    void release(String key, String holder);
}
