package dev.etagere.cache;

/**
 * What an eviction did.
 *
 * @param count how many values it hit. The eviction itself is one write, whatever the number; it is counted before, in bounded time. Of
 *     keys it is exact. In memory, of tags, it is exact where none has more than 1,000 values; of one that has, 1,000 are looked at,
 *     and among the rest may be some whose time was up or that were evicted before and are not yet tidied away, and some that another of
 *     the tags has counted already. Of everything it is what the memory holds, with what is not yet tidied away. It is never too low. In a
 *     shared store it is what the index of the tag, or of the cache, has: see docs/data-cache.md. While that store is away it is what this
 *     node has
 * @param eviction its place on the clock, and whether it was delivered
 */
public record Evicted(long count, Eviction eviction) {
}
