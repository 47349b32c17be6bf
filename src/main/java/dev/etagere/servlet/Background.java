package dev.etagere.servlet;

import java.io.UnsupportedEncodingException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which paths cannot be refreshed once their stale answer has gone out: on Jetty those whose handler forwards, everywhere those that
 * answer asynchronously. Learned from the first attempt; the next one runs before the answer. Safe for use by many threads.
 */
final class Background {
    private static final int MOST = 1_000;

    private final Set<String> impossible = ConcurrentHashMap.newKeySet();

    boolean isPossible(String path) {
        return !impossible.contains(path);
    }

    /** Containers refuse with an {@code IllegalStateException} what a response that has gone out does not allow. */
    void failed(String path, Exception why) {
        if (why instanceof IllegalStateException || why instanceof UnsupportedEncodingException) {
            if (impossible.size() >= MOST) {
                impossible.clear();
            }
            impossible.add(path);
        }
    }
}
