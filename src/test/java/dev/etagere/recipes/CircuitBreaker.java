package dev.etagere.recipes;

import dev.etagere.Etagere;
import dev.etagere.cache.Cache;
import dev.etagere.cache.CacheKeys;
import java.time.Duration;
import java.util.concurrent.Callable;

/** Spares a service that fails; its state is shared by all that share the cache. */
// region breaker
public final class CircuitBreaker {

    /** Calls go through; none does; one does, on trial. */
    public enum State { CLOSED, OPEN, HALF_OPEN }

    /** The service is being spared. */
    public static final class OpenException extends Exception {
        private static final long serialVersionUID = 1L;

        OpenException(String service) {
            super(service + " is being spared");
        }
    }

    private static final Duration COUNTED = Duration.ofMinutes(1);

    private final Cache<String> states;
    private final long threshold;
    private final Duration recovery;

    /**
     * @param threshold as many failures in a minute open it
     * @param recovery after which one call is tried
     */
    public CircuitBreaker(Etagere etagere, long threshold, Duration recovery) {
        this.states = etagere.cache("breakers", String.class);
        this.threshold = threshold;
        this.recovery = recovery;
    }

    public <T> T call(String service, Callable<T> call) throws Exception {
        State state = state(service);
        boolean trial = state == State.HALF_OPEN && states.putIfAbsent(key(service, "trial"), "", recovery);
        if (state != State.CLOSED && !trial) {
            throw new OpenException(service);
        }
        T result;
        try {
            result = call.call();
        } catch (Exception failure) {
            failed(service, state);
            throw failure;
        }
        if (trial) {
            close(service);
        }
        return result;
    }

    /** Open while "open" is there; half open while only "tripped" is: that stays until a trial has gone well. */
    public State state(String service) {
        if (states.peek(key(service, "tripped")).isEmpty()) {
            return State.CLOSED;
        }
        return states.peek(key(service, "open")).isPresent() ? State.OPEN : State.HALF_OPEN;
    }

    private void failed(String service, State state) {
        long failures = states.increment(key(service, "failures"), 1, COUNTED).orElse(0);
        if (state == State.HALF_OPEN || failures >= threshold) {
            states.put(key(service, "open"), "", recovery);
            states.put(key(service, "tripped"), "", recovery.multipliedBy(10));
            states.evict(key(service, "trial"));
        }
    }

    private void close(String service) {
        states.evict(key(service, "tripped"), key(service, "open"), key(service, "failures"), key(service, "trial"));
    }

    private static String key(String service, String what) {
        return CacheKeys.of(service, what).key();
    }
}
// endregion
