package dev.etagere.store.tiered;

import dev.etagere.store.StoreHealth;
import java.util.function.LongSupplier;

/**
 * Keeps callers from a store that fails. <em>Closed</em>, it lets all through; the first failure <em>opens</em> it, and it lets nobody
 * through; after a rest it is <em>half open</em>: one call is made on trial, and its outcome closes it, or opens it for a longer rest.
 * Safe for use by many threads; while it is open none waits for another.
 */
final class Breaker {

    private final LongSupplier nanos;
    private final long shortest;
    private final long longest;
    private volatile StoreHealth.Breaker state = StoreHealth.Breaker.CLOSED;
    private volatile long due;
    private long since;
    private long rest;

    /**
     * @param nanos as {@link System#nanoTime} tells it
     * @param shortest rest after a failure, in nanoseconds
     * @param longest rest after several; one whose last failure is longer ago than that begins with the shortest again
     */
    Breaker(LongSupplier nanos, long shortest, long longest) {
        this.nanos = nanos;
        this.shortest = shortest;
        this.longest = longest;
        this.since = nanos.getAsLong() - 2 * longest;
        this.rest = 0;
    }

    StoreHealth.Breaker state() {
        return state;
    }

    boolean isClosed() {
        return state == StoreHealth.Breaker.CLOSED;
    }

    /** A call that was let through failed; one that was under way while it opened changes nothing. Tells whether this opened it. */
    synchronized boolean failed() {
        if (state != StoreHealth.Breaker.CLOSED) {
            return false;
        }
        long now = nanos.getAsLong();
        boolean again = now - since <= longest;
        open(now, again ? Math.min(Math.max(2 * rest, shortest), longest) : shortest);
        return true;
    }

    /**
     * Whether it is the caller's to make the call on trial: then {@link #tried} must follow. Where that did not follow for as long as the
     * longest rest, another one is let try.
     */
    boolean mayTry() {
        return state != StoreHealth.Breaker.CLOSED && nanos.getAsLong() - due >= 0 && takeTrial();
    }

    private synchronized boolean takeTrial() {
        long now = nanos.getAsLong();
        if (state == StoreHealth.Breaker.CLOSED || now - due < 0) {
            return false;
        }
        state = StoreHealth.Breaker.HALF_OPEN;
        since = now;
        due = now + longest;
        return true;
    }

    /** Something else has reached the store: the next one may try at once, and after a failure from now on the rest is the shortest. */
    synchronized void heard() {
        rest = 0;
        if (state == StoreHealth.Breaker.OPEN) {
            due = nanos.getAsLong();
        }
    }

    /** How the trial went. */
    synchronized void tried(Trial outcome) {
        if (state != StoreHealth.Breaker.HALF_OPEN) {
            return;
        }
        since = nanos.getAsLong();
        if (outcome == Trial.WELL) {
            state = StoreHealth.Breaker.CLOSED;
        } else {
            open(since, Math.min(Math.max(2 * rest, shortest), longest));
        }
    }

    /** How a call on trial went. */
    enum Trial { WELL, FAILED }

    private void open(long now, long forAsLong) {
        since = now;
        rest = forAsLong;
        due = now + rest;
        state = StoreHealth.Breaker.OPEN;
    }
}
