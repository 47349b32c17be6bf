package dev.etagere.store.redis;

import dev.etagere.store.StoreBackend;
import dev.etagere.store.StoreContract;
import java.time.Duration;
import java.time.InstantSource;

@OnEachRedis
class ClusterStoreTest extends StoreContract {

    private static TestCluster cluster;

    @OnEachRedis.Start
    static void startCluster() {
        cluster = TestCluster.started();
    }

    @OnEachRedis.Stop
    static void stopCluster() {
        cluster.close();
    }

    @Override
    protected StoreBackend open(InstantSource clock) {
        return RedisBackend.open(RedisOptions.of(cluster.address(), TestRedis.newNamespace()).withTimeLimit(Duration.ofSeconds(5))
                .withConnectTimeout(Duration.ofSeconds(5)), clock);
    }
}
