package dev.etagere.store.redis;

/** Whether Jedis is there: the library does without it where nothing is shared. */
public final class RedisDriver {

    private static final String JEDIS = "redis.clients.jedis.RedisClient";

    private RedisDriver() {
    }

    /** Whether the class path that this library was loaded from has the Jedis that it needs. */
    public static boolean isPresent() {
        try {
            Class.forName(JEDIS, false, RedisDriver.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError absent) {
            return false;
        }
    }
}
