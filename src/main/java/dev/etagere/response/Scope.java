package dev.etagere.response;

/** Who shares a stored response. */
public enum Scope {
    /** Everyone where the request is anonymous; an authenticated request has its own entry, keyed by the user's name. */
    AUTO,
    /** Everyone, whoever asks and whatever the handler looked at. */
    PUBLIC,
    /** Each user alone; anonymous requests are not cached. */
    USER
}
