package dev.etagere.response;

/**
 * What has happened to requests since the start. Each request that the engine was asked about counts once in one of the first six.
 *
 * @param hits answered from a fresh entry
 * @param stale answered from a stale entry
 * @param misses nothing usable was stored
 * @param revalidations an entry had to be validated
 * @param bypasses the cache was not consulted
 * @param writes requests that may evict
 * @param collapsed hits that waited for another request's load; counted among {@code hits} too
 * @param stored answers that were stored
 * @param refused answers of misses and revalidations that were not stored
 */
public record Statistics(long hits, long stale, long misses, long revalidations, long bypasses, long writes, long collapsed, long stored,
        long refused) {
}
