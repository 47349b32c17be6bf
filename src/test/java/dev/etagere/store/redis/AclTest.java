package dev.etagere.store.redis;

import static dev.etagere.store.redis.Nodes.entry;
import static dev.etagere.store.redis.Nodes.named;
import static dev.etagere.store.redis.Nodes.store;
import static org.assertj.core.api.Assertions.assertThat;

import dev.etagere.store.Entry;
import dev.etagere.store.EvictionClock.Numbered;
import dev.etagere.store.EvictionClock.Verdict;
import dev.etagere.store.SharedStore.Checked;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.args.ClientType;
import redis.clients.jedis.params.ClientKillParams;

/** A user in Redis who may do what docs/redis.md says, and one who may not all of it. */
@Timeout(60)
@OnEachRedis
class AclTest {

    private static TestRedis redis;

    private final Nodes nodes = new Nodes();
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final Logger logger = Logger.getLogger(RedisBackend.class.getName());
    private final Handler listening = new Handler() {
        @Override
        public void publish(LogRecord told) {
            log.add(told.getMessage());
        }

        @Override
        public void flush() {
        }

        @Override
        public void close() {
        }
    };

    @OnEachRedis.Start
    static void startRedis() {
        redis = TestRedis.started();
    }

    @OnEachRedis.Stop
    static void stopRedis() {
        redis.close();
    }

    @BeforeEach
    void listen() {
        logger.addHandler(listening);
    }

    @AfterEach
    void close() {
        nodes.close();
        logger.removeHandler(listening);
    }

    /** As the user of the page, with these rules besides, in another database than the first. */
    private static RedisOptions options(String... more) {
        RedisOptions options = redis.options();
        RedisOptions second = RedisOptions.of(options.server().withDatabase(1), options.namespace()).withTimeLimit(Duration.ofSeconds(5));
        options = TestAcl.restricted(second, List.of(redis.port()));
        set(options, more);
        return options;
    }

    private static void set(RedisOptions options, String... rules) {
        TestAcl.set(redis.port(), options.namespace(), rules);
    }

    @Test
    void whoseRightsAreThoseOfThePageIsToldNothing() {
        RedisBackend node = nodes.start(options());
        assertThat(store(node).put(entry(node, "k", "v", "t"))).isTrue();
        node.clock().evict(named("t"));
        assertThat(store(node).get("k")).isEmpty();
        assertThat(refusals()).isEmpty();
    }

    /** The line of the log that tells of what is refused. */
    private String told() {
        assertThat(Nodes.eventually(() -> refusals().size() > 0)).isTrue();
        assertThat(refusals()).as("once").hasSize(1);
        return refusals().get(0);
    }

    private List<String> refusals() {
        return log.stream().filter(line -> line.contains("does not let") || line.contains("NOPERM")).toList();
    }

    @Test
    void whatIsRefusedIsTriedAndNamed() {
        List<String> tried = Arrays.stream(TestAcl.rules("shop")).filter(rule -> rule.startsWith("+") && !rule.contains("|"))
                .map(rule -> rule.substring(1)).filter(name -> !List.of("select", "eval", "evalsha", "info").contains(name)).toList();
        RedisBackend node = nodes.startAnyway(options(tried.stream().map(name -> "-" + name).toArray(String[]::new)));
        String beginning = "Redis (127.0.0.1:" + redis.port() + ") does not let its user run ";
        assertThat(told()).contains(beginning);
        List<String> names = List.of(told().substring(told().indexOf(beginning) + beginning.length()).toLowerCase(Locale.ROOT).split(", "));
        assertThat(names).containsExactlyInAnyOrderElementsOf(tried);
        assertThat(node.hears()).isFalse();
    }

    @Test
    void oneThatIsRefusedIsNamedAndOnceItIsGrantedAllGoesOn() {
        RedisOptions options = options("-zadd");
        RedisBackend node = nodes.startAnyway(options);
        assertThat(told()).endsWith("does not let its user run ZADD");
        assertThat(node.hears()).isFalse();
        set(options, "+zadd");
        assertThat(Nodes.eventually(node::hears)).isTrue();
        assertThat(store(node).put(entry(node, "k", "v", "t"))).isTrue();
    }

    @Test
    void keysThatAreRefusedAreNamed() {
        RedisOptions options = options("resetkeys", "~others:*");
        String namespace = options.namespace();
        nodes.startAnyway(options);
        assertThat(told()).endsWith("does not let its user have the keys ~{" + namespace + "}:* and ~" + namespace + ":*");
    }

    @Test
    void withoutScriptsItIsToldThatTheyAreRefused() {
        for (String script : List.of("evalsha", "eval")) {
            try (RedisClient admin = redis.client()) {
                admin.scriptFlush();
            }
            log.clear();
            nodes.startAnyway(options("-" + script));
            assertThat(told()).contains("'" + script + "'");
        }
    }

    /** As a replica that was promoted and lacks the last eviction, of a node that is gone: its clock goes on from before that. */
    @Test
    void withoutInfoWhatIsNearWhenAPromotionCannotBeSeenIsNotFoundAgain() {
        RedisOptions options = options("-info");
        RedisBackend node = nodes.start(options);
        assertThat(store(node).put(entry(node, "k", "v", "t"))).isTrue();
        RedisBackend gone = nodes.startAnyway(options);
        long lost = gone.clock().evict(named("lost")).number();
        gone.close();
        assertThat(Nodes.eventually(() -> node.clock().position() >= lost)).isTrue();
        Entry<String> near = store(node).find("k").flatMap(Checked::near).orElseThrow();
        String clock = "{" + options.namespace() + "}:1:clock";
        try (Jedis beside = new Jedis("127.0.0.1", redis.port())) {
            beside.select(1);
            beside.hincrBy(clock, "position", -1);
            beside.clientKill(new ClientKillParams().type(ClientType.NORMAL).skipMe(ClientKillParams.SkipMe.YES));
        }
        assertThat(Nodes.eventually(() -> node.mirror().judge(near) == Verdict.EVICTED)).isTrue();
        assertThat(Nodes.eventually(node::hears)).isTrue();
        RedisBackend other = nodes.start(options);
        Numbered made = other.clock().evict(named("t"));
        other.clock().evict(named("u"));
        assertThat(Nodes.eventually(() -> node.clock().position() > made.number())).isTrue();
        assertThat(node.clock().epoch()).isEqualTo(near.epoch());
        assertThat(node.mirror().judge(near)).isEqualTo(Verdict.EVICTED);
    }

    @Test
    void withoutInfoItGoesAndIsToldOnce() {
        RedisBackend node = nodes.start(options("-info"));
        assertThat(store(node).put(entry(node, "k", "v", "t"))).isTrue();
        assertThat(store(node).get("k")).isPresent();
        assertThat(told()).contains("INFO");
    }
}
