package dev.etagere.cache;

import dev.etagere.store.StoreBackend;
import dev.etagere.store.memory.MemoryBackend;
import dev.etagere.store.memory.MemoryOptions;
import dev.etagere.store.redis.RedisBackend;
import dev.etagere.store.redis.TestAcl;
import dev.etagere.store.redis.TestRedis;
import dev.etagere.store.tiered.TieredBackend;
import dev.etagere.store.tiered.TieredOptions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class TieredCacheTest extends CacheContract {

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
        RedisBackend far = RedisBackend.open(TestAcl.restricted(redis.options(), List.of(redis.port())), clock);
        MemoryBackend near = MemoryBackend.open(MemoryOptions.DEFAULT, clock, far.clock());
        TieredBackend tiered = TieredBackend.over(near, far, clock, TieredOptions.DEFAULT.withTimeLimit(Duration.ofSeconds(5)), "test");
        while (!far.hears()) {
            Thread.onSpinWait();
        }
        return tiered;
    }
}
