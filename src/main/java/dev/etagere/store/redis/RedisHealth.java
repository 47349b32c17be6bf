package dev.etagere.store.redis;

import java.time.Duration;

/**
 * How it goes between a node and Redis.
 *
 * @param attached whether the node follows the clock; if not, nothing that it loads is shared
 * @param hears whether it has heard from the clock within the silence that is allowed
 * @param silence since it last knew all evictions; very long where it never did
 * @param pending tags whose evictions could not be told yet
 * @param position up to which it knows all evictions
 * @param lastPosition of the clock, when it was last asked
 * @param floor of the clock then: entries loaded before are not valid
 * @param tags that the clock remembered then
 * @param log evictions in the log then
 * @param full puts that Redis refused for want of memory
 */
public record RedisHealth(boolean attached, boolean hears, Duration silence, int pending, long position, long lastPosition, long floor,
        long tags, long log, long full) {
}
