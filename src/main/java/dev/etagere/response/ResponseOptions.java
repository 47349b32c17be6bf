package dev.etagere.response;

import dev.etagere.http.CacheRules;
import java.time.Duration;

/**
 * What holds for all responses of an application.
 *
 * @param rules how RFC 9111 is applied where it leaves a choice
 * @param cacheStatus whether {@code Cache-Status} goes out
 * @param cacheName this cache's name in it, a token
 * @param maxEntryBytes a response with more content is streamed and not stored
 * @param maxVariants how many variants of one URI are kept
 * @param maxWait how long a request waits for another that makes the same response; zero: it does not
 * @param maxWaiters how many requests may wait so at once
 * @param maxLoads how many responses may be held or captured at once; beyond that they stream and are not stored
 * @param madeETag what kind of {@code ETag} is made where the application sent none
 * @param tagHeaders by which fields of its responses the application gives tags
 */
public record ResponseOptions(CacheRules rules, boolean cacheStatus, String cacheName, int maxEntryBytes, int maxVariants, Duration maxWait,
        int maxWaiters, int maxLoads, MadeETag madeETag, TagHeaders tagHeaders) {

    public static final ResponseOptions DEFAULT =
            new ResponseOptions(CacheRules.DEFAULT, false, "Etagere", 1 << 20, 32, Duration.ofSeconds(5), 1_000, 128);

    /** With strong tags and {@link TagHeaders#DEFAULT}. */
    public ResponseOptions(CacheRules rules, boolean cacheStatus, String cacheName, int maxEntryBytes, int maxVariants, Duration maxWait,
            int maxWaiters, int maxLoads) {
        this(rules, cacheStatus, cacheName, maxEntryBytes, maxVariants, maxWait, maxWaiters, maxLoads, MadeETag.STRONG, TagHeaders.DEFAULT);
    }

    /** @throws IllegalArgumentException where a bound is below what makes sense */
    public ResponseOptions {
        if (maxEntryBytes < 1 || maxVariants < 1 || maxWait.isNegative() || maxWaiters < 0 || maxLoads < 1) {
            throw new IllegalArgumentException("maxEntryBytes, maxVariants and maxLoads must be at least 1, maxWait and maxWaiters not "
                    + "negative");
        }
    }
}
