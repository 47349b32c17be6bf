package dev.etagere.store.redis;

import dev.etagere.store.StoreBackend;
import dev.etagere.store.StoreContract;
import java.time.InstantSource;

@OnEachRedis
class RedisStoreTest extends StoreContract {

    private static TestRedis redis;

    @OnEachRedis.Start
    static void startRedis() {
        redis = TestRedis.started();
    }

    @OnEachRedis.Stop
    static void stopRedis() {
        redis.close();
    }

    @Override
    protected StoreBackend open(InstantSource clock) {
        return RedisBackend.open(redis.options(), clock);
    }
}
