package dev.etagere.store.redis;

import java.time.Duration;

/**
 * How a node uses Redis.
 *
 * @param server which Redis
 * @param namespace prefix of all keys: 1 to 64 letters, digits, dots, hyphens and underscores; who shares it shares the cache
 * @param version of what is stored; nodes with different ones share the clock, but no entries
 * @param poolSize connections for requests; two more are used to follow the clock; at least 1
 * @param connectTimeout for opening a connection where no request waits, and for Redis to be reached at the start; at least a millisecond
 * @param timeLimit for each step of a command: a free connection to be had, one to be opened, the answer; at least a millisecond
 * @param maxSilence for how long the evictions of others may be unheard before near entries are distrusted; at least 100 ms
 * @param bounds of what is kept in Redis
 */
public record RedisOptions(RedisServer server, String namespace, int version, int poolSize, Duration connectTimeout, Duration timeLimit,
        Duration maxSilence, Bounds bounds) {

    private static final int MAX_MILLIS = 300_000;
    private static final int MAX_DAYS = 3_660;

    /** @throws IllegalArgumentException where a value is out of its range */
    public RedisOptions {
        require(!namespace.isEmpty() && namespace.length() <= 64 && namespace.chars().allMatch(RedisOptions::isOfName),
                "namespace must be 1 to 64 letters, digits, dots, hyphens and underscores");
        require(version >= 0, "version must not be negative");
        require(poolSize >= 1 && poolSize <= 10_000, "pool must be from 1 to 10000");
        require(inRange(connectTimeout, 1), "connectTimeout must be from 1ms to 5m");
        require(inRange(timeLimit, 1), "timeLimit must be from 1ms to 5m");
        require(inRange(maxSilence, 100), "maxSilence must be from 100ms to 5m");
    }

    /** Eight connections, 500 ms to connect, 100 ms for a command, 2 s of silence. */
    public static RedisOptions of(RedisServer server, String namespace) {
        return new RedisOptions(server, namespace, 0, 8, Duration.ofMillis(500), Duration.ofMillis(100),
                Duration.ofSeconds(2), Bounds.DEFAULT);
    }

    /** The same for another version of what is stored. */
    public RedisOptions withVersion(int newVersion) {
        return new RedisOptions(server, namespace, newVersion, poolSize, connectTimeout, timeLimit, maxSilence, bounds);
    }

    /** The same with that many connections for requests. */
    public RedisOptions withPoolSize(int newSize) {
        return new RedisOptions(server, namespace, version, newSize, connectTimeout, timeLimit, maxSilence, bounds);
    }

    /** The same with another time for opening a connection. */
    public RedisOptions withConnectTimeout(Duration newTimeout) {
        return new RedisOptions(server, namespace, version, poolSize, newTimeout, timeLimit, maxSilence, bounds);
    }

    /** The same with another time for a command. */
    public RedisOptions withTimeLimit(Duration newLimit) {
        return new RedisOptions(server, namespace, version, poolSize, connectTimeout, newLimit, maxSilence, bounds);
    }

    /** The same with another silence. */
    public RedisOptions withMaxSilence(Duration newSilence) {
        return new RedisOptions(server, namespace, version, poolSize, connectTimeout, timeLimit, newSilence, bounds);
    }

    /** The same with other bounds. */
    public RedisOptions withBounds(Bounds newBounds) {
        return new RedisOptions(server, namespace, version, poolSize, connectTimeout, timeLimit, maxSilence, newBounds);
    }

    private static boolean isOfName(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '.' || c == '_' || c == '-';
    }

    private static boolean inRange(Duration time, int minMillis) {
        return time.compareTo(Duration.ofMillis(minMillis)) >= 0 && time.compareTo(Duration.ofMillis(MAX_MILLIS)) <= 0;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    /**
     * What is kept in Redis at the most.
     *
     * @param maxTags tags whose evictions are remembered, at least 1; beyond that the oldest are forgotten and what was loaded before them
     *     counts as evicted; each node's mirror has the same bound
     * @param maxLog evictions in the log, about; a node that falls further behind takes what it missed for an eviction of everything
     * @param maxTagsPerEntry an entry with more tags is not stored; from 0 to 1000
     * @param maxKeep the longest time that anything is kept; more than nothing, at most 3660 days
     */
    public record Bounds(int maxTags, int maxLog, int maxTagsPerEntry, Duration maxKeep) {

        /** 100,000 tags, 10,000 evictions, 128 tags an entry, a year. */
        public static final Bounds DEFAULT = new Bounds(100_000, 10_000, 128, Duration.ofDays(366));

        /** @throws IllegalArgumentException where a bound is out of its range */
        public Bounds {
            require(maxTags >= 1, "maxTags must be at least 1");
            require(maxLog >= 1, "maxLog must be at least 1");
            require(maxTagsPerEntry >= 0 && maxTagsPerEntry <= 1_000, "maxTagsPerEntry must be from 0 to 1000 with Redis");
            require(!maxKeep.isNegative() && !maxKeep.isZero() && maxKeep.toDays() <= MAX_DAYS, "maxKeep must be from 0 to 3660 days");
        }
    }
}
