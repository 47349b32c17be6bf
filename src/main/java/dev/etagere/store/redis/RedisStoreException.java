package dev.etagere.store.redis;

import dev.etagere.store.StoreException;

/** Redis is out of reach, did not answer in time, or refused. The message holds no password. */
public final class RedisStoreException extends StoreException {

    private static final long serialVersionUID = 1L;

    RedisStoreException(String message) {
        super(message);
    }

    RedisStoreException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Whether Redis refused for want of memory. */
    boolean isFull() {
        return String.valueOf(getMessage()).startsWith("OOM");
    }
}
