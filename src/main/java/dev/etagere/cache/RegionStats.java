package dev.etagere.cache;

/**
 * What was asked of a region since it was opened.
 *
 * @param hits finds that found a valid entry, softly expired ones included
 * @param misses finds that did not
 * @param puts that were stored
 * @param refused puts that were not
 */
public record RegionStats(long hits, long misses, long puts, long refused) {

    static final RegionStats NONE = new RegionStats(0, 0, 0, 0);

    RegionStats plus(RegionStats other) {
        return new RegionStats(hits + other.hits, misses + other.misses, puts + other.puts, refused + other.refused);
    }
}
