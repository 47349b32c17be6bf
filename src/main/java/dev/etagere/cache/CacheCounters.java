package dev.etagere.cache;

import dev.etagere.store.StoreStats;
import java.util.concurrent.atomic.LongAdder;

/** Counts for {@link CacheStatistics}. Safe for use by many threads. */
final class CacheCounters {

    final LongAdder hits = new LongAdder();
    final LongAdder misses = new LongAdder();
    final LongAdder loads = new LongAdder();
    final LongAdder loadFailures = new LongAdder();
    final LongAdder puts = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder evictions = new LongAdder();

    CacheStatistics with(StoreStats store) {
        return new CacheStatistics(hits.sum(), misses.sum(), loads.sum(), loadFailures.sum(), puts.sum(), evictions.sum(),
                store.entries(), store.bytes());
    }

    RegionStats ofRegion() {
        return new RegionStats(hits.sum(), misses.sum(), puts.sum(), refused.sum());
    }

    void reset() {
        for (LongAdder counter : new LongAdder[] {hits, misses, loads, loadFailures, puts, refused, evictions}) {
            counter.reset();
        }
    }
}
