package dev.etagere.store.tiered;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of failures once an episode: the first with its cause, and the end when there were none for a while. Safe for use by many threads;
 * a success outside of an episode costs the read of a field.
 */
final class Episodes {

    static final long QUIET = TimeUnit.SECONDS.toNanos(5);

    private static final Logger LOG = LoggerFactory.getLogger(TieredBackend.class);

    private final LongSupplier nanos;
    private final AtomicBoolean failing = new AtomicBoolean();
    private volatile long last;

    /** @param nanos as {@link System#nanoTime} tells it */
    Episodes(LongSupplier nanos) {
        this.nanos = nanos;
    }

    void failed(Throwable cause) {
        last = nanos.getAsLong();
        if (failing.compareAndSet(false, true)) {
            LOG.warn("The shared store fails; until it is well again, what is loaded stays in this process, for a short time", cause);
        }
    }

    void succeeded() {
        if (failing.get() && nanos.getAsLong() - last >= QUIET && failing.compareAndSet(true, false)) {
            LOG.info("The shared store is well again");
        }
    }
}
