package dev.etagere.store;

/**
 * A valid entry's value.
 *
 * @param expired whether one of its tags was softly evicted after its fence
 * @param tier where it was found
 */
public record Hit<V>(V value, boolean expired, Tier tier) {
}
