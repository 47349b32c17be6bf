package dev.etagere.store.redis;

import dev.etagere.store.StoreBackend;
import dev.etagere.store.StoreContract;
import java.time.Duration;
import java.time.InstantSource;

@OnEachRedis
class SentinelStoreTest extends StoreContract {

    private static TestSentinels sentinels;

    @OnEachRedis.Start
    static void startSentinels() {
        sentinels = TestSentinels.started();
    }

    @OnEachRedis.Stop
    static void stopSentinels() {
        sentinels.close();
    }

    @Override
    protected StoreBackend open(InstantSource clock) {
        return RedisBackend.open(RedisOptions.of(sentinels.address(), TestRedis.newNamespace()).withTimeLimit(Duration.ofSeconds(5))
                .withConnectTimeout(Duration.ofSeconds(5)), clock);
    }
}
