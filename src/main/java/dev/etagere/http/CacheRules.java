package dev.etagere.http;

import java.time.Duration;
import java.util.List;

/**
 * How a cache applies RFC 9111 where it leaves a choice.
 *
 * @param targets names of targeted fields that this cache listens to, the most specific first (RFC 9213 §2.2)
 * @param storeSetCookie whether a response with {@code Set-Cookie} may be stored; false is the safe side
 * @param heuristics whether responses without explicit freshness may be given a heuristic lifetime (RFC 9111 §4.2.2)
 * @param heuristicLimit the longest heuristic lifetime
 */
public record CacheRules(List<String> targets, boolean storeSetCookie, boolean heuristics, Duration heuristicLimit) {

    public static final CacheRules DEFAULT = new CacheRules(List.of("CDN-Cache-Control"), false, true, Duration.ofDays(1));

    public CacheRules {
        targets = List.copyOf(targets);
    }
}
