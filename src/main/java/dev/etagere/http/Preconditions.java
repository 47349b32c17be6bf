package dev.etagere.http;

/** Preconditions in the order of RFC 9110 §13.2.2. */
public final class Preconditions {
    private Preconditions() {
    }

    /** What a server answers. */
    public enum Result { PROCEED, NOT_MODIFIED, FAILED }

    /** Whether the request has any precondition field but If-Range; cheap, for the common request that has none. */
    public static boolean present(RequestHead request) { throw new UnsupportedOperationException(); }

    /** For a stored representation; a malformed field counts as absent where the RFC says so. */
    public static Result evaluate(RequestHead request, Validators current) { throw new UnsupportedOperationException(); }
}
