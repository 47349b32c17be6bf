package dev.etagere.store;

import java.time.Duration;

/**
 * How it goes with a store, as far as this process knows without asking.
 *
 * @param breaker whether calls of the shared store are made
 * @param silence since all evictions of other processes were last known; very long where they never were
 * @param pending tags whose evictions the shared store could not be told yet
 * @param failures of the shared store so far
 */
public record StoreHealth(State state, Breaker breaker, Duration silence, int pending, long failures) {

    /** Of a store that is not shared. */
    public static final StoreHealth OWN = new StoreHealth(State.OWN, Breaker.CLOSED, Duration.ZERO, 0, 0);

    /** Whether entries are shared. */
    public enum State {
        /** They are of this process alone. */
        OWN,
        /** They are shared. */
        SHARED,
        /** They were to be shared, but the shared store is away. */
        AWAY
    }

    /** Whether calls of the shared store are made. */
    public enum Breaker {
        /** They are. */
        CLOSED,
        /** They are not. */
        OPEN,
        /** One is made on trial. */
        HALF_OPEN
    }
}
