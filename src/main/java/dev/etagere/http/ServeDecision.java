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

    /**
     * Decides by the response's freshness and what the client accepts (RFC 9111 §5.2.1). {@code only-if-cached} is for the caller: it
     * answers 504 where this says {@link Validate}.
     *
     * @param request {@link CacheControl#ofRequest}, or {@link CacheControl#none} where the client's wishes are not heeded
     */
    static ServeDecision of(CacheControl request, Freshness stored, Instant now) {
        long millis = now.toEpochMilli();
        long age = stored.currentAgeMillis(millis);
        long remaining = stored.remainingMillis(millis);
        if (stored.alwaysValidate()) {
            return new Validate(Why.NO_CACHE, false);
        }
        if (request.isEmpty() && remaining > 0) {
            return new Serve(Duration.ofMillis(age), false);
        }
        if (request.noCache()) {
            return new Validate(Why.REQUEST, false);
        }
        if (tooOld(request, age) || notFreshEnough(request, remaining)) {
            return new Validate(Why.REQUEST, onError(request, stored, remaining));
        }
        if (remaining > 0) {
            return new Serve(Duration.ofMillis(age), false);
        }
        return stale(request, stored, age, remaining);
    }

    private static ServeDecision stale(CacheControl request, Freshness stored, long age, long remaining) {
        if (stored.neverStale()) {
            return new Validate(Why.STALE, false);
        }
        // RFC 9111 §5.2.1.1: who sends max-age without max-stale does not wish to receive a stale response.
        boolean refusesStale = request.maxAge().isPresent() && request.maxStale().isEmpty();
        if (!refusesStale && within(stored.staleWhileRevalidate().toMillis(), remaining)) {
            return new ServeAndRefresh(Duration.ofMillis(age));
        }
        if (request.maxStale().isPresent() && -remaining <= millis(request.maxStale().getAsLong())) {
            return new Serve(Duration.ofMillis(age), true);
        }
        return new Validate(Why.STALE, onError(request, stored, remaining));
    }

    /** {@code max-age=0} is a wish to validate (a browser's reload), even within the first moment. */
    private static boolean tooOld(CacheControl request, long age) {
        if (request.maxAge().isEmpty()) {
            return false;
        }
        long maxAge = request.maxAge().getAsLong();
        return maxAge == 0 || age > millis(maxAge);
    }

    private static boolean notFreshEnough(CacheControl request, long remaining) {
        return request.minFresh().isPresent() && remaining < millis(request.minFresh().getAsLong());
    }

    /** Within the window that the response, or the request, gives for errors; RFC 9111 §4.2.4 would let a disconnected cache do more. */
    private static boolean onError(CacheControl request, Freshness stored, long remaining) {
        if (remaining <= 0 && stored.neverStale()) {
            return false;
        }
        long window = Math.max(stored.staleIfError().toMillis(), millis(request.staleIfError().orElse(0)));
        return within(window, remaining);
    }

    private static boolean within(long window, long remaining) {
        return window > 0 && -remaining <= window;
    }

    private static long millis(long seconds) {
        return Math.min(seconds, Long.MAX_VALUE / 1000) * 1000;
    }
}
