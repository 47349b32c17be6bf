package dev.etagere.servlet;

import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of the cache's own failures: the first loudly, the others at debug level, lest one mistake fill the log. */
final class Faults {
    private static final Logger LOG = LoggerFactory.getLogger(CacheFilter.class);
    private final AtomicBoolean told = new AtomicBoolean();

    void report(Throwable fault) {
        if (told.compareAndSet(false, true)) {
            LOG.error("The cache failed; the application answers without it. Further failures are logged at debug level.", fault);
        } else {
            LOG.debug("The cache failed; the application answers without it.", fault);
        }
    }
}
