package dev.etagere.http;

import java.util.Set;

/** What the definition of a status code says about caching. */
final class Statuses {

    /** RFC 9110 §15.1. */
    private static final Set<Integer> HEURISTICALLY_CACHEABLE = Set.of(200, 203, 204, 206, 300, 301, 308, 404, 405, 410, 414, 501);

    /** "MUST NOT be stored by a cache": RFC 6585 §3 to §6. */
    private static final Set<Integer> NEVER_STORED = Set.of(428, 429, 431, 511);

    /** Registered, but without a meaning (RFC 9110 §15.4.7, §15.5.19). */
    private static final Set<Integer> UNUSED = Set.of(306, 418);

    private Statuses() {
    }

    static boolean isFinal(int status) {
        return status >= 200 && status <= 599;
    }

    static boolean isHeuristicallyCacheable(int status) {
        return HEURISTICALLY_CACHEABLE.contains(status);
    }

    static boolean isNeverStored(int status) {
        return NEVER_STORED.contains(status);
    }

    /**
     * For {@code must-understand} (RFC 9111 §5.2.2.3): every final code that RFC 9110 §15 defines. Of these only 206 and 304 ask
     * something particular of a cache, and {@link StoreDecision} does what they ask.
     */
    static boolean isUnderstood(int status) {
        if (UNUSED.contains(status)) {
            return false;
        }
        return status >= 200 && status <= 206 || status >= 300 && status <= 308 || status >= 400 && status <= 417
                || status == 421 || status == 422 || status == 426 || status >= 500 && status <= 505;
    }
}
