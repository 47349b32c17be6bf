package dev.etagere.cache;

import java.time.Duration;

/** Lets one caller at a time do the work of a key while others wait for it, within bounds. Safe for use by many threads. */
public final class SingleFlight {

    /** @param maxWaiters how many callers may wait at once, over all keys; more than that go ahead alone */
    public SingleFlight(int maxWaiters) { throw new UnsupportedOperationException(); }

    /** Never blocks. */
    public Ticket join(String key) { throw new UnsupportedOperationException(); }

    /** What a caller may do. */
    public sealed interface Ticket {
    }

    /** Do the work, then {@link #land}; landing twice is harmless. */
    public static final class Lead implements Ticket {
        /** @param shared whether there is now something for the others to look up; if not, they go ahead alone */
        public void land(boolean shared) { throw new UnsupportedOperationException(); }
    }

    /** Someone else does the work. */
    public static final class Follow implements Ticket {
        /** Waits, at the longest that long. */
        public Landing await(Duration atMost) { throw new UnsupportedOperationException(); }
    }

    /** Too many wait already, or the wait may not be entered: do the work without sharing it. */
    public static final class Alone implements Ticket {
    }

    /** How a wait ended. */
    public enum Landing { SHARED, NOT_SHARED, TIMED_OUT, INTERRUPTED }
}
