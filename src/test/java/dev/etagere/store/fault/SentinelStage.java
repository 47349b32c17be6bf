package dev.etagere.store.fault;

import dev.etagere.store.redis.RedisOptions;
import dev.etagere.store.redis.TestSentinels;
import java.time.Duration;
import java.util.Random;

/** A primary and a replica, one of which takes the other's place. */
final class SentinelStage implements Stage {

    private static final Duration LONG = Duration.ofMinutes(2);

    private final TestSentinels redis = TestSentinels.started();

    SentinelStage() {
        mend();
    }

    @Override
    public RedisOptions options(int node, String namespace) {
        return RedisOptions.of(redis.address(), namespace).withConnectTimeout(Duration.ofSeconds(5));
    }

    /** The next one comes when there are two servers again, or there would be nothing to fail over to. */
    @Override
    public void fault(Random chance, String namespace) {
        int primary = redis.currentPrimary();
        if (chance.nextBoolean()) {
            redis.failOver();
            changedFrom(primary);
        } else {
            redis.kill(primary);
            changedFrom(primary);
            redis.revive(primary);
        }
        mend();
    }

    private void changedFrom(int primary) {
        Node.eventually(LONG, () -> redis.currentPrimary() != primary, () -> "there is no other primary");
    }

    @Override
    public void mend() {
        Node.eventually(LONG, redis::isWell, () -> "the sentinels do not agree");
    }

    @Override
    public void close() {
        redis.close();
    }
}
