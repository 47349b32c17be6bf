package dev.etagere.store.redis;

import dev.etagere.store.redis.RedisServer.Node;
import dev.etagere.store.redis.RedisServer.Sentinel;
import dev.etagere.store.redis.RedisServer.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.embedded.Redis;
import redis.embedded.RedisSentinel;
import redis.embedded.core.RedisSentinelBuilder;
import redis.embedded.core.RedisServerBuilder;

/** A primary, a replica and three sentinels. */
public final class TestSentinels implements AutoCloseable {

    static final String MASTER = "mymaster";

    private final int primaryPort = TestPorts.free();
    private final int replicaPort = TestPorts.free();
    private final List<Integer> sentinelPorts = TestPorts.free(3);
    private final Redis primary;
    private final Redis replica;
    private final Map<Integer, TestProcess> processes = new HashMap<>();
    private final List<Redis> sentinels = new ArrayList<>();

    private TestSentinels() {
        try {
            primary = server(primaryPort).build();
            replica = server(replicaPort).slaveOf("127.0.0.1", primaryPort).build();
            primary.start();
            replica.start();
            processes.put(primaryPort, new TestProcess(primary));
            processes.put(replicaPort, new TestProcess(replica));
            for (int port : sentinelPorts) {
                RedisSentinelBuilder builder = RedisSentinel.newRedisSentinel().executableProvider(TestBinary.used().server())
                        .bind("127.0.0.1").port(port).masterName(MASTER)
                        .masterPort(primaryPort).quorumSize(2).downAfterMilliseconds(1_000).failOverTimeout(3_000).parallelSyncs(1)
                        .soutListener(TestBinary::forget).setting("dir " + TestRedis.directory());
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
                .soutListener(TestBinary::forget).setting("save \"\"").setting("repl-diskless-sync yes")
                .setting("repl-diskless-sync-delay 0").setting("dir " + TestRedis.directory());
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

    /** Of the server that the sentinels call the primary now. */
    public int currentPrimary() {
        for (int port : sentinelPorts) {
            try (Jedis sentinel = TestProcess.client(port)) {
                return Integer.parseInt(sentinel.sentinelGetMasterAddrByName(MASTER).get(1));
            } catch (JedisException away) {
                continue;
            }
        }
        throw new IllegalStateException("no sentinel is there");
    }

    /** Whether there is a primary with a replica that follows it, and every sentinel knows of both. */
    public boolean isWell() {
        int current = currentPrimary();
        try (Jedis server = TestProcess.client(current)) {
            return server.info("replication").contains("state=online") && sentinelPorts.stream().allMatch(port -> knows(port, current));
        } catch (JedisException away) {
            return false;
        }
    }

    private static boolean knows(int sentinelPort, int current) {
        try (Jedis sentinel = TestProcess.client(sentinelPort)) {
            return sentinel.sentinelMaster(MASTER).get("flags").equals("master")
                    && sentinel.sentinelMaster(MASTER).get("port").equals(Integer.toString(current))
                    && sentinel.sentinelReplicas(MASTER).stream().anyMatch(replica -> replica.get("flags").equals("slave"));
        }
    }

    /** Asks for a failover without need, as one does before maintenance; they may refuse, be it that there is one under way. */
    public void failOver() {
        try (Jedis sentinel = TestProcess.client(sentinelPorts.get(0))) {
            sentinel.sentinelFailover(MASTER);
        } catch (JedisDataException refused) {
            return;
        }
    }

    public void kill(int port) {
        processes.get(port).kill();
    }

    /** With nothing in it; as a replica, where another one is the primary by now. */
    public void revive(int port) {
        processes.get(port).revive();
        int current = currentPrimary();
        if (current != port) {
            try (Jedis server = TestProcess.client(port)) {
                server.replicaof("127.0.0.1", current);
            }
        }
    }

    public void hang(int port) {
        processes.get(port).hang();
    }

    public void resume(int port) {
        processes.get(port).resume();
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
        processes.values().forEach(TestProcess::resume);
        stop(replica);
        stop(primary);
    }
}
