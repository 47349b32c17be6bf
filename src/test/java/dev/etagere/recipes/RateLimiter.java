package dev.etagere.recipes;

import dev.etagere.Etagere;
import dev.etagere.cache.Cache;
import dev.etagere.cache.CacheKeys;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.OptionalLong;

/** So many requests a client and window, counted over all that share the counters. */
// region rateLimiter
public final class RateLimiter {

    /** What is to be answered to a request: 429 where it is not allowed, and the fields either way. */
    public record Decision(boolean allowed, long limit, long remaining, Duration reset) {

        public Map<String, String> fields() {
            String policy = "\"default\";r=" + remaining + ";t=" + seconds();
            return allowed ? Map.of("RateLimit", policy) : Map.of("RateLimit", policy, "Retry-After", Long.toString(seconds()));
        }

        private long seconds() {
            return Math.max(1, (reset.toMillis() + 999) / 1000);
        }
    }

    private final Cache<Void> counters;
    private final InstantSource time;
    private final long limit;
    private final long window;

    public RateLimiter(Etagere etagere, InstantSource time, long limit, Duration window) {
        this.counters = etagere.cache("rate-limits", Void.class);
        this.time = time;
        this.limit = limit;
        this.window = window.toMillis();
    }

    /** Counts and decides in one step, so no request slips through between two. */
    public Decision request(String client) {
        long now = time.millis();
        Duration reset = Duration.ofMillis(window - now % window);
        String key = CacheKeys.of(client, now / window).key();
        OptionalLong count = counters.increment(key, 1, reset, "client:" + client);
        long used = count.orElse(0);        // where nothing can be counted, everyone is let in
        return new Decision(used <= limit, limit, Math.max(0, limit - used), reset);
    }

    public void reset(String client) {
        counters.evictByTag("client:" + client);
    }
}
// endregion
