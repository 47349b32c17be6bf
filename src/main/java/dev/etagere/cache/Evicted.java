package dev.etagere.cache;

/**
 * What an eviction did.
 *
 * @param count how many values it hit. The eviction itself is one write, whatever the number; it is counted before, in bounded time: exact
 *     in memory up to 1,000 values of a tag, above that it may include some whose time was up or that were evicted before and are not yet
 *     tidied away. In a shared store it is what the index of its tags has
 * @param eviction its place on the clock, and whether it was delivered
 */
public record Evicted(long count, Eviction eviction) {
}
