package dev.etagere.cache;

import dev.etagere.store.StoreBackend;
import dev.etagere.store.redis.RedisBackend;
import dev.etagere.store.redis.TestAcl;
import dev.etagere.store.redis.TestCluster;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class ClusterCacheTest extends CacheContract {

    /** So that it does not take long to close. */
    private static final Duration SILENCE = Duration.ofMillis(400);
    private static TestCluster redis;

    @BeforeAll
    static void startRedis() {
        redis = TestCluster.started();
    }

    @AfterAll
    static void stopRedis() {
        redis.close();
    }

    @Override
    protected StoreBackend open(InstantSource clock) {
        return RedisBackend.open(TestAcl.restricted(redis.options(), redis.ports()).withMaxSilence(SILENCE), clock);
    }
}
