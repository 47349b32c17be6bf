package dev.etagere.store.redis;

import static dev.etagere.store.redis.Nodes.entry;
import static dev.etagere.store.redis.Nodes.eventually;
import static dev.etagere.store.redis.Nodes.find;
import static dev.etagere.store.redis.Nodes.named;
import static dev.etagere.store.redis.Nodes.put;
import static dev.etagere.store.redis.Nodes.store;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.etagere.store.Change;
import dev.etagere.store.Entry;
import dev.etagere.store.redis.ClockCalls.Made;
import dev.etagere.store.redis.RedisOptions.Bounds;
import dev.etagere.store.redis.RedisServer.Login;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.RedisClient;

/** What is left in Redis and of connections, and what an eviction costs. */
@Timeout(120)
@OnEachRedis
class RedisResourcesTest {

    private static TestRedis redis;

    private final RedisOptions options = redis.options();
    private final Nodes nodes = new Nodes();
    private final RedisClient beside = redis.client();
    private final Commands commands = Commands.at(List.of(redis.port()));

    @OnEachRedis.Start
    static void startRedis() {
        redis = TestRedis.started();
    }

    @OnEachRedis.Stop
    static void stopRedis() {
        redis.close();
    }

    @AfterEach
    void close() {
        nodes.close();
        beside.sendCommand(Command.FLUSHALL, "ASYNC");
        beside.close();
    }

    @Test
    void anEvictionIsTheSameCommandsForTenEntriesAsForAHundredThousand() {
        RedisBackend a = nodes.start(options);
        put(a, "k", "v", "few", "many");
        a.clock().evict(named("warm"));
        fill(a, "few", 10);
        fill(a, "many", 100_000);
        Map<String, Long> few = commands.during(() -> a.clock().evict(named("few")));
        Map<String, Long> many = commands.during(() -> a.clock().evict(named("many")));
        assertThat(many).isEqualTo(few).isEqualTo(Map.of("evalsha", 1L, "info", 1L, "hdel", 1L, "hmget", 1L, "zscore", 2L, "hincrby", 1L,
                "zadd", 1L, "zcard", 1L, "xadd", 1L));
        assertThat(find(a, "many99999")).isEmpty();
    }

    @Test
    void whoEvictsIsToldOfTheLogWhatItHasMissed() {
        RedisBackend a = nodes.start(options);
        ClockCalls calls = new ClockCalls(a.link(), a.keys(), options.bounds());
        long before = calls.evict(new Change.Evict(named("one"))).number();
        calls.evict(new Change.Expire(named("two")));
        Change three = new Change.Evict(named("three"));
        Made behind = calls.evict(three, before);
        assertThat(behind.news()).extracting(Logged::number, Logged::change).containsExactly(
                tuple(before + 1, Optional.of(new Change.Expire(named("two")))), tuple(before + 2, Optional.of(three)));
        AtomicReference<Made> upToDate = new AtomicReference<>(behind);
        assertThat(commands.during(() -> upToDate.set(calls.evict(three, upToDate.get().number())))).doesNotContainKey("xrange");
        Made made = upToDate.get();
        assertThat(made.news()).containsExactly(new Logged(made.epoch(), made.number(), Optional.of(three)));
    }

    private void fill(RedisBackend node, String tag, int count) {
        Keys keys = Keys.of(options.namespace(), 0);
        try (Pipeline pipeline = beside.pipelined()) {
            for (int i = 0; i < count; i++) {
                Entry<String> entry = entry(node, tag + i, "v", tag);
                pipeline.psetex(keys.entry("pages", entry.key()), 3_600_000, Frame.encode(entry, new byte[] {'v'}));
            }
        }
        assertThat(find(node, tag + (count - 1))).contains("v");
    }

    @Test
    void readingAnEntryAndPuttingOneAreARoundTripEach() {
        RedisBackend a = nodes.start(options);
        put(a, "k", "v", "t");
        find(a, "k");
        assertThat(commands.during(() -> find(a, "k"))).isEqualTo(Map.of("evalsha", 1L, "get", 1L, "info", 1L, "hdel", 1L, "hmget", 1L,
                "zmscore", 1L, "zrangebyscore", 1L));
        assertThat(commands.during(() -> put(a, "k", "v", "t"))).isEqualTo(Map.of("evalsha", 1L, "hget", 1L, "getrange", 1L, "set", 1L));
    }

    @Test
    void theClockTakesBoundedRoomHoweverManyTagsAreEvicted() {
        RedisBackend a = nodes.start(options.withBounds(new Bounds(1_000, 500, 128, Duration.ofDays(1))));
        put(a, "old", "v", "t");
        for (int i = 0; i < 200; i++) {
            int from = i * 100;
            a.clock().evict(IntStream.range(from, from + 100).mapToObj(n -> named("tag" + n).get(0)).toList());
        }
        for (int i = 0; i < 1_000; i++) {
            a.clock().evictMatching("none" + i);
        }
        String prefix = "{" + options.namespace() + "}:1:";
        assertThat(beside.zcard(prefix + "marks")).isEqualTo(1_001);
        assertThat(beside.zcard(prefix + "patterns")).isEqualTo(129);
        assertThat(beside.xlen(prefix + "log")).isLessThan(700);
        assertThat(find(a, "old")).as("what is forgotten counts as evicted").isEmpty();
        assertThat(put(a, "new", "v", "t")).isTrue();
        assertThat(find(a, "new")).contains("v");
    }

    @Test
    void allButTheClockIsGoneInTime() {
        RedisBackend a = nodes.start(options);
        for (int i = 0; i < 20; i++) {
            put(a, "k" + i, "v", "t" + i);
        }
        store(a).lease("k", "me", Duration.ofSeconds(5));
        List<String> forEver = beside.keys("*").stream().filter(key -> beside.pttl(key) < 0).sorted().toList();
        String prefix = "{" + options.namespace() + "}:1:";
        assertThat(forEver).containsExactly(prefix + "clock", prefix + "log", prefix + "marks", prefix + "patterns");
        assertThat(beside.keys("*")).hasSize(4 + 21);
    }

    @Test
    void namespacesAndVersionsDoNotMeet() {
        RedisBackend shop = nodes.start(options);
        RedisBackend other = nodes.start(redis.options());
        RedisBackend next = nodes.start(options.withVersion(1));
        put(shop, "k", "shop", "t");
        put(other, "k", "other", "t");
        put(next, "k", "next", "t");
        assertThat(find(shop, "k")).contains("shop");
        assertThat(find(other, "k")).contains("other");
        assertThat(find(next, "k")).contains("next");
        store(other).remove("k");
        other.clock().evict(named("t"));
        assertThat(find(shop, "k")).contains("shop");
        assertThat(find(other, "k")).isEmpty();
        shop.clock().evict(named("t"));
        assertThat(find(next, "k")).as("versions of one application have one clock").isEmpty();
    }

    @Test
    void anEntryThatIsEvictedGivesItsRoomBackWhenItIsRead() {
        RedisBackend a = nodes.start(options);
        put(a, "k", "v", "t");
        long keys = beside.dbSize();
        a.clock().evict(named("t"));
        assertThat(find(a, "k")).isEmpty();
        assertThat(beside.dbSize()).isEqualTo(keys - 1);
    }

    @Test
    void garbageUnderAKeyIsAMissAndIsReplaced() {
        RedisBackend a = nodes.start(options);
        byte[] name = Keys.of(options.namespace(), 0).entry("pages", "k");
        for (String garbage : List.of("", "E", "E1", "E1zz", "x".repeat(1_000), "E1" + "0".repeat(60),
                "E1" + "f".repeat(36) + "zzzz" + "q".repeat(99))) {
            beside.psetex(name, 60_000, garbage.getBytes(StandardCharsets.UTF_8));
            assertThat(find(a, "k")).isEmpty();
            assertThat(store(a).findAll(List.of("k"))).isEmpty();
            assertThat(put(a, "k", "v")).isTrue();
            assertThat(find(a, "k")).contains("v");
        }
        beside.psetex(name, 60_000, Frame.encode(entry(a, "other", "v"), new byte[] {'v'}));
        assertThat(find(a, "k")).as("another key's entry").isEmpty();
    }

    @Test
    void closingLeavesNoThreadAndNoConnection() {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        RedisBackend node = nodes.start(options);
        for (int i = 0; i < 50; i++) {
            put(node, "k" + i, "v");
        }
        assertThat(connections()).isPositive();
        node.close();
        assertThat(eventually(() -> connections() == 0)).isTrue();
        assertThat(Thread.getAllStackTraces().keySet().stream().filter(thread -> !before.contains(thread)).map(Thread::getName)
                .filter(name -> name.contains("etagere") || name.contains("edis") || name.contains("pool")).collect(Collectors.toSet()))
                .isEmpty();
    }

    private long connections() {
        return beside.sendCommand(Command.CLIENT, "LIST") instanceof byte[] list
                ? new String(list, StandardCharsets.US_ASCII).lines().filter(line -> line.contains(" name=test ")).count() : -1;
    }

    @Test
    void aPasswordIsInNoFailure() {
        for (String setting : List.of("requirepass right", "rename-command AUTH nothing")) {
            try (TestRedis guarded = TestRedis.started(setting)) {
                RedisServer wrong = guarded.address().with(new Login(Optional.of("me"), Secret.of("hunter2")));
                RedisBackend node = nodes.startAnyway(RedisOptions.of(wrong, "ns"));
                assertThatThrownBy(() -> find(node, "k")).isInstanceOf(RedisStoreException.class).satisfies(failure -> {
                    StringWriter told = new StringWriter();
                    failure.printStackTrace(new PrintWriter(told));
                    assertThat(told.toString()).doesNotContain("hunter2");
                });
                assertThat(node.health().hears()).isFalse();
            }
        }
    }

    @Test
    void whoHasThePasswordGetsIn() {
        try (TestRedis guarded = TestRedis.started("requirepass right")) {
            RedisBackend node = nodes.start(RedisOptions.of(guarded.address().with(new Login(Optional.empty(), Secret.of("right"))), "ns")
                    .withTimeLimit(Duration.ofSeconds(5)));
            assertThat(put(node, "k", "v")).isTrue();
            assertThat(find(node, "k")).contains("v");
            node.close();
        }
    }

    @Test
    void aDatabaseAndAClientNameAreUsed() {
        RedisBackend node = RedisBackend.open(RedisOptions.of(redis.address().withDatabase(3).withClientName("shop-7"), "ns").withTimeLimit(
                Duration.ofSeconds(5)), Clock.systemUTC());
        try {
            assertThat(eventually(() -> put(node, "k", "v"))).isTrue();
            assertThat(beside.dbSize()).isZero();
            assertThat(beside.info("keyspace")).contains("db3:keys=5");
            byte[] clients = (byte[]) beside.sendCommand(Command.CLIENT, "LIST");
            assertThat(new String(clients, StandardCharsets.US_ASCII)).contains("name=shop-7");
        } finally {
            node.close();
        }
    }
}
