package dev.etagere.store.fault;

import dev.etagere.store.redis.RedisOptions;
import dev.etagere.store.redis.TestAcl;
import dev.etagere.store.redis.TestCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class ClusterSharedDataTest extends SharedDataContract {

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
    RedisOptions options() {
        return TestAcl.restricted(redis.options(), redis.ports());
    }
}
