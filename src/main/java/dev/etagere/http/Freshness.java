package dev.etagere.http;

import java.time.Duration;
import java.time.Instant;

/**
 * How long a stored response may be used, worked out once when it is stored (RFC 9111 §4.2, RFC 5861).
 *
 * @param lifetime {@code freshness_lifetime}
 * @param heuristic whether the lifetime was guessed (RFC 9111 §4.2.2)
 * @param correctedInitialAge {@code corrected_initial_age}
 * @param responseTime {@code response_time}
 * @param alwaysValidate {@code no-cache}: never used without validation
 * @param neverStale {@code must-revalidate}, {@code proxy-revalidate}, {@code s-maxage}: never used stale
 * @param staleWhileRevalidate RFC 5861 §3; zero where absent
 * @param staleIfError RFC 5861 §4; zero where absent
 */
public record Freshness(Duration lifetime, boolean heuristic, Duration correctedInitialAge, Instant responseTime,
        boolean alwaysValidate, boolean neverStale, Duration staleWhileRevalidate, Duration staleIfError) {

    /** By the response's own fields. */
    public static Freshness of(ResponseHead response, CacheRules rules) { throw new UnsupportedOperationException(); }

    /** {@code current_age} (RFC 9111 §4.2.3). */
    public Duration currentAge(Instant now) { throw new UnsupportedOperationException(); }

    /** {@code freshness_lifetime - current_age}; negative when stale. */
    public Duration remaining(Instant now) { throw new UnsupportedOperationException(); }

    public boolean isFresh(Instant now) { throw new UnsupportedOperationException(); }

    /** As a policy says: fresh for {@code ttl} from the response's time on. */
    public static Freshness ofTtl(Duration ttl, Duration staleWhileRevalidate, Duration staleIfError, Instant responseTime) {
        throw new UnsupportedOperationException();
    }
}
