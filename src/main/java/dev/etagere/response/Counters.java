package dev.etagere.response;

import java.util.concurrent.atomic.LongAdder;

/** Counts outcomes; safe for use by many threads. */
final class Counters {

    final LongAdder collapsed = new LongAdder();
    final LongAdder stored = new LongAdder();
    final LongAdder refused = new LongAdder();
    private final LongAdder hits = new LongAdder();
    private final LongAdder stale = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private final LongAdder revalidations = new LongAdder();
    private final LongAdder bypasses = new LongAdder();
    private final LongAdder writes = new LongAdder();

    Outcome count(Outcome outcome) {
        if (outcome instanceof Outcome.Hit) {
            hits.increment();
        } else if (outcome instanceof Outcome.Miss) {
            misses.increment();
        } else if (outcome instanceof Outcome.Bypass) {
            bypasses.increment();
        } else if (outcome instanceof Outcome.Stale) {
            stale.increment();
        } else if (outcome instanceof Outcome.Revalidate) {
            revalidations.increment();
        } else {
            writes.increment();
        }
        return outcome;
    }

    Statistics read() {
        return new Statistics(hits.sum(), stale.sum(), misses.sum(), revalidations.sum(), bypasses.sum(), writes.sum(), collapsed.sum(),
                stored.sum(), refused.sum());
    }
}
