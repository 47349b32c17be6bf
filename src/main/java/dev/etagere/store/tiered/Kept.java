package dev.etagere.store.tiered;

/**
 * A value as it is kept near.
 *
 * @param stamp that it has in the far store
 */
record Kept<V>(V value, Object stamp) {

    /** That it takes besides its value: itself, and a stamp of 16 characters. */
    static final long BYTES = 24 + 56;
}
