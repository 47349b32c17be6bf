package dev.etagere.cache;

/**
 * An eviction that has been made.
 *
 * @param number its number on the eviction clock, 0 while it is not delivered
 * @param delivered false while the shared store could not be told yet; it is in force on this node at once and will be delivered
 */
public record Eviction(long number, boolean delivered) {
}
