package dev.etagere.cache;

import dev.etagere.store.StoreHealth;
import java.time.Duration;

/**
 * How it goes with the cache's store, as far as this process knows without asking. Holds nothing secret.
 *
 * @param breaker whether calls of the shared store are made
 * @param silence since all evictions of other processes were last known; very long where they never were
 * @param pending tags whose evictions the shared store could not be told yet; they are in force in this process
 * @param failures of the shared store so far
 */
public record Health(State state, Breaker breaker, Duration silence, int pending, long failures) {

    /** Whether entries are shared. */
    public enum State {
        /** They are kept in the memory of this process, and meant to be. */
        MEMORY,
        /** They are shared. */
        SHARED,
        /** They were to be shared, but the shared store is away: they are kept for a short time in the memory of this process. */
        AWAY
    }

    /** Whether calls of the shared store are made. */
    public enum Breaker {
        /** They are. */
        CLOSED,
        /** They are not, as it failed lately. */
        OPEN,
        /** One is made on trial. */
        HALF_OPEN
    }

    static Health of(StoreHealth store) {
        State state = switch (store.state()) {
            case OWN -> State.MEMORY;
            case SHARED -> State.SHARED;
            case AWAY -> State.AWAY;
        };
        return new Health(state, Breaker.valueOf(store.breaker().name()), store.silence(), store.pending(), store.failures());
    }
}
