package dev.etagere.store.redis;

import dev.etagere.store.StoreBackend;
import dev.etagere.store.StoreContract;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class RedisStoreTest extends StoreContract {

    private static TestRedis redis;

    @BeforeAll
    static void startRedis() {
        redis = TestRedis.started();
    }

    @AfterAll
    static void stopRedis() {
        redis.close();
    }

    @Override
    protected StoreBackend open(InstantSource clock) {
        return RedisBackend.open(redis.options(), clock);
    }
}
