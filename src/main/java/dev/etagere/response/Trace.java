package dev.etagere.response;

import dev.etagere.cache.Loaded.Source;
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

    /**
     * Answered from what was stored.
     *
     * @param ttl in seconds, negative when stale
     * @param collapsed why it would have gone forward, where it waited for another request that did
     * @param expired whether a tag was softly evicted, so that it is stale whatever its age
     * @param source where it was stored; told where that is beyond this process
     */
    record Served(long ttl, boolean expired, Optional<Forward> collapsed, Source source) implements Trace {
        @Override
        public CacheStatus status(String cacheName) {
            Optional<String> detail = expired ? Optional.of("expired") : source == Source.FAR ? Optional.of("far") : Optional.empty();
            OptionalLong fresh = OptionalLong.of(expired ? Math.min(ttl, 0) : ttl);
            boolean waited = collapsed.isPresent();
            return new CacheStatus(cacheName, !waited, collapsed, OptionalInt.empty(), fresh, false, waited, Optional.empty(), detail);
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
