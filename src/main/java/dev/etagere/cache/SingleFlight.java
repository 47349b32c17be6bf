package dev.etagere.cache;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets one caller at a time do the work of a key while others wait for it, within bounds. Safe for use by many threads.
 *
 * <p>A leader that does not land is deposed by the first follower whose wait runs out: the next one to join the key leads, so no key is
 * blocked for longer than a wait. A thread that joins a key that it leads itself goes ahead alone, as it cannot wait for itself; where the
 * work goes on without that thread, it says so with {@link Lead#detach}.
 * Whoever becomes leader should look once more for what the last leader may just have stored.
 */
public final class SingleFlight {

    private static final Alone ALONE = new Alone();
    private static final long NOBODY = -1;

    private final ConcurrentHashMap<String, Flight> flights = new ConcurrentHashMap<>();
    private final AtomicInteger waiters = new AtomicInteger();
    private final int maxWaiters;

    /** @param maxWaiters how many callers may wait at once, over all keys; more than that go ahead alone */
    public SingleFlight(int maxWaiters) {
        if (maxWaiters < 0) {
            throw new IllegalArgumentException("maxWaiters must not be negative, but is " + maxWaiters);
        }
        this.maxWaiters = maxWaiters;
    }

    /** Never blocks. */
    public Ticket join(String key) {
        Flight mine = new Flight(Thread.currentThread().getId());
        Flight theirs = flights.putIfAbsent(key, mine);
        if (theirs == null) {
            return new Lead(this, key, mine);
        }
        if (theirs.leader == mine.leader || waiters.get() >= maxWaiters) {
            return ALONE;
        }
        return new Follow(this, key, theirs);
    }

    /** How many keys are being worked on. */
    public int inFlight() {
        return flights.size();
    }

    /** How many callers wait. */
    public int waiting() {
        return waiters.get();
    }

    private boolean mayWait() {
        if (waiters.incrementAndGet() <= maxWaiters) {
            return true;
        }
        waiters.decrementAndGet();
        return false;
    }

    private void end(String key, Flight flight) {
        flights.remove(key, flight);
    }

    /** What a caller may do. */
    public sealed interface Ticket {
    }

    /** Do the work, then {@link #land}, on any thread; landing twice is harmless. */
    public static final class Lead implements Ticket {

        private final SingleFlight field;
        private final String key;
        private final Flight flight;

        private volatile Runnable end = () -> { };

        private Lead(SingleFlight field, String key, Flight flight) {
            this.field = field;
            this.key = key;
            this.flight = flight;
        }

        /** What else ends with the flight, such as a {@link Turn}. Called before anyone can land. */
        public void holding(Turn turn) {
            end = turn::end;
        }

        /** The work goes on without the thread that joined: from now on that thread is one like others, and may wait for this flight. */
        public void detach() {
            flight.leader = NOBODY;
        }

        /** @param shared whether there is now something for the others to look up; if not, they go ahead alone; the first call counts */
        public void land(boolean shared) {
            end.run();
            field.end(key, flight);
            flight.land(shared);
        }
    }

    /** Someone else does the work. */
    public static final class Follow implements Ticket {

        private final SingleFlight field;
        private final String key;
        private final Flight flight;

        private Follow(SingleFlight field, String key, Flight flight) {
            this.field = field;
            this.key = key;
            this.flight = flight;
        }

        /**
         * Waits, at the longest that long. When that has run out the leader is deposed: the caller may join again and will lead unless
         * another was faster. An interrupted caller finds its interrupt flag set.
         *
         * @return {@link Landing#NOT_SHARED} also where too many wait already
         */
        public Landing await(Duration atMost) {
            if (flight.landed.getCount() == 0) {
                return flight.landing();
            }
            if (!field.mayWait()) {
                return Landing.NOT_SHARED;
            }
            try {
                if (flight.landed.await(TimeUnit.NANOSECONDS.convert(atMost), TimeUnit.NANOSECONDS)) {
                    return flight.landing();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Landing.INTERRUPTED;
            } finally {
                field.waiters.decrementAndGet();
            }
            field.end(key, flight);
            return Landing.TIMED_OUT;
        }
    }

    /** Too many wait already, or the wait may not be entered: do the work without sharing it. */
    public static final class Alone implements Ticket {
        private Alone() {
        }
    }

    /** How a wait ended. */
    public enum Landing { SHARED, NOT_SHARED, TIMED_OUT, INTERRUPTED }

    private static final class Flight {

        private volatile long leader;
        private final CountDownLatch landed = new CountDownLatch(1);
        private volatile boolean shared;

        private Flight(long leader) {
            this.leader = leader;
        }

        private synchronized void land(boolean outcome) {
            if (landed.getCount() > 0) {
                shared = outcome;
                landed.countDown();
            }
        }

        private Landing landing() {
            return shared ? Landing.SHARED : Landing.NOT_SHARED;
        }
    }
}
