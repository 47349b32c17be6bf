package dev.etagere.store.redis;

import dev.etagere.store.StoreBackend;
import dev.etagere.store.StoreContract;
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
        return RedisBackend.open(cluster.options(), clock);
    }
}
