package dev.etagere.store.redis;

import static dev.etagere.store.redis.Nodes.SOON;
import static dev.etagere.store.redis.Nodes.entry;
import static dev.etagere.store.redis.Nodes.eventually;
import static dev.etagere.store.redis.Nodes.find;
import static dev.etagere.store.redis.Nodes.named;
import static dev.etagere.store.redis.Nodes.put;
import static dev.etagere.store.redis.Nodes.putIfReached;
import static dev.etagere.store.redis.Nodes.store;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.etagere.store.Entry;
import dev.etagere.store.EvictionClock.Numbered;
import dev.etagere.store.EvictionClock.Verdict;
import dev.etagere.store.SharedStore.Checked;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.RedisClient;

/** One Redis that goes, comes again, forgets and refuses. */
@Timeout(120)
@OnEachRedis
class RedisFaultTest {

    private final TestRedis redis = TestRedis.started();
    private final RedisOptions options = redis.options().withTimeLimit(Duration.ofMillis(500)).withConnectTimeout(Duration.ofMillis(500))
            .withMaxSilence(Duration.ofSeconds(1));
    private final Nodes nodes = new Nodes();

    @AfterEach
    void close() {
        nodes.close();
        redis.close();
    }

    private String key(String name) {
        return "{" + options.namespace() + "}:1:" + name;
    }

    @Test
    void aRedisThatComesLaterIsUsedThen() {
        redis.stop();
        RedisBackend a = nodes.startAnyway(options);
        assertThat(a.hears()).isFalse();
        assertThat(put(a, "k", "v")).isFalse();
        assertThatThrownBy(() -> find(a, "k")).isInstanceOf(RedisStoreException.class);
        assertThat(a.clock().evict(named("t"))).isEqualTo(new Numbered(0, false));
        assertThat(a.health().pending()).isEqualTo(1);
        redis.start();
        assertThat(eventually(() -> a.hears() && a.health().pending() == 0)).isTrue();
        assertThat(eventually(() -> putIfReached(a, "k", "v"))).isTrue();
        assertThat(find(a, "k")).contains("v");
    }

    @Test
    void aRedisThatLostEverythingIsAnotherClock() {
        RedisBackend a = nodes.start(options);
        RedisBackend b = nodes.start(options);
        long epoch = a.clock().epoch();
        put(a, "k", "v", "t");
        Entry<String> near = store(b).find("k").flatMap(Checked::near).orElseThrow();
        Entry<String> begun = entry(a, "k", "old", "t");
        redis.stop();
        redis.start();
        assertThat(eventually(() -> a.hears() && b.hears() && a.clock().epoch() != epoch
                && a.clock().epoch() == b.clock().epoch())).isTrue();
        assertThat(b.mirror().judge(near)).isEqualTo(Verdict.EVICTED);
        assertThat(store(a).put(begun)).isFalse();
        assertThat(put(a, "k", "new", "t")).isTrue();
        assertThat(find(b, "k")).contains("new");
    }

    @Test
    void anEvictionThatCannotBeToldIsInForceHereAndToldLater() {
        RedisBackend a = nodes.start(options);
        put(a, "k", "v", "t");
        Entry<String> near = store(a).find("k").flatMap(Checked::near).orElseThrow();
        redis.stop();
        assertThat(a.clock().evict(named("t")).delivered()).isFalse();
        assertThat(a.mirror().judge(near)).isEqualTo(Verdict.EVICTED);
        Entry<String> alone = entry(a, "k", "alone", "t");
        assertThat(a.mirror().judge(alone)).isEqualTo(Verdict.VALID);
        a.clock().evict(named("t"));
        assertThat(a.mirror().judge(alone)).isEqualTo(Verdict.EVICTED);
    }

    @Test
    void evictionsThatOneNodeCouldNotTellReachTheOthers() throws InterruptedException {
        RedisBackend a = nodes.start(options);
        RedisBackend b = nodes.start(options);
        put(b, "k", "v", "t");
        try (RedisClient beside = redis.client()) {
            beside.configSet("min-replicas-to-write", "1");
            assertThat(a.clock().evict(named("t")).delivered()).isFalse();
            assertThatThrownBy(() -> find(b, "k")).as("who takes no evictions has no say").isInstanceOf(RedisStoreException.class);
            assertThat(eventually(() -> !b.hears())).isTrue();
            beside.configSet("min-replicas-to-write", "0");
        }
        assertThat(eventually(() -> a.health().pending() == 0 && a.hears() && b.hears())).isTrue();
        assertThat(find(b, "k")).isEmpty();
        assertThat(put(b, "k", "new", "t")).isTrue();
        assertThat(find(a, "k")).contains("new");
    }

    @Test
    void connectionsThatRedisEndedAreReplacedWithoutAnyoneNoticing() {
        RedisBackend a = nodes.start(options);
        List<String> keys = List.of("1", "2", "3");
        keys.forEach(key -> put(a, key, "v"));
        try (RedisClient beside = redis.client()) {
            for (int i = 0; i < 5; i++) {
                assertThat(store(a).findAll(keys)).hasSize(3);
                beside.sendCommand(Command.CLIENT, "KILL", "TYPE", "normal");
                assertThat(store(a).findAll(keys)).hasSize(3);
            }
        }
    }

    @Test
    void manyPendingEvictionsBecomeOneOfEverything() {
        RedisBackend a = nodes.start(options);
        put(a, "k", "v");
        redis.stop();
        for (int i = 0; i < 30_000; i++) {
            a.clock().evict(named("t" + i));
        }
        assertThat(a.health().pending()).isLessThanOrEqualTo(10_001);
        redis.start();
        assertThat(eventually(() -> a.hears() && a.health().pending() == 0)).isTrue();
    }

    @Test
    void aTableThatRedisGaveUpAloneMakesEveryEntryInvalid() {
        for (String part : List.of("clock", "marks", "patterns")) {
            RedisBackend a = nodes.start(options);
            put(a, "k", "v", "t");
            assertThat(find(a, "k")).contains("v");
            try (RedisClient beside = redis.client()) {
                beside.del(key(part));
            }
            assertThat(find(a, "k")).as("without " + part).isEmpty();
            assertThat(eventually(() -> a.hears() && putIfReached(a, "k", "new", "t") && find(a, "k").isPresent())).isTrue();
        }
    }

    @Test
    void aLogThatIsLostOrTooShortIsTakenForAnEvictionOfEverything() {
        RedisBackend a = nodes.start(options);
        put(a, "k", "v");
        Entry<String> near = store(a).find("k").flatMap(Checked::near).orElseThrow();
        try (RedisClient beside = redis.client()) {
            beside.del(key("log"));
            beside.hincrBy(key("clock"), "position", 3);
            long position = Long.parseLong(beside.hget(key("clock"), "position"));
            assertThat(eventually(() -> a.clock().position() == position)).isTrue();
        }
        assertThat(a.mirror().judge(near)).isEqualTo(Verdict.EVICTED);
        assertThat(eventually(a::hears)).isTrue();
    }

    @Test
    void aFullRedisTakesEvictionsAndRefusesEntries() throws InterruptedException {
        RedisBackend a = nodes.start(options);
        RedisBackend b = nodes.start(options);
        put(a, "k", "v", "t");
        put(a, "l", "v", "u");
        try (RedisClient beside = redis.client()) {
            beside.configSet("maxmemory-policy", "noeviction");
            beside.configSet("maxmemory", "1");
            assertThat(put(a, "m", "v")).isFalse();
            assertThat(a.health().full()).isEqualTo(1);
            assertThat(find(a, "l")).contains("v");
            Numbered made = a.clock().evict(named("t"));
            assertThat(made.delivered()).isTrue();
            assertThat(b.clock().await(made.number(), SOON)).isTrue();
            assertThat(find(b, "k")).isEmpty();
            assertThat(a.hears()).isTrue();
            beside.configSet("maxmemory", "0");
        }
        assertThat(put(a, "m", "v")).isTrue();
    }

    @Test
    void aServerThatBecomesAReplicaIsNotAsked() {
        RedisBackend a = nodes.start(options);
        put(a, "k", "v", "t");
        try (TestRedis other = TestRedis.started(); RedisClient beside = redis.client()) {
            beside.sendCommand(Command.REPLICAOF, "127.0.0.1", Integer.toString(other.port()));
            assertThatThrownBy(() -> find(a, "k")).isInstanceOf(RedisStoreException.class);
            assertThat(a.clock().evict(named("t")).delivered()).isFalse();
            beside.sendCommand(Command.REPLICAOF, "NO", "ONE");
        }
        assertThat(eventually(() -> a.hears() && a.health().pending() == 0)).isTrue();
        assertThat(find(a, "k")).isEmpty();
        assertThat(eventually(() -> putIfReached(a, "k", "new", "t"))).isTrue();
    }

    @Test
    void aPromotedServerForgetsWhatItCannotKnowToBeValid() {
        RedisBackend a = nodes.start(options);
        put(a, "k", "v", "t");
        long epoch = a.clock().epoch();
        long position = a.clock().position();
        try (RedisClient beside = redis.client()) {
            beside.sendCommand(Command.REPLICAOF, "127.0.0.1", "1");
            beside.sendCommand(Command.REPLICAOF, "NO", "ONE");
        }
        assertThat(find(a, "k")).as("evictions may have been lost on the way").isEmpty();
        assertThat(eventually(() -> a.hears() && a.clock().position() > position && putIfReached(a, "k", "new", "t"))).isTrue();
        assertThat(a.clock().epoch()).isNotEqualTo(epoch);
        assertThat(find(a, "k")).contains("new");
    }
}
