package dev.etagere.store.tiered;

import dev.etagere.store.StoreBackend;
import dev.etagere.store.StoreContract;
import dev.etagere.store.memory.MemoryBackend;
import dev.etagere.store.memory.MemoryOptions;
import dev.etagere.store.redis.RedisBackend;
import dev.etagere.store.redis.TestRedis;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class TieredStoreTest extends StoreContract {

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
        RedisBackend far = RedisBackend.open(redis.options(), clock);
        MemoryBackend near = MemoryBackend.open(MemoryOptions.DEFAULT, clock, far.clock());
        return TieredBackend.over(near, far, clock, TieredOptions.DEFAULT.withTimeLimit(Duration.ofSeconds(5)), "test");
    }
}
