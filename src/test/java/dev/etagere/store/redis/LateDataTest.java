package dev.etagere.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.etagere.store.Change;
import dev.etagere.store.Entry;
import dev.etagere.store.EvictionClock.Verdict;
import dev.etagere.store.SharedData;
import dev.etagere.store.SharedData.Over;
import dev.etagere.store.SharedData.Placed;
import dev.etagere.store.Tag;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.RedisClient;
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
    void whatWasOnItsWayWhenAnotherHistoryBeganIsNotKeptNear() {
        RedisBackend a = nodes.start(redis.options());
        assertThat(data(a).put(entry(a, "v"))).isTrue();
        Entry<String> late = data(a).find("k").orElseThrow().near().orElseThrow();
        long epoch = a.clock().epoch();
        try (RedisClient beside = redis.client()) {
            beside.sendCommand(Command.REPLICAOF, "127.0.0.1", "1");
            beside.sendCommand(Command.REPLICAOF, "NO", "ONE");
        }
        assertThat(Nodes.eventually(() -> a.hears() && a.clock().epoch() != epoch)).isTrue();
        assertThat(a.mirror().judge(late)).isEqualTo(Verdict.EVICTED);
    }

    private static RedisClusterClient client() {
        return RedisClusterClient.builder().nodes(Set.of(new HostAndPort("127.0.0.1", cluster.ports().get(0)))).build();
    }

    private static void awaitSame(RedisBackend node, RedisBackend other) {
        assertThat(Nodes.eventually(() -> node.clock().position() >= other.clock().position())).isTrue();
    }

    @Test
    void inAClusterWhatAFormerPrimaryStillHasIsNotKeptNearByThoseWhoHeardOfALaterPut() {
        RedisOptions options = cluster.options();
        RedisBackend a = nodes.start(options);
        RedisBackend b = nodes.start(options);
        assertThat(data(b).put(entry(b, "old"))).isTrue();
        assertThat(value(a)).contains("old");
        byte[] name = a.keys().data("texts", "k");
        try (RedisClusterClient client = client()) {
            byte[] former = client.get(name);
            assertThat(data(b).put(entry(b, "new"))).isTrue();
            awaitSame(a, b);
            byte[] current = client.get(name);
            client.set(name, former);
            assertThat(data(a).find("k").orElseThrow().near()).isEmpty();
            assertThat(data(b).find("k").orElseThrow().near()).isEmpty();
            client.set(name, current);
            assertThat(data(a).find("k").orElseThrow().near()).isPresent();
        }
    }

    @Test
    void inAClusterWhatFillsAGapOfAFormerPrimaryIsNearUntilThePutIsHeard() {
        RedisOptions options = cluster.options();
        RedisBackend a = nodes.start(options);
        RedisBackend b = nodes.start(options);
        Supplier<Placed<String>> loaded = data(a).placing(entry(a, "old"), new Over.Gap());
        assertThat(data(b).put(entry(b, "new"))).isTrue();
        try (RedisClusterClient client = client()) {
            client.del(a.keys().data("texts", "k"));
        }
        Entry<String> near = ((Placed.Stored<String>) loaded.get()).near();
        awaitSame(a, b);
        assertThat(a.mirror().judge(near)).isEqualTo(Verdict.EVICTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"server", "cluster"})
    void whoseDeadlineWasMadeSoonerIsFoundByThoseWhoHeardOfIt(String where) {
        RedisOptions options = options(where);
        RedisBackend a = nodes.start(options);
        RedisBackend b = nodes.start(options);
        assertThat(data(b).put(entry(b, "v"))).isTrue();
        assertThat(data(b).touch("k", System.currentTimeMillis() + 60_000)).isTrue();
        awaitSame(a, b);
        assertThat(value(a)).contains("v");
        assertThat(value(b)).contains("v");
        assertThat(data(a).find("k").orElseThrow().near()).isPresent();
    }

    /** As who is about to put. */
    private static void announceAndTell(RedisBackend node) {
        byte[] name = node.keys().data("texts", "k");
        node.link().run(DataScripts.ANNOUNCE, List.of(name), Stream.of("any", "1".repeat(16), "10000").map(RedisLink::bytes).toList());
        List<byte[]> toCheck = DataFrame.Head.read(node.link().get(name)).orElseThrow().toCheck();
        long before = node.clock().position();
        node.link().run(DataScripts.ANNOUNCED, node.keys().clock(), List.of(toCheck.get(0), toCheck.get(1), toCheck.get(2), toCheck.get(1),
                LogCodec.encode(new Change.Evict(List.of(new Tag.OfKey("texts", "k")))), RedisLink.bytes("0"), RedisLink.bytes("1000")));
        assertThat(Nodes.eventually(() -> node.clock().position() > before)).isTrue();
    }

    @Test
    void inAClusterWhatADeadWriterAnnouncedIsFoundAfterATouch() {
        RedisOptions options = cluster.options();
        RedisBackend a = nodes.start(options);
        assertThat(data(a).put(entry(a, "v"))).isTrue();
        announceAndTell(a);
        assertThat(data(a).find("k").orElseThrow().near()).as("it is about to be replaced").isEmpty();
        assertThat(data(a).touch("k", System.currentTimeMillis() + 7_200_000)).isTrue();
        assertThat(data(a).find("k").orElseThrow().near()).isPresent();
    }

    @Test
    void inAClusterWhatAServerHadBeforeItWasPromotedIsNothing() {
        RedisBackend a = nodes.start(cluster.options());
        assertThat(data(a).put(entry(a, "v"))).isTrue();
        assertThat(value(a)).contains("v");
        byte[] name = a.keys().data("texts", "k");
        try (RedisClusterClient client = client()) {
            client.setrange(name, client.strlen(name) - 40, "0".repeat(40).getBytes(StandardCharsets.US_ASCII));
        }
        assertThat(value(a)).isEmpty();
        assertThat(data(a).touch("k", System.currentTimeMillis() + 1_000)).isFalse();
        assertThat(data(a).fill(entry(a, "loaded"), Optional.empty())).isTrue();
        assertThat(value(a)).contains("loaded");
    }
}
