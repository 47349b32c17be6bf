package dev.etagere.store.redis;

import dev.etagere.store.redis.RedisServer.Node;
import dev.etagere.store.redis.RedisServer.Standalone;
import dev.etagere.store.redis.RedisServer.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import redis.clients.jedis.RedisClient;
import redis.embedded.RedisServer;
import redis.embedded.core.RedisServerBuilder;

/** A real Redis of its own, which may be stopped and started again, empty. */
public final class TestRedis implements AutoCloseable {

    private static final AtomicInteger NAMES = new AtomicInteger();

    private final TestBinary binary = TestBinary.used();
    private final int port = TestPorts.free();
    private final String[] settings;
    private RedisServer server;

    private TestRedis(String... settings) {
        this.settings = settings;
        start();
    }

    public static TestRedis started(String... settings) {
        return new TestRedis(settings);
    }

    public void start() {
        try {
            RedisServerBuilder builder = RedisServer.newRedisServer().executableProvider(binary.server()).port(port).bind("127.0.0.1")
                    .soutListener(TestBinary::forget).setting("save \"\"").setting("dir " + directory());
            Arrays.stream(settings).forEach(builder::setting);
            server = builder.build();
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void stop() {
        try {
            server.stop();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port;
    }

    public dev.etagere.store.redis.RedisServer address() {
        return new dev.etagere.store.redis.RedisServer(new Standalone(new Node("127.0.0.1", port)), Transport.PLAIN, Optional.empty(),
                Optional.empty(), 0, "test");
    }

    /** Options with a namespace that nobody else has. */
    public RedisOptions options() {
        return RedisOptions.of(address(), newNamespace()).withTimeLimit(Duration.ofSeconds(5)).withConnectTimeout(Duration.ofSeconds(5));
    }

    public static String newNamespace() {
        return "ns" + NAMES.incrementAndGet();
    }

    /** For looking at it from beside. */
    public RedisClient client() {
        return RedisClient.builder().hostAndPort("127.0.0.1", port).build();
    }

    @Override
    public void close() {
        stop();
    }

    static Path directory() {
        try {
            Path directory = Files.createTempDirectory("redis");
            directory.toFile().deleteOnExit();
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
