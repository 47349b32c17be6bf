package dev.etagere.response;

import dev.etagere.http.CacheStatus;
import dev.etagere.http.CacheStatus.Forward;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What happened to a request, in the terms of RFC 9211. The same value makes the header, the count and the log line, so that they cannot
 * disagree.
 */
sealed interface Trace {

    CacheStatus status(String cacheName);

    /** Answered from what was stored. {@code ttl} in seconds, negative when stale. */
    record Served(long ttl, boolean collapsed) implements Trace {
        @Override
        public CacheStatus status(String cacheName) {
            return collapsed
                    ? new CacheStatus(cacheName, false, Optional.of(Forward.URI_MISS), OptionalInt.empty(), OptionalLong.of(ttl), false,
                            true,
                            Optional.empty(), Optional.empty())
                    : new CacheStatus(cacheName, true, Optional.empty(), OptionalInt.empty(), OptionalLong.of(ttl), false, false,
                            Optional.empty(), Optional.empty());
        }
    }

    /** The application ran. {@code detail} says why its answer was not stored, where it was not. */
    record Forwarded(Forward why, OptionalInt applicationStatus, OptionalLong ttl, boolean stored,
            Optional<String> detail) implements Trace {
        @Override
        public CacheStatus status(String cacheName) {
            return new CacheStatus(cacheName, false, Optional.of(why), applicationStatus, ttl, stored, false, Optional.empty(), detail);
        }
    }
}
