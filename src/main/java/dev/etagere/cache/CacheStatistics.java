package dev.etagere.cache;

/**
 * What was asked of a cache since it was opened, or since its statistics were reset, and how full it is now.
 *
 * @param hits values found by key, stale ones that were used included
 * @param misses values not found by key
 * @param loads that ended well, with a value or without
 * @param loadFailures loads that threw
 * @param puts values that were stored, loaded ones included
 * @param evictions how many were made by this cache, not how many values they hit
 * @param entries kept now on this node, about
 * @param bytes that they take, about
 */
public record CacheStatistics(long hits, long misses, long loads, long loadFailures, long puts, long evictions, long entries, long bytes) {

    /** The part of the requests that were hits, from 0 to 1; 0 where there were none. */
    public double hitRate() {
        long requests = hits + misses;
        return requests == 0 ? 0 : (double) hits / requests;
    }
}
