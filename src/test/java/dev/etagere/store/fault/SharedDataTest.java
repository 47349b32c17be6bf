package dev.etagere.store.fault;

import dev.etagere.store.redis.RedisOptions;
import dev.etagere.store.redis.TestAcl;
import dev.etagere.store.redis.TestRedis;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class SharedDataTest extends SharedDataContract {

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
    RedisOptions options() {
        return TestAcl.restricted(redis.options(), List.of(redis.port()));
    }
}
