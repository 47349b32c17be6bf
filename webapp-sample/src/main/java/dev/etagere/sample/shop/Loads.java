package dev.etagere.sample.shop;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** How often the database was asked, and for what: what the cache answers is not among it. Safe for use by many threads. */
public final class Loads {

    private final Map<What, LongAdder> counts = new EnumMap<>(What.class);

    Loads() {
        for (What what : What.values()) {
            counts.put(what, new LongAdder());
        }
    }

    /** What is loaded. */
    public enum What { CATEGORIES, LIST, PRODUCT, VERSION, DASHBOARD, DEPARTMENT, REPORT }

    void count(What what) {
        counts.get(what).increment();
    }

    /** Since the start. */
    public long of(What what) {
        return counts.get(what).sum();
    }
}
