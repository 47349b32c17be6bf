package dev.etagere.store.memory;

import java.time.Duration;

/**
 * Bounds of the memory store.
 *
 * @param maxBytes all entries together, keys, tags and overhead included; at least 1
 * @param maxTags how many tags' evictions the clock remembers, at least 1; beyond that the oldest are forgotten and what was loaded
 *     before them counts as evicted
 * @param maxTagsPerEntry an entry with more tags is not stored; at least 0
 * @param maxKeep the longest time that anything is kept; positive
 */
public record MemoryOptions(long maxBytes, int maxTags, int maxTagsPerEntry, Duration maxKeep) {

    /** 256 MiB; 100,000 tags, 128 an entry; a year. */
    public static final MemoryOptions DEFAULT = new MemoryOptions(256L << 20, 100_000, 128, Duration.ofDays(366));

    /** @throws IllegalArgumentException where a bound is out of its range */
    public MemoryOptions {
        require(maxBytes >= 1, "maxBytes must be at least 1");
        require(maxTags >= 1, "maxTags must be at least 1");
        require(maxTagsPerEntry >= 0, "maxTagsPerEntry must not be negative");
        require(!maxKeep.isNegative() && !maxKeep.isZero(), "maxKeep must be positive");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
