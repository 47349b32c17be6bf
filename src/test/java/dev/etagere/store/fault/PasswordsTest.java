package dev.etagere.store.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.etagere.Etagere;
import dev.etagere.cache.Cache;
import dev.etagere.cache.Health.State;
import dev.etagere.store.ByteCodec;
import dev.etagere.store.SharedStore;
import dev.etagere.store.ValueType;
import dev.etagere.store.redis.RedisBackend;
import dev.etagere.store.redis.RedisOptions;
import dev.etagere.store.redis.RedisServer;
import dev.etagere.store.redis.TestGuarded;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol.Command;

/** All that anyone can read of a node that has passwords, with the right ones and with wrong ones, and nobody to show them to. */
@Timeout(60)
class PasswordsTest {

    private static final String REDIS = "hunter-of-redis";
    private static final String SENTINEL = "hunter-of-sentinel";

    @TempDir
    private Path directory;
    private final Recorder log = Recorder.start();
    private final StringBuilder read = new StringBuilder();

    @AfterEach
    void nothingTellsThem() {
        log.close();
        assertThat(read).isNotEmpty();
        assertThat(read + log.text()).doesNotContain(REDIS).doesNotContain(SENTINEL);
    }

    private String sentinel(TestGuarded redis) {
        return "@127.0.0.1:" + redis.sentinelPort() + "/mymaster";
    }

    private static String settings(String store, String more) {
        return "namespace: ns\nstore: " + store + "\nredis: {timeLimit: 1s, connectTimeout: 300ms, clientName: shop" + more + "}\n";
    }

    /** Opens it, uses it, and reads all that it says. */
    private void use(String yaml, State expected) throws IOException {
        Path file = Files.writeString(directory.resolve("etagere.yaml"), yaml);
        try (Etagere etagere = Etagere.open(file)) {
            Cache<String> cache = etagere.cache("texts", String.class);
            if (expected == State.SHARED) {
                Node.eventually(() -> cache.put("k", "v") && etagere.health().state() == State.SHARED && etagere.evict("t").delivered(),
                        log::text);
            }
            cache.put("k", "v", "t");
            assertThat(cache.get("k")).contains("v");
            etagere.evict("t");
            etagere.expire("t");
            Node.eventually(() -> etagere.health().state() == expected, log::text);
            read.append(etagere).append(etagere.health())
                    .append(cache).append(cache.statistics()).append(threads());
        }
    }

    private static String threads() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).collect(Collectors.joining(" "));
    }

    private void readFailure(Throwable failure) {
        StringWriter all = new StringWriter();
        failure.printStackTrace(new PrintWriter(all, true));
        read.append(all);
    }

    @Test
    void thoseThatAreRightLetIn() throws IOException {
        try (TestGuarded redis = TestGuarded.started(REDIS, SENTINEL)) {
            use(settings("redis-sentinel://:" + REDIS + sentinel(redis), ", sentinelPassword: " + SENTINEL), State.SHARED);
            use(settings("redis-sentinel://127.0.0.1:" + redis.sentinelPort() + "/mymaster",
                    ", password: " + REDIS + ", sentinelPassword: " + SENTINEL), State.SHARED);
            use(settings("redis://:" + REDIS + "@127.0.0.1:" + redis.port(), ""), State.SHARED);
            try (Jedis beside = new Jedis("127.0.0.1", redis.port())) {
                beside.auth(REDIS);
                read.append(new String((byte[]) beside.sendCommand(Command.CLIENT, "LIST"), StandardCharsets.UTF_8));
            }
        }
    }

    @Test
    void wrongOnesAreNotTold() throws IOException {
        try (TestGuarded redis = TestGuarded.started("right", "right")) {
            use(settings("redis-sentinel://me:" + REDIS + sentinel(redis), ", sentinelPassword: right"), State.AWAY);
            use(settings("redis-sentinel://:right" + sentinel(redis), ", sentinelPassword: " + SENTINEL), State.AWAY);
            use(settings("redis-sentinel://:right" + sentinel(redis), ", sentinelUser: me, sentinelPassword: " + SENTINEL), State.AWAY);
            use(settings("redis://:" + REDIS + "@127.0.0.1:" + redis.port(), ""), State.AWAY);
            assertThat(log.text()).contains("WRONGPASS");
            redis.stopRedis();
            use(settings("redis://:" + REDIS + "@127.0.0.1:" + redis.port(), ""), State.AWAY);
            use(settings("redis-cluster://:" + REDIS + "@127.0.0.1:" + redis.port(), ""), State.AWAY);
        }
    }

    @Test
    void norByExceptionsAndWhatAreMadeOfThem() {
        try (TestGuarded redis = TestGuarded.started("right", "right")) {
            for (String uri : List.of("redis://me:" + REDIS + "@127.0.0.1:" + redis.port(), "redis-sentinel://:" + REDIS + sentinel(redis),
                    "redis-cluster://:" + REDIS + "@127.0.0.1:" + redis.port())) {
                RedisOptions options = RedisOptions.of(RedisServer.parse(uri), "ns").withConnectTimeout(Duration.ofMillis(300));
                try (RedisBackend backend = RedisBackend.open(options, Clock.systemUTC())) {
                    SharedStore<byte[]> store = backend.open("pages", ValueType.shared(bytes -> bytes.length, new Bytes()));
                    readFailure(catchThrowable(() -> store.find("k")));
                    readFailure(catchThrowable(() -> store.lease("k", "me", Duration.ofSeconds(1))));
                    read.append(options).append(options.server()).append(options.server().login()).append(backend).append(backend.health())
                            .append(backend.storeHealth()).append(store);
                }
            }
            for (String wrong : List.of("redis://" + REDIS + "@host", "redis://:" + REDIS + "@", "redis://:" + REDIS + "%@h",
                    "redis-sentinel://:" + REDIS + "@h", "redis-cluster://:" + REDIS + "@h/7", "rediss://:" + REDIS + "@h?x",
                    "http://:" + REDIS + "@h")) {
                readFailure(catchThrowable(() -> RedisServer.parse(wrong)));
                readFailure(catchThrowable(() -> Etagere.builder().store(wrong).build().close()));
            }
        }
    }

    private static final class Bytes implements ByteCodec<byte[]> {
        @Override
        public byte[] encode(byte[] value) {
            return value;
        }

        @Override
        public Optional<byte[]> decode(byte[] bytes) {
            return Optional.of(bytes);
        }
    }
}
