package dev.etagere.store.redis;

import static dev.etagere.store.redis.Nodes.entry;
import static dev.etagere.store.redis.Nodes.eventually;
import static dev.etagere.store.redis.Nodes.find;
import static dev.etagere.store.redis.Nodes.named;
import static dev.etagere.store.redis.Nodes.put;
import static dev.etagere.store.redis.Nodes.putIfReached;
import static dev.etagere.store.redis.Nodes.store;
import static org.assertj.core.api.Assertions.assertThat;

import dev.etagere.store.Entry;
import dev.etagere.store.EvictionClock.Verdict;
import dev.etagere.store.SharedStore.Checked;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.RedisClient;

/** The primary dies with an eviction that its replica has not got. */
@Timeout(180)
@OnEachRedis
class SentinelFailoverTest {

    @Test
    void anEvictionThatDiedWithThePrimaryIsInForceOnTheNext() {
        try (TestSentinels redis = TestSentinels.started(); Nodes nodes = new Nodes()) {
            RedisOptions options = RedisOptions.of(redis.address(), TestRedis.newNamespace()).withMaxSilence(Duration.ofSeconds(1))
                    .withTimeLimit(Duration.ofSeconds(1)).withConnectTimeout(Duration.ofSeconds(5));
            RedisBackend a = nodes.start(options);
            RedisBackend b = nodes.start(options);
            put(b, "hit", "old", "t");
            put(b, "kept", "v", "u");
            try (RedisClient replica = RedisClient.builder().hostAndPort("127.0.0.1", redis.replicaPort()).build()) {
                assertThat(eventually(() -> replica.dbSize() == 6 && redis.isWell())).as("the sentinels know of the replica").isTrue();
                Entry<String> near = store(b).find("kept").flatMap(Checked::near).orElseThrow();
                cutOff(replica);
                assertThat(a.clock().evict(named("t")).delivered()).isTrue();
                redis.stopPrimary();
                BooleanSupplier failedOver = () -> a.hears() && b.hears() && putIfReached(a, "new", "v") && putIfReached(b, "other", "v");
                assertThat(eventually(failedOver) || eventually(failedOver)).as("sentinels that stood still do nothing for 30 s").isTrue();
                assertThat(find(b, "hit")).isEmpty();
                assertThat(find(b, "new")).contains("v");
                assertThat(b.mirror().judge(near)).as("nobody knows what else was lost").isEqualTo(Verdict.EVICTED);
                assertThat(a.health().pending()).isZero();
                assertThat(store(b).put(entry(b, "hit", "new", "t"))).isTrue();
                assertThat(find(a, "hit")).contains("new");
            }
        }
    }

    /** The replica does not take what comes from its primary any more. */
    private static void cutOff(RedisClient replica) {
        replica.configSet("masterauth", "wrong");
        replica.sendCommand(Command.CLIENT, "KILL", "TYPE", "master");
    }
}
