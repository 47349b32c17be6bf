package dev.etagere.store.redis;

import dev.etagere.store.redis.RedisServer.Node;
import dev.etagere.store.redis.RedisServer.Sentinel;
import dev.etagere.store.redis.RedisServer.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import redis.embedded.Redis;
import redis.embedded.RedisSentinel;
import redis.embedded.core.RedisSentinelBuilder;
import redis.embedded.core.RedisServerBuilder;

/** A primary, a replica and three sentinels. */
public final class TestSentinels implements AutoCloseable {

    static final String MASTER = "mymaster";

    private final int primaryPort = TestRedis.freePort();
    private final int replicaPort = TestRedis.freePort();
    private final List<Integer> sentinelPorts = List.of(TestRedis.freePort(), TestRedis.freePort(), TestRedis.freePort());
    private final Redis primary;
    private final Redis replica;
    private final List<Redis> sentinels = new ArrayList<>();

    private TestSentinels() {
        try {
            primary = server(primaryPort).build();
            replica = server(replicaPort).slaveOf("127.0.0.1", primaryPort).build();
            primary.start();
            replica.start();
            for (int port : sentinelPorts) {
                RedisSentinelBuilder builder = RedisSentinel.newRedisSentinel().executableProvider(TestBinary.used().server())
                        .bind("127.0.0.1").port(port).masterName(MASTER)
                        .masterPort(primaryPort).quorumSize(2).downAfterMilliseconds(1_000).failOverTimeout(3_000).parallelSyncs(1)
                        .setting("dir " + TestRedis.directory());
                builder.addDefaultReplicationGroup();
                Redis sentinel = builder.build();
                sentinels.add(sentinel);
                sentinel.start();
            }
        } catch (IOException e) {
            close();
            throw new UncheckedIOException(e);
        }
    }

    public static TestSentinels started() {
        return new TestSentinels();
    }

    private static RedisServerBuilder server(int port) {
        return redis.embedded.RedisServer.newRedisServer().executableProvider(TestBinary.used().server()).port(port).bind("127.0.0.1")
                .setting("save \"\"").setting("repl-diskless-sync yes").setting("repl-diskless-sync-delay 0")
                .setting("dir " + TestRedis.directory());
    }

    public int primaryPort() {
        return primaryPort;
    }

    public int replicaPort() {
        return replicaPort;
    }

    public void stopPrimary() {
        stop(primary);
    }

    public RedisServer address() {
        List<Node> nodes = sentinelPorts.stream().map(port -> new Node("127.0.0.1", port)).toList();
        return new RedisServer(new Sentinel(nodes, MASTER), Transport.PLAIN, Optional.empty(), Optional.empty(), 0, "test");
    }

    private static void stop(Redis server) {
        try {
            server.stop();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        sentinels.forEach(TestSentinels::stop);
        stop(replica);
        stop(primary);
    }
}
