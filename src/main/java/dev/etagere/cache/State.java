package dev.etagere.cache;

/** Whether a value is as good as new. */
public enum State {
    /** Within its ttl. */
    FRESH,
    /** Past its ttl, or expired by tag, but kept so that it can be used while it is refreshed or while that fails. */
    STALE
}
