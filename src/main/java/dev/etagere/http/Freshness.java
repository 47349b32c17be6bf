package dev.etagere.http;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How long a stored response may be used, worked out once when it is stored (RFC 9111 §4.2, RFC 5861). Reckons in milliseconds; a
 * duration beyond 2^31 seconds is cut to that (RFC 9111 §1.2.2), a negative one is zero.
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

    private static final Duration LONGEST = Duration.ofSeconds(FieldSyntax.MAX_SECONDS);

    public Freshness {
        lifetime = bounded(lifetime);
        correctedInitialAge = bounded(correctedInitialAge);
        staleWhileRevalidate = bounded(staleWhileRevalidate);
        staleIfError = bounded(staleIfError);
    }

    /** By the response's own fields. */
    public static Freshness of(ResponseHead response, CacheRules rules) {
        return of(response, ResponseDirectives.of(response.headers(), rules), rules);
    }

    static Freshness of(ResponseHead response, ResponseDirectives directives, CacheRules rules) {
        CacheControl control = directives.control();
        OptionalLong explicit = explicitLifetime(response, directives);
        long lifetime = explicit.isPresent() ? explicit.getAsLong() : heuristicLifetime(response, control, rules);
        return new Freshness(Duration.ofMillis(lifetime), explicit.isEmpty() && lifetime > 0,
                Duration.ofMillis(correctedInitialAge(response)), response.responseTime(), control.noCache(),
                // RFC 9111 §5.2.2.10: s-maxage has the meaning of proxy-revalidate in it, for a shared cache.
                control.mustRevalidate() || control.proxyRevalidate() || control.sMaxAge().isPresent(),
                Duration.ofSeconds(control.staleWhileRevalidate().orElse(0)), Duration.ofSeconds(control.staleIfError().orElse(0)));
    }

    /** By a policy of the application: fresh for {@code ttl} from {@code responseTime} on, whatever the response says. */
    public static Freshness ofTtl(Duration ttl, Duration staleWhileRevalidate, Duration staleIfError, Instant responseTime) {
        return new Freshness(ttl, false, Duration.ZERO, responseTime, false, false, staleWhileRevalidate, staleIfError);
    }

    /** {@code freshness_lifetime} where the response states it (RFC 9111 §4.2.1), in milliseconds. */
    static OptionalLong explicitLifetime(ResponseHead response, ResponseDirectives directives) {
        CacheControl control = directives.control();
        if (control.sMaxAge().isPresent()) {
            return OptionalLong.of(control.sMaxAge().getAsLong() * 1000);
        }
        if (control.maxAge().isPresent()) {
            return OptionalLong.of(control.maxAge().getAsLong() * 1000);
        }
        List<String> expires = directives.targeted() ? List.of() : response.headers().values("Expires");
        return expires.isEmpty() ? OptionalLong.empty() : OptionalLong.of(untilExpires(expires, response));
    }

    /** {@code Expires - Date}; an invalid {@code Expires}, and several that differ, are in the past (RFC 9111 §5.3, §4.2.1). */
    private static long untilExpires(List<String> expires, ResponseHead response) {
        if (expires.stream().distinct().count() > 1) {
            return 0;
        }
        long date = dateValue(response);
        return HttpDates.parse(expires.get(0), response.responseTime()).map(at -> Math.max(0, at.toEpochMilli() - date)).orElse(0L);
    }

    /**
     * A tenth of the time since the last modification, where the status, or {@code public}, allows to guess (RFC 9111 §4.2.2), in
     * milliseconds.
     */
    private static long heuristicLifetime(ResponseHead response, CacheControl control, CacheRules rules) {
        if (!rules.heuristics() || !Statuses.isHeuristicallyCacheable(response.status()) && !control.isPublic()) {
            return 0;
        }
        Optional<Instant> lastModified =
                response.headers().first("Last-Modified").flatMap(text -> HttpDates.parse(text, response.responseTime()));
        long limit = bounded(rules.heuristicLimit()).toMillis();
        return lastModified.map(at -> Math.min(limit, Math.max(0, (dateValue(response) - at.toEpochMilli()) / 10))).orElse(0L);
    }

    /** {@code date_value}: when the response was received where its {@code Date} is absent or invalid (RFC 9110 §6.6.1). */
    private static long dateValue(ResponseHead response) {
        return response.headers().first("Date").flatMap(text -> HttpDates.parse(text, response.responseTime()))
                .orElse(response.responseTime()).toEpochMilli();
    }

    /**
     * {@code age_value}, in milliseconds (RFC 9111 §5.1): the first member of {@code Age}; zero where that is not a non-negative integer.
     */
    private static long ageValue(ResponseHead response) {
        List<String> age = response.headers().values("Age");
        if (age.isEmpty()) {
            return 0;
        }
        List<String> members = FieldSyntax.members(age);
        return members.isEmpty() ? 0 : Math.max(0, FieldSyntax.deltaSeconds(members.get(0))) * 1000;
    }

    /** {@code apparent_age}, in milliseconds. {@code Date} has whole seconds, so only whole seconds are compared. */
    private static long apparentAge(ResponseHead response) {
        long date = Math.floorDiv(dateValue(response), 1000L);
        return Math.max(0, response.responseTime().getEpochSecond() - date) * 1000;
    }

    /** {@code response_delay}, in milliseconds. */
    private static long responseDelay(ResponseHead response) {
        return Math.max(0, response.responseTime().toEpochMilli() - response.requestTime().toEpochMilli());
    }

    /** {@code corrected_age_value}, in milliseconds. */
    private static long correctedAgeValue(ResponseHead response) {
        return ageValue(response) + responseDelay(response);
    }

    private static long correctedInitialAge(ResponseHead response) {
        return Math.max(apparentAge(response), correctedAgeValue(response));
    }

    private static Duration bounded(Duration duration) {
        if (duration.isNegative()) {
            return Duration.ZERO;
        }
        return duration.compareTo(LONGEST) > 0 ? LONGEST : duration;
    }

    /** {@code resident_time}, in milliseconds; a clock that went back counts as standing still. */
    private long residentTime(long nowMillis) {
        return Math.max(0, nowMillis - responseTime.toEpochMilli());
    }

    /** {@code current_age} in milliseconds (RFC 9111 §4.2.3), at a time in milliseconds since 1970. */
    public long currentAgeMillis(long nowMillis) {
        return correctedInitialAge.toMillis() + residentTime(nowMillis);
    }

    /** {@code current_age} (RFC 9111 §4.2.3). */
    public Duration currentAge(Instant now) {
        return Duration.ofMillis(currentAgeMillis(now.toEpochMilli()));
    }

    /** When it ceases to be fresh, in milliseconds since 1970; for a response that was stale when it came, before it came. */
    public long freshUntilMillis() {
        return responseTime.toEpochMilli() + lifetime.toMillis() - correctedInitialAge.toMillis();
    }

    /** When it ceases to be of use without validation, whatever a client allows but {@code max-stale}; in milliseconds since 1970. */
    public long usableUntilMillis() {
        if (alwaysValidate) {
            return responseTime.toEpochMilli();
        }
        long window = neverStale ? 0 : Math.max(staleWhileRevalidate.toMillis(), staleIfError.toMillis());
        return freshUntilMillis() + window;
    }

    /** {@code freshness_lifetime - current_age} in milliseconds; negative when stale. */
    public long remainingMillis(long nowMillis) {
        return lifetime.toMillis() - currentAgeMillis(nowMillis);
    }

    /** {@code freshness_lifetime - current_age}; negative when stale. */
    public Duration remaining(Instant now) {
        return Duration.ofMillis(remainingMillis(now.toEpochMilli()));
    }

    /** {@code freshness_lifetime > current_age} (RFC 9111 §4.2). */
    public boolean isFresh(Instant now) {
        return remainingMillis(now.toEpochMilli()) > 0;
    }
}
