package dev.etagere.http;

import java.time.Duration;
import java.time.Instant;

/** Whether a stored response may answer a request now (RFC 9111 §4). */
public sealed interface ServeDecision {

    /** It may, as it is; a stale one may because the request allows it ({@code max-stale}). */
    record Serve(Duration age, boolean stale) implements ServeDecision {
    }

    /** It may, while it is being refreshed (RFC 5861 §3). */
    record ServeAndRefresh(Duration age) implements ServeDecision {
    }

    /** It must be validated first. {@code onError} tells whether it may be served should that fail (RFC 5861 §4, RFC 9111 §4.2.4). */
    record Validate(Why why, boolean onError) implements ServeDecision {
    }

    /** Why a stored response must be validated. */
    enum Why { STALE, NO_CACHE, REQUEST }

    static ServeDecision of(CacheControl request, Freshness stored, Instant now) { throw new UnsupportedOperationException(); }
}
