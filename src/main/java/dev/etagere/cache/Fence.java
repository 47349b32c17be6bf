package dev.etagere.cache;

/** A position of the eviction clock, taken before a load begins: what was evicted after it makes the load's result invalid. */
public record Fence(long epoch, long position) {
}
