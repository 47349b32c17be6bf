package dev.etagere.store.tiered;

import dev.etagere.store.Entry;
import dev.etagere.store.SharedStore.Checked;
import dev.etagere.store.Turn;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The turns that this node has, and the waiting for those of others. A turn that was another's is not asked for again by those who do not
 * wait until {@link #REST} has passed: while a value is served stale each request would ask. Safe for use by many threads.
 */
final class Turns {

    private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(4);
    private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long REST = TimeUnit.MILLISECONDS.toNanos(250);
    private static final int MOST_RESTING = 1_000;

    private final ConcurrentHashMap<String, Held> held = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, Long> resting = new ConcurrentHashMap<>();
    private final Semaphore waiting;
    private volatile boolean closed;

    /** @param waiting permits to wait; who gets none goes ahead */
    Turns(Semaphore waiting) {
        this.waiting = waiting;
    }

    Turn take(Lease<?> lease, Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        Optional<Boolean> taken = lease.take(atMost);
        if (taken.isEmpty()) {
            return Turn.OPEN;
        }
        if (taken.get()) {
            return hold(lease, end, lease.hasNear() && promoted(lease));
        }
        if (!waiting.tryAcquire()) {
            return Turn.OPEN;
        }
        try {
            return await(lease, atMost, end);
        } finally {
            waiting.release();
        }
    }

    /** As {@link #take}, but nobody waits: empty where it is another's. */
    Optional<Turn> tryTake(Lease<?> lease, Duration atMost) {
        long now = System.nanoTime();
        Long until = resting.get(lease.key());
        if (until != null && now - until < 0) {
            return Optional.empty();
        }
        Optional<Boolean> taken = lease.take(atMost);
        if (taken.isEmpty()) {
            return Optional.of(Turn.OPEN);
        }
        if (!taken.get()) {
            rest(lease.key(), now + REST);
            return Optional.empty();
        }
        resting.remove(lease.key());
        return Optional.of(hold(lease, now + atMost.toNanos(), lease.hasNear() && promoted(lease)));
    }

    private void rest(String key, long until) {
        if (resting.size() >= MOST_RESTING) {
            resting.clear();
        }
        resting.put(key, until);
    }

    /** Gives all turns back, so that other nodes need not wait for their end; none is taken from now on. */
    void close() {
        closed = true;
        held.forEach((key, mine) -> {
            if (held.remove(key, mine)) {
                mine.lease.giveBackNow();
            }
        });
    }

    /** Whether this node's turn for that key was over before the load had ended: another may have loaded meanwhile. */
    boolean hasLapsed(String key) {
        Held mine = held.get(key);
        return mine != null && System.nanoTime() - mine.end > 0;
    }

    private <V> Turn await(Lease<V> lease, Duration atMost, long end) {
        Optional<Checked<V>> before = lease.hasNear() ? lease.there() : Optional.empty();
        long pause = FIRST_PAUSE;
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(this, Math.min(pause, left));
            pause = Math.min(2 * pause, LONGEST_PAUSE);
            if (Thread.currentThread().isInterrupted() || !lease.isWell()) {
                return new Over(false);
            }
            Optional<Checked<V>> now = lease.there();
            if (now.isPresent() && !isSame(before, now.get())) {
                lease.promote(now.get());
                return new Over(true);
            }
            if (lease.take(atMost).orElse(false)) {
                return hold(lease, System.nanoTime() + atMost.toNanos(), promoted(lease));
            }
        }
        return new Over(promoted(lease));
    }

    private static <V> boolean promoted(Lease<V> lease) {
        Optional<Checked<V>> there = lease.there();
        there.ifPresent(lease::promote);
        return there.isPresent();
    }

    /** Whether it is what the caller, who is not content with it, has found already. */
    private static <V> boolean isSame(Optional<Checked<V>> before, Checked<V> now) {
        if (before.isEmpty()) {
            return now.expired();
        }
        Entry<V> old = before.get().entry();
        Entry<V> found = now.entry();
        return old.deadline() == found.deadline() && old.fence() == found.fence() && before.get().expired() == now.expired();
    }

    private Turn hold(Lease<?> lease, long end, boolean changed) {
        Held mine = new Held(lease, end, changed);
        held.put(lease.key(), mine);
        if (closed) {
            mine.end();
        }
        return mine;
    }

    /** Nothing is held: the other's load is there, or the time is over. */
    private record Over(boolean changed) implements Turn {
        @Override
        public void end() {
        }
    }

    private final class Held implements Turn {

        private final Lease<?> lease;
        private final long end;
        private final boolean changed;

        private Held(Lease<?> lease, long end, boolean changed) {
            this.lease = lease;
            this.end = end;
            this.changed = changed;
        }

        @Override
        public boolean changed() {
            return changed;
        }

        @Override
        public void end() {
            if (held.remove(lease.key(), this)) {
                lease.giveBack();
            }
        }
    }
}
