package dev.etagere.cache;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts a store's failures and tells of them once an episode: the first with its cause, and its end when the store has answered without
 * a failure for a while. Safe for use by many threads; a success outside an episode costs the read of one field.
 */
final class FailureLog {

    static final Duration QUIET = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(CacheManager.class);

    private final InstantSource time;
    private final LongAdder count = new LongAdder();
    private final AtomicBoolean failing = new AtomicBoolean();
    private final Set<String> unwritten = ConcurrentHashMap.newKeySet();
    private volatile long last;

    FailureLog(InstantSource time) {
        this.time = time;
    }

    /**
     * Of the store, or of a value of which nothing can be stored: that is told, and is no failure of the store.
     *
     * @throws VirtualMachineError the failure, if it is one: memory or stack that is used up is not the store's affair alone
     */
    void failed(Throwable failure) {
        if (failure instanceof VirtualMachineError fatal) {
            throw fatal;
        }
        if (failure instanceof UnwritableException unwritable) {
            tell(unwritable);
            return;
        }
        count.increment();
        last = time.millis();
        if (failing.compareAndSet(false, true)) {
            LOG.warn("The cache's store fails; until it is well again its failures count as misses", failure);
        }
    }

    /** Once for each type. */
    private void tell(UnwritableException unwritable) {
        if (unwritten.add(unwritable.type())) {
            LOG.warn("Values of a type are not stored: {}", unwritable.getMessage(), unwritable);
        }
    }

    void succeeded() {
        if (failing.get() && time.millis() - last >= QUIET.toMillis() && failing.compareAndSet(true, false)) {
            LOG.info("The cache's store is well again; {} of its calls have failed so far", count.sum());
        }
    }

    long count() {
        return count.sum();
    }
}
