package dev.etagere.store.redis;

import dev.etagere.store.StoreBackend;
import dev.etagere.store.StoreContract;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class ClusterStoreTest extends StoreContract {

    private static TestCluster cluster;

    @BeforeAll
    static void startCluster() {
        cluster = TestCluster.started();
    }

    @AfterAll
    static void stopCluster() {
        cluster.close();
    }

    @Override
    protected StoreBackend open(InstantSource clock) {
        return RedisBackend.open(RedisOptions.of(cluster.address(), TestRedis.newNamespace()).withTimeLimit(Duration.ofSeconds(5))
                .withConnectTimeout(Duration.ofSeconds(5)), clock);
    }
}
