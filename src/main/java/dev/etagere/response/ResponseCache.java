package dev.etagere.response;

import dev.etagere.cache.CacheManager;
import java.time.InstantSource;

/** The engine: from a request to an {@link Outcome}. Safe for use by many threads. */
public final class ResponseCache {

    public ResponseCache(CacheManager caches, ResponseOptions options, InstantSource clock) { throw new UnsupportedOperationException(); }

    /** Looks up, decides, and waits for another request's load of the same response where there is one. Never throws. */
    public Outcome handle(RequestView request, Treatment treatment) { throw new UnsupportedOperationException(); }
}
