package dev.etagere.cache;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The loads that are under way in this process, one a key, whose outcome the others who want it are handed. Unlike in {@link SingleFlight}
 * what was not stored is handed over too: that there is no value, or one that is too large. Safe for use by many threads.
 *
 * <p>A leader that takes longer than a wait is deposed by whoever comes next or has waited for so long; so no key is blocked for good.
 *
 * @param <T> an outcome
 */
final class Flights<T> {

    private final ConcurrentHashMap<String, Flight<T>> flights = new ConcurrentHashMap<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final Duration wait;
    private final int maxWaiters;

    /** @param wait how long a leader may take, and others wait for it */
    Flights(Duration wait, int maxWaiters) {
        this.wait = wait;
        this.maxWaiters = maxWaiters;
    }

    /** Never blocks. */
    Ticket<T> join(String key) {
        Flight<T> mine = new Flight<>(this, key);
        Flight<T> first = flights.putIfAbsent(key, mine);
        if (first == null) {
            return new Lead<>(mine);
        }
        if (System.nanoTime() - first.began >= wait.toNanos() && flights.replace(key, first, mine)) {
            return new Lead<>(mine);
        }
        if (first.leader == mine.leader || waiting.get() >= maxWaiters) {
            return new Alone<>();
        }
        return new Follow<>(first);
    }

    /** Something newer than what is being loaded has been put: the load that is under way is not stored, and nobody joins it any more. */
    void overtake(String key) {
        Flight<T> flight = flights.remove(key);
        if (flight != null) {
            flight.overtaken = true;
        }
    }

    int underWay() {
        return flights.size();
    }

    int waiting() {
        return waiting.get();
    }

    /** What a caller may do. */
    sealed interface Ticket<T> {
    }

    /** Load, then {@link Flight#land}, whatever happens. */
    record Lead<T>(Flight<T> flight) implements Ticket<T> {
    }

    /** Someone else loads. */
    record Follow<T>(Flight<T> flight) implements Ticket<T> {
    }

    /** Too many wait already, or the caller would wait for itself. */
    record Alone<T>() implements Ticket<T> {
    }

    /** A load that is under way. */
    static final class Flight<T> {

        private static final long NOBODY = -1;

        private final Flights<T> all;
        private final String key;
        private final long began = System.nanoTime();
        private final CompletableFuture<Optional<T>> landed = new CompletableFuture<>();
        private volatile long leader = Thread.currentThread().getId();
        private volatile boolean overtaken;

        Flight(Flights<T> all, String key) {
            this.all = all;
            this.key = key;
        }

        boolean overtaken() {
            return overtaken;
        }

        /** The load goes on without the thread that began it, which may follow from now on as any other. */
        void detach() {
            leader = NOBODY;
        }

        /** @param outcome empty where it failed: then the others try it themselves; the first call counts */
        void land(Optional<T> outcome) {
            all.flights.remove(key, this);
            landed.complete(outcome);
        }

        /** Completes when it has landed; empty where it failed. */
        CompletableFuture<Optional<T>> landing() {
            all.waiting.incrementAndGet();
            return landed.whenComplete((outcome, none) -> all.waiting.decrementAndGet());
        }

        /** Waits for the outcome; empty where there is none to be had in time, in which case the leader is deposed. */
        Optional<T> await(long nanos) {
            if (all.waiting.incrementAndGet() > all.maxWaiters) {
                all.waiting.decrementAndGet();
                return Optional.empty();
            }
            try {
                return landed.get(nanos, TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                all.flights.remove(key, this);
                return Optional.empty();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            } catch (ExecutionException e) {
                throw new IllegalStateException("a flight always lands well", e);
            } finally {
                all.waiting.decrementAndGet();
            }
        }
    }
}
