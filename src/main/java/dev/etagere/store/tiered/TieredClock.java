package dev.etagere.store.tiered;

import dev.etagere.store.Change;
import dev.etagere.store.Entry;
import dev.etagere.store.EvictionClock;
import dev.etagere.store.SharedBackend;
import java.time.Duration;
import java.util.Optional;

/** The far store's clock. An eviction costs its caller a bounded time, and is in force on this node whether it was heard there or not. */
final class TieredClock implements EvictionClock {

    private final SharedBackend far;
    private final EvictionClock clock;
    private final FarSide side;

    TieredClock(SharedBackend far, FarSide side) {
        this.far = far;
        this.clock = far.clock();
        this.side = side;
    }

    @Override
    public long epoch() {
        return clock.epoch();
    }

    @Override
    public long position() {
        return clock.position();
    }

    /**
     * One that was not acknowledged in time is deferred though it may still arrive: as long as it has not been sent for sure the mirror
     * stays detached, and nothing is read from the far store.
     */
    @Override
    public Numbered make(Change change) {
        if (!far.mirror().isAttached()) {
            side.isWell();
            return far.defer(change);
        }
        Optional<Numbered> made = Optional.empty();
        try {
            made = side.ask(() -> clock.make(change));
        } finally {
            if (made.isEmpty()) {
                made = Optional.of(far.defer(change));
            }
        }
        return made.get();
    }

    @Override
    public Verdict judge(Entry<?> entry) {
        return clock.judge(entry);
    }

    @Override
    public boolean await(long number, Duration atMost) throws InterruptedException {
        return clock.await(number, atMost);
    }
}
