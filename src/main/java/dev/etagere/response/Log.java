package dev.etagere.response;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engine's log: what failed is told once with its cause, what was decided is told at debug level. */
final class Log {

    private static final Logger LOG = LoggerFactory.getLogger(ResponseCache.class);

    /** Bounds what is remembered of failures that were told. */
    private static final int MOST = 1_000;

    private static final Set<String> TOLD = ConcurrentHashMap.newKeySet();

    private Log() {
    }

    static void failed(String what, Throwable cause) {
        String episode = what + cause.getClass().getName();
        if (TOLD.size() < MOST && TOLD.add(episode)) {
            LOG.warn("{} failed; the request is answered without the cache (further failures of this kind are logged at debug level)",
                    what, cause);
        } else {
            LOG.debug("{} failed", what, cause);
        }
    }

    static void decided(RequestView request, Object decision) {
        if (LOG.isDebugEnabled()) {
            LOG.debug("{} {}: {}", request.method(), request.rawPath(), decision);
        }
    }
}
