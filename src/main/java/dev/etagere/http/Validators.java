package dev.etagere.http;

import java.time.Instant;
import java.util.Optional;

/** What tells one representation from another (RFC 9110 §8.8), read once when the response is stored. */
public record Validators(Optional<EntityTag> entityTag, Optional<Instant> lastModified, Optional<Instant> date) {

    public static Validators of(Headers headers) { throw new UnsupportedOperationException(); }

    public boolean isEmpty() {
        return entityTag.isEmpty() && lastModified.isEmpty();
    }

    /** {@code If-None-Match} and {@code If-Modified-Since} for validating what is stored (RFC 9111 §4.3.1). */
    public Headers conditions() { throw new UnsupportedOperationException(); }
}
