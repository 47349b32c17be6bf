package dev.etagere.response;

import dev.etagere.http.Headers;

/**
 * A request that may evict. Its answer is held back until {@link #complete} has returned: whoever has seen the answer to a write can no
 * longer get what was before it. An answer that has to stream calls {@link #complete} before its first byte leaves and again at the end.
 */
public interface Mutation {

    /** Evicts if the status is one of success; returns when that is in force. */
    void complete(int status, Headers headers);

    /** The answer is here whole, and {@link #complete} has returned: it may be kept as that to GET. */
    default void keep(int status, Headers headers, byte[] body, Observed seen) {
    }

    /** What is put on the answer, whose status is known by now. */
    FieldSource fields(int status);

    /** The most bytes of the answer to hold back. */
    int maxHeldBytes();
}
