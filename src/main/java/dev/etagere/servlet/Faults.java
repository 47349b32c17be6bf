package dev.etagere.servlet;

import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of failures of one kind: loudly once a minute, the others at debug level, lest they fill the log. Safe for use by many threads. */
final class Faults {
    private static final Logger LOG = LoggerFactory.getLogger(CacheFilter.class);
    private static final long QUIET_NANOS = 60_000_000_000L;

    private final String what;
    private final AtomicLong next = new AtomicLong(System.nanoTime());

    Faults(String what) {
        this.what = what;
    }

    /** @param where the path of the request, or what was done */
    void report(String where, Throwable fault) {
        long now = System.nanoTime();
        long from = next.get();
        if (now - from >= 0 && next.compareAndSet(from, now + QUIET_NANOS)) {
            LOG.warn("{}: {} (more of this within a minute at debug level)", what, where, fault);
        } else {
            LOG.debug("{}: {}", what, where, fault);
        }
    }
}
