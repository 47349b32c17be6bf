package dev.etagere.store.redis;

import dev.etagere.store.redis.RedisServer.Cluster;
import dev.etagere.store.redis.RedisServer.Node;
import dev.etagere.store.redis.RedisServer.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import redis.clients.jedis.Jedis;
import redis.embedded.RedisShardedCluster;
import redis.embedded.core.RedisServerBuilder;

/** Three primaries, each with a third of the slots. */
public final class TestCluster implements AutoCloseable {

    private final RedisShardedCluster cluster;

    private TestCluster(int replicas) {
        try {
            Path directory = TestRedis.directory();
            cluster = RedisShardedCluster.newRedisCluster().ephemeral()
                    .withServerBuilder(new RedisServerBuilder().executableProvider(TestBinary.used().server()).bind("127.0.0.1")
                            .setting("save \"\"").setting("cluster-node-timeout 1500").setting("dir " + directory))
                    .shard("a", replicas).shard("b", replicas).shard("c", replicas).initializationTimeout(Duration.ofSeconds(30)).build();
            cluster.start();
            awaitAgreement();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Each of them learns a little later than the others that all slots are served. */
    private void awaitAgreement() {
        for (int port : ports()) {
            try (Jedis node = new Jedis("127.0.0.1", port)) {
                Nodes.eventually(() -> node.clusterInfo().contains("cluster_state:ok"));
            }
        }
    }

    public static TestCluster started() {
        return new TestCluster(0);
    }

    public List<Integer> ports() {
        return cluster.serverPorts();
    }

    public RedisServer address() {
        return new RedisServer(new Cluster(ports().stream().map(port -> new Node("127.0.0.1", port)).toList()), Transport.PLAIN,
                Optional.empty(), Optional.empty(), 0, "test");
    }

    /** Options with a namespace that nobody else has. */
    public RedisOptions options() {
        return RedisOptions.of(address(), TestRedis.newNamespace()).withTimeLimit(Duration.ofSeconds(5))
                .withConnectTimeout(Duration.ofSeconds(5));
    }

    @Override
    public void close() {
        try {
            cluster.stop();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
