package dev.etagere.event;

/** What became of a resource. */
public enum Change {
    /** It was not there before. */
    CREATED,
    /** It is there, and not as it was. */
    UPDATED,
    /** It is not there any more. */
    DELETED
}
