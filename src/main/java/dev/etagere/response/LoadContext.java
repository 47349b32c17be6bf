package dev.etagere.response;

import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;

/** What all loads of an engine share. */
record LoadContext(Shelf shelf, ResponseOptions options, InstantSource clock, Counters counters, AtomicInteger capturing) {

    LoadContext(Shelf shelf, ResponseOptions options, InstantSource clock, Counters counters) {
        this(shelf, options, clock, counters, new AtomicInteger());
    }

    /** Takes one of the places for answers that are held or captured; false where all are taken. */
    boolean enter() {
        if (capturing.incrementAndGet() <= options.maxLoads()) {
            return true;
        }
        capturing.decrementAndGet();
        return false;
    }

    void leave() {
        capturing.decrementAndGet();
    }

    /** {@code Cache-Status}, where it is switched on. */
    FieldSource traced(RequestView request, Trace trace) {
        Log.decided(request, trace);
        if (!options.cacheStatus()) {
            return FieldSource.NONE;
        }
        return sink -> sink.header("Cache-Status", trace.status(options.cacheName()).toString(), false);
    }
}
