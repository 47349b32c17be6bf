package dev.etagere.cache;

import java.time.Duration;
import java.util.Arrays;

/**
 * Remembers where the eviction clock stood some time ago, for loads that read from a replica which may be that far behind. It is told of
 * positions as they are seen; between two of them the older one counts, so that what it says is never later than the truth. It keeps the
 * last position of each of a number of slices of the time. Safe for use by many threads.
 */
final class ReplicaLag {

    private static final int SLICES = 64;

    private final long lagMillis;
    private final long sliceMillis;
    private final long[] times = new long[SLICES + 2];
    private final long[] positions = new long[SLICES + 2];
    private int newest;
    private long sliceBegan;
    private long before;

    /**
     * @param now milliseconds since 1970
     * @param position of the clock now: what was before is not known, so it counts until the lag has passed
     */
    ReplicaLag(Duration lag, long now, long position) {
        this.lagMillis = lag.toMillis();
        this.sliceMillis = (lagMillis + SLICES - 1) / SLICES;
        Arrays.fill(times, Long.MAX_VALUE);
        this.times[0] = now;
        this.positions[0] = position;
        this.sliceBegan = now;
        this.before = position;
    }

    /** The clock stood at this position, or was further already, at this time. */
    synchronized void saw(long position, long now) {
        if (now < times[newest]) {
            return;
        }
        if (now - sliceBegan >= sliceMillis) {
            newest = (newest + 1) % times.length;
            if (times[newest] != Long.MAX_VALUE) {
                before = positions[newest];
            }
            sliceBegan = now;
        }
        times[newest] = now;
        positions[newest] = position;
    }

    /** Where the clock stood before the lag, or earlier. */
    synchronized long positionBefore(long now) {
        long found = before;
        long foundAt = Long.MIN_VALUE;
        for (int i = 0; i < times.length; i++) {
            if (times[i] < now - lagMillis && times[i] > foundAt) {
                found = positions[i];
                foundAt = times[i];
            }
        }
        return found;
    }
}
