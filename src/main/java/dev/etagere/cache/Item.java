package dev.etagere.cache;

import org.jspecify.annotations.Nullable;

/**
 * What a data cache keeps under a key. When it becomes stale is told by the deadline of its entry, so that the deadline alone has to be
 * changed to prolong it.
 *
 * @param held the value as {@link Values} holds it; null: it is known that there is none
 * @param created when it was put or its load had ended, in milliseconds since 1970
 * @param loadMillis how long its load took
 * @param staleMillis how long before the deadline it becomes stale
 */
record Item(@Nullable Object held, long created, long loadMillis, long staleMillis) {

    /** Milliseconds until it becomes stale; zero or less: it is. */
    long freshMillis(long deadline, long now) {
        return deadline - staleMillis - now;
    }

    long ageMillis(long now) {
        return Math.max(0, now - created);
    }
}
