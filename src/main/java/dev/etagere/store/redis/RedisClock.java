package dev.etagere.store.redis;

import dev.etagere.store.Change;
import dev.etagere.store.Entry;
import dev.etagere.store.EvictionClock;
import dev.etagere.store.MirrorClock;
import dev.etagere.store.redis.ClockCalls.Beat;
import dev.etagere.store.redis.ClockCalls.Made;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The clock in Redis as one node has it: evictions go there, and what is known of it is in a mirror. While the mirror is attached, each
 * eviction of this node is in Redis or on its way there; one that cannot be told detaches it, and is kept. Nothing that is kept is left
 * when the mirror is attached again. Safe for use by many threads.
 */
final class RedisClock implements EvictionClock {

    /** Evictions of the last while are sent again where it cannot be known that Redis still has them. */
    private static final Duration RECENT = Duration.ofMinutes(5);
    private static final int MAX_KEPT = 10_000;
    private static final Change NOTHING = new Change.Evict(List.of());

    private final ClockCalls calls;
    private final MirrorClock mirror;
    private final Object lock = new Object();
    private final Backlog pending = new Backlog(MAX_KEPT);
    private final Backlog recent = new Backlog(MAX_KEPT);
    private boolean closed;

    RedisClock(ClockCalls calls, MirrorClock mirror) {
        this.calls = calls;
        this.mirror = mirror;
    }

    @Override
    public long epoch() {
        return mirror.epoch();
    }

    @Override
    public long position() {
        return mirror.position();
    }

    @Override
    public Verdict judge(Entry<?> entry) {
        return mirror.judge(entry);
    }

    @Override
    public boolean await(long number, Duration atMost) throws InterruptedException {
        return mirror.await(number, atMost);
    }

    @Override
    public Numbered make(Change change) {
        if (mirror.isAttached()) {
            try {
                told(change);
                Made made = calls.evict(change, mirror.position());
                return made(change, made);
            } catch (RuntimeException notTold) {
                return keep(change);
            }
        }
        return keep(change);
    }

    /**
     * An eviction that was made on the way, with what is new in the log. Where it was made on another clock than the one that is followed,
     * as there are two while one server takes the place of another, it is kept to be told to the right one.
     */
    Numbered made(Change change, Made made) {
        told(change);
        take(made.news());
        return mirror.ahead(made.epoch(), made.number(), change) ? new Numbered(made.number(), true) : keep(change);
    }

    /** Evictions as they come, in order. */
    void take(List<Logged> news) {
        for (Logged logged : news) {
            logged.change().ifPresentOrElse(change -> mirror.apply(logged.epoch(), logged.number(), change),
                    () -> mirror.skip(logged.epoch(), logged.number()));
        }
    }

    /**
     * Goes on alone from the clock that was followed, as that is not where this one is, or may have lost what it was told. What it was told
     * lately is kept, to be told to the next one.
     */
    void leave() {
        synchronized (lock) {
            mirror.detach();
            recent.forgetBefore(System.nanoTime() - RECENT.toNanos());
            pending.add(recent);
        }
    }

    /**
     * Tells the clock of that epoch what is kept, and follows it from then on. Each call may reach another server while one takes the place
     * of another, so what was told to a clock that is not followed in the end, or to which the way was lost, is kept on. Where it cannot be
     * known whether it is the same clock still, it is moved on until it is beyond all that is near: so nothing of that is valid, as other
     * evictions may have got the numbers of those that were lost.
     *
     * @param by the caller's own way, where no request stands in front
     * @return where the clock stood; nothing where it was another one in between, or this node was closed
     */
    Optional<Beat> join(ClockCalls by, long epoch) {
        Backlog told = new Backlog(MAX_KEPT);
        boolean joined = false;
        try {
            while (tell(by, epoch, told)) {
                Beat beat = by.beat();
                if (beat.epoch() != epoch) {
                    return Optional.empty();
                }
                if (beat.home().isEmpty() && beat.position() <= mirror.leftAt(epoch)) {
                    by.evict(NOTHING);
                    continue;
                }
                joined = attach(epoch, beat.position());
                if (joined) {
                    return Optional.of(beat);
                }
            }
            return Optional.empty();
        } finally {
            if (!joined) {
                synchronized (lock) {
                    pending.add(told);
                }
            }
        }
    }

    /** Takes what is kept over into what was told, and tells it; false where it was told to another clock, or this node was closed. */
    private boolean tell(ClockCalls by, long epoch, Backlog told) {
        Backlog telling = new Backlog(MAX_KEPT);
        synchronized (lock) {
            telling.add(pending);
            pending.clear();
            told.add(telling);
            if (closed) {
                return false;
            }
        }
        for (Change change : telling.changes()) {
            told(change);
            if (by.evict(change).epoch() != epoch) {
                return false;
            }
        }
        return true;
    }

    private boolean attach(long epoch, long position) {
        synchronized (lock) {
            if (!pending.isEmpty() || closed) {
                return false;
            }
            mirror.attach(epoch, position);
            return true;
        }
    }

    /** How many tags' evictions could not be told yet. */
    int pending() {
        synchronized (lock) {
            return pending.size();
        }
    }

    /** From now on it is alone. */
    void close() {
        synchronized (lock) {
            closed = true;
            mirror.detach();
        }
    }

    /** Makes an eviction here, and keeps it to be told. */
    Numbered keep(Change change) {
        synchronized (lock) {
            pending.add(change, System.nanoTime());
            return mirror.make(change);
        }
    }

    /** Before it is told: who looks for what may have been lost finds it too while its answer is under way. */
    private void told(Change change) {
        long now = System.nanoTime();
        synchronized (lock) {
            recent.add(change, now);
            recent.forgetBefore(now - RECENT.toNanos());
        }
    }
}
