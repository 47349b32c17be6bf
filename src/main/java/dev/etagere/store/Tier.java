package dev.etagere.store;

/** Which part of a store an entry came from. */
public enum Tier {
    /** The memory of this process. */
    NEAR,
    /** What several processes share. */
    FAR
}
