package dev.etagere.store.redis;

import static dev.etagere.store.redis.Nodes.SOON;
import static dev.etagere.store.redis.Nodes.entry;
import static dev.etagere.store.redis.Nodes.find;
import static dev.etagere.store.redis.Nodes.named;
import static dev.etagere.store.redis.Nodes.put;
import static dev.etagere.store.redis.Nodes.store;
import static org.assertj.core.api.Assertions.assertThat;

import dev.etagere.store.Entry;
import dev.etagere.store.EvictionClock.Numbered;
import dev.etagere.store.EvictionClock.Verdict;
import dev.etagere.store.SharedData;
import dev.etagere.store.SharedStore.Checked;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.util.JedisClusterCRC16;

/** Several nodes on a cluster. */
@Timeout(120)
@OnEachRedis
class ClusterTest {

    private static TestCluster cluster;

    private final Nodes nodes = new Nodes();
    private final RedisOptions options = cluster.options();

    @OnEachRedis.Start
    static void startCluster() {
        cluster = TestCluster.started();
    }

    @OnEachRedis.Stop
    static void stopCluster() {
        cluster.close();
    }

    @AfterEach
    void close() {
        nodes.close();
    }

    private static long keys(int port) {
        try (Jedis node = new Jedis("127.0.0.1", port)) {
            return node.dbSize();
        }
    }

    @Test
    void entriesAreSpreadAndEvictedWithOneCall() throws InterruptedException {
        RedisBackend a = nodes.start(options);
        RedisBackend b = nodes.start(options);
        List<String> keys = IntStream.range(0, 300).mapToObj(i -> "k" + i).toList();
        keys.forEach(key -> put(a, key, "v" + key, "all", key.endsWith("7") ? "seven" : "other"));
        assertThat(cluster.ports()).allSatisfy(port -> assertThat(keys(port)).isGreaterThan(50));
        assertThat(store(b).findAll(keys)).hasSize(300);
        Entry<String> near = store(b).find("k7").flatMap(Checked::near).orElseThrow();
        Numbered made = a.clock().evict(named("seven"));
        assertThat(store(b).findAll(keys)).hasSize(270).doesNotContainKey("k7");
        assertThat(find(b, "k7")).isEmpty();
        assertThat(b.clock().await(made.number(), SOON)).isTrue();
        assertThat(b.mirror().judge(near)).isEqualTo(Verdict.EVICTED);
    }

    @Test
    void anEvictionIsTheSameCommandsForTenEntriesAsForTwoThousandAndOnOneNodeOnly() {
        RedisBackend a = nodes.start(options);
        fill(a, "few", 10);
        fill(a, "many", 2_000);
        a.clock().evict(named("warm"));
        Commands commands = Commands.at(cluster.ports());
        Map<String, Long> few = commands.during(() -> a.clock().evict(named("few")));
        Map<String, Long> many = commands.during(() -> a.clock().evict(named("many")));
        assertThat(many).isEqualTo(few).containsEntry("evalsha", 1L).containsEntry("zadd", 1L).containsEntry("xadd", 1L);
        assertThat(many.values()).as("nothing is done by entry").allSatisfy(calls -> assertThat(calls).isLessThanOrEqualTo(2));
        assertThat(find(a, "many1999")).isEmpty();
    }

    private static void fill(RedisBackend node, String tag, int count) {
        IntStream.range(0, count).forEach(i -> put(node, tag + i, "v", tag));
        assertThat(find(node, tag + (count - 1))).contains("v");
    }

    @Test
    void readingAnEntryIsTwoRoundTripsAndPuttingOneIsOne() {
        RedisBackend a = nodes.start(options);
        put(a, "k", "v", "t");
        find(a, "k");
        Commands commands = Commands.at(cluster.ports());
        assertThat(commands.during(() -> find(a, "k"))).isEqualTo(Map.of("get", 1L, "evalsha", 1L, "info", 1L, "hdel", 1L, "hmget", 1L,
                "zmscore", 1L, "zrangebyscore", 1L));
        assertThat(commands.during(() -> put(a, "k", "v", "t"))).isEqualTo(Map.of("evalsha", 1L, "getrange", 1L, "set", 1L));
    }

    /** From where it was to where it is the way is told by Redis, but not to those who send several calls at once. */
    @Test
    void whatIsInASlotThatMovedIsFoundThereByWhoOnlyReads() {
        RedisBackend a = nodes.start(options);
        RedisBackend b = nodes.start(options);
        List<String> keys = IntStream.range(0, 12).mapToObj(i -> "k" + i).toList();
        keys.forEach(key -> put(a, key, "v", "t"));
        SharedData<String> values = b.openData("values", Nodes.TEXT);
        assertThat(store(b).findAll(keys)).hasSize(12);
        assertThat(values.findAll(keys)).isEmpty();
        moveAll(keys, 0);
        assertThat(store(b).findAll(keys)).hasSize(12);
        assertThat(values.findAll(keys)).isEmpty();
        moveAll(keys, 1);
        keys.forEach(key -> {
            assertThat(find(b, key)).contains("v");
            assertThat(values.find(key)).isEmpty();
        });
    }

    private void moveAll(List<String> keys, int to) {
        Keys names = Keys.of(options.namespace(), options.version());
        keys.forEach(key -> {
            cluster.move(JedisClusterCRC16.getSlot(names.entry("pages", key)), cluster.ports().get(to));
            cluster.move(JedisClusterCRC16.getSlot(names.data("values", key)), cluster.ports().get(to));
        });
        cluster.awaitMoved();
    }

    @Test
    void connectionsThatRedisEndedAreReplacedWithoutAnyoneNoticing() {
        RedisBackend a = nodes.start(options);
        List<String> keys = IntStream.range(0, 12).mapToObj(i -> "k" + i).toList();
        keys.forEach(key -> put(a, key, "v", "t"));
        SharedData<String> values = a.openData("values", Nodes.TEXT);
        for (int i = 0; i < 5; i++) {
            assertThat(store(a).findAll(keys)).hasSize(12);
            assertThat(values.findAll(keys)).isEmpty();
            cluster.ports().forEach(cluster::cut);
            assertThat(i % 2 == 0 ? store(a).findAll(keys).keySet() : keys).hasSize(12);
            assertThat(values.findAll(keys)).isEmpty();
        }
    }

    @Test
    void aPutOfAnotherEpochIsRefused() {
        RedisBackend a = nodes.start(options);
        Entry<String> other = new Entry<>("pages", "k", "v", List.of(), 42, a.clock().position(), Long.MAX_VALUE);
        assertThat(store(a).put(other)).isFalse();
        assertThat(store(a).put(entry(a, "k", "v"))).isTrue();
    }

    @Test
    void scriptsThatANodeForgotAreSentAgain() {
        RedisBackend a = nodes.start(options);
        put(a, "k", "v", "t");
        List<String> keys = IntStream.range(0, 50).mapToObj(i -> "k" + i).toList();
        keys.forEach(key -> put(a, key, "v", "t"));
        cluster.ports().forEach(port -> {
            try (Jedis node = new Jedis("127.0.0.1", port)) {
                node.scriptFlush();
            }
        });
        assertThat(store(a).findAll(keys)).hasSize(50);
        assertThat(put(a, "k", "w", "t")).isTrue();
        assertThat(find(a, "k")).contains("w");
        assertThat(a.clock().evict(named("t")).delivered()).isTrue();
        assertThat(store(a).findAll(keys)).isEmpty();
    }
}
