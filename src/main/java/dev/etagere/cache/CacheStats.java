package dev.etagere.cache;

/**
 * What happened since the cache was opened, and how full it is.
 *
 * @param requests over all regions
 * @param evictions how many were made; not how many entries they hit
 * @param failures calls of the store that failed and were turned into misses
 * @param entries kept, about; some may be evicted and not yet tidied up
 * @param bytes that they take, about
 * @param dropped entries given up for want of room
 */
public record CacheStats(RegionStats requests, long evictions, long failures, long entries, long bytes, long dropped) {
}
