package dev.etagere.response;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How the responses of a path are cached. Made with {@link #builder}, validated there.
 *
 * @param name for messages: a preset's name, or the rule's path template
 * @param ttl how long a response is fresh here
 * @param clientTtl how long clients are told they may use it; absent: what remains of {@code ttl}
 * @param scope who shares it
 * @param query which query parameters count
 * @param vary request fields by which responses differ, beside what the response says and the handler reads
 * @param keys further parts of the key
 * @param tags templates such as {@code product:{id}} over path and query parameters
 * @param staleWhileRevalidate how long after {@code ttl} it may be served while one run refreshes it
 * @param staleIfError how long after {@code ttl} it may be served when the application fails
 * @param statuses which statuses {@code ttl} applies to
 * @param condition asked before lookup; false: the request bypasses the cache
 * @param jitter the largest part of {@code ttl} by which it is shortened at random, 0 to 1
 * @param requestDirectives whether the client's {@code Cache-Control} is heeded (RFC 9111 §5.2.1 leaves it open)
 */
public record CachePolicy(String name, Duration ttl, Optional<Duration> clientTtl, Scope scope, QueryKey query, List<String> vary,
        List<KeyContributor> keys, List<TagTemplate> tags, Duration staleWhileRevalidate, Duration staleIfError, Set<Integer> statuses,
        Condition condition, double jitter, boolean requestDirectives) {

    /** Decides whether a request is cached. Safe for use by many threads. */
    @FunctionalInterface
    public interface Condition {
        boolean test(RequestView request);
    }
}
