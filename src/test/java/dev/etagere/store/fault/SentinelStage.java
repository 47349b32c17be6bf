package dev.etagere.store.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.etagere.store.redis.RedisOptions;
import dev.etagere.store.redis.TestSentinels;
import java.time.Duration;
import java.util.Random;

/** A primary and a replica, one of which takes the other's place. */
final class SentinelStage implements Stage {

    private static final Duration LONG = Duration.ofMinutes(2);
    private static final Duration AGAIN = Duration.ofSeconds(10);

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
            failOver(primary);
        } else {
            redis.kill(primary);
            Node.eventually(LONG, () -> redis.currentPrimary() != primary, () -> "there is no other primary");
            redis.revive(primary);
        }
        mend();
    }

    /** The sentinels give a failover up where a busy machine keeps them waiting. */
    private void failOver(int primary) {
        long end = System.nanoTime() + LONG.toNanos();
        while (redis.currentPrimary() == primary) {
            assertThat(System.nanoTime() - end).as("there is no other primary").isNegative();
            redis.failOver();
            long again = System.nanoTime() + AGAIN.toNanos();
            while (redis.currentPrimary() == primary && System.nanoTime() - again < 0) {
                Thread.yield();
            }
        }
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
