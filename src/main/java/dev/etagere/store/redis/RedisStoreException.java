package dev.etagere.store.redis;

import dev.etagere.store.StoreException;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** Redis is out of reach, did not answer in time, or refused. The message holds no password. */
public final class RedisStoreException extends StoreException {

    private static final long serialVersionUID = 1L;

    RedisStoreException(String message) {
        super(message);
    }

    RedisStoreException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Whether it took no time to find out that nobody is at the other end. */
    boolean isOfClosedConnection() {
        Throwable cause = getCause();
        return cause instanceof JedisConnectionException && !(cause.getCause() instanceof SocketTimeoutException)
                && Arrays.stream(cause.getSuppressed()).noneMatch(SocketTimeoutException.class::isInstance);
    }

    /** Whether Redis refused for want of memory. */
    boolean isFull() {
        return String.valueOf(getMessage()).contains("OOM command not allowed");
    }
}
