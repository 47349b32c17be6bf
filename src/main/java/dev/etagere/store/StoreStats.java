package dev.etagere.store;

/**
 * How full a backend is.
 *
 * @param entries how many it keeps, about
 * @param bytes what they take, about
 * @param dropped how many it gave up for want of room since it was opened
 */
public record StoreStats(long entries, long bytes, long dropped) {
}
