package dev.etagere.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.etagere.store.Entry;
import dev.etagere.store.SharedData;
import dev.etagere.store.SharedData.Over;
import dev.etagere.store.SharedData.Placed;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClusterClient;

/** Puts that come late, and values that a server should not have any more, on one server and in a Cluster. */
@Timeout(60)
class LateDataTest {

    private static final Duration LIMIT = Duration.ofMillis(300);
    private static TestRedis redis;
    private static TestCluster cluster;

    private final Nodes nodes = new Nodes();

    @BeforeAll
    static void start() {
        redis = TestRedis.started();
        cluster = TestCluster.started();
    }

    @AfterAll
    static void stop() {
        redis.close();
        cluster.close();
    }

    @AfterEach
    void close() {
        nodes.close();
    }

    private static SharedData<String> data(RedisBackend node) {
        return node.openData("texts", Nodes.TEXT);
    }

    private static Entry<String> entry(RedisBackend node, String value) {
        return new Entry<>("texts", "k", value, List.of("t"), node.clock().epoch(), node.clock().position(),
                System.currentTimeMillis() + 3_600_000);
    }

    private static RedisOptions options(String where) {
        return where.equals("server") ? redis.options() : cluster.options();
    }

    private static Optional<String> value(RedisBackend node) {
        return data(node).get("k").map(found -> found.entry().value());
    }

    @ParameterizedTest
    @ValueSource(strings = {"server", "cluster"})
    void aPutThatWasGivenUpDoesNotTakeThePlaceOfALaterOne(String where) {
        RedisOptions options = options(where);
        RedisBackend a = nodes.start(options.withTimeLimit(LIMIT));
        RedisBackend b = nodes.start(options);
        Supplier<Placed<String>> late = data(a).placing(entry(a, "given up"), new Over.Anything());
        assertThat(data(b).put(entry(b, "later"))).isTrue();
        LockSupport.parkNanos(LIMIT.toNanos() + 50_000_000);
        assertThatThrownBy(late::get).isInstanceOf(RedisStoreException.class).hasMessageContaining("in time");
        assertThat(value(b)).contains("later");
    }

    @ParameterizedTest
    @ValueSource(strings = {"server", "cluster"})
    void aPutThatIsInTimeTakesThePlaceOfOneThatItsNodeHasNotHeardOf(String where) {
        RedisOptions options = options(where);
        RedisBackend a = nodes.start(options);
        RedisBackend b = nodes.start(options);
        Supplier<Placed<String>> slow = data(a).placing(entry(a, "last"), new Over.Anything());
        assertThat(data(b).put(entry(b, "before"))).isTrue();
        assertThat(slow.get()).isInstanceOf(Placed.Stored.class);
        assertThat(value(b)).contains("last");
    }

    @Test
    void inAClusterWhatAServerHadBeforeItWasPromotedIsNothing() {
        RedisBackend a = nodes.start(cluster.options());
        assertThat(data(a).put(entry(a, "v"))).isTrue();
        assertThat(value(a)).contains("v");
        byte[] name = a.keys().data("texts", "k");
        try (RedisClusterClient client = RedisClusterClient.builder().nodes(Set.of(new HostAndPort("127.0.0.1",
                cluster.ports().get(0)))).build()) {
            client.setrange(name, client.strlen(name) - 40, "0".repeat(40).getBytes(StandardCharsets.US_ASCII));
        }
        assertThat(value(a)).isEmpty();
        assertThat(data(a).touch("k", System.currentTimeMillis() + 1_000)).isFalse();
        assertThat(data(a).fill(entry(a, "loaded"), Optional.empty())).isTrue();
        assertThat(value(a)).contains("loaded");
    }
}
