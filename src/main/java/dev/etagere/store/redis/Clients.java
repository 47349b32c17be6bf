package dev.etagere.store.redis;

import dev.etagere.store.redis.RedisServer.Cluster;
import dev.etagere.store.redis.RedisServer.Login;
import dev.etagere.store.redis.RedisServer.Node;
import dev.etagere.store.redis.RedisServer.Sentinel;
import dev.etagere.store.redis.RedisServer.Standalone;
import dev.etagere.store.redis.RedisServer.Tls;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLParameters;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.RedisSentinelClient;
import redis.clients.jedis.UnifiedJedis;

/** Makes Jedis's clients. */
final class Clients {

    /** A sentinel says nothing until a primary is replaced; Jedis would take it for lost, and not listen for 5 s. */
    private static final int FOR_EVER = 0;

    private final RedisServer server;
    private final int connections;
    private final Duration connectTimeout;
    private final Duration timeout;

    Clients(RedisServer server, int connections, Duration connectTimeout, Duration timeout) {
        this.server = server;
        this.connections = connections;
        this.connectTimeout = connectTimeout;
        this.timeout = timeout;
    }

    UnifiedJedis open() {
        JedisClientConfig config = config(server.login()).database(server.database()).clientName(server.clientName()).build();
        if (server.place() instanceof Sentinel sentinel) {
            JedisClientConfig listening = config(server.sentinelLogin()).blockingSocketTimeoutMillis(FOR_EVER).build();
            return RedisSentinelClient.builder().sentinels(addresses(sentinel.sentinels())).masterName(sentinel.master())
                    .clientConfig(config).sentinelClientConfig(listening).poolConfig(pool()).build();
        }
        if (server.place() instanceof Cluster cluster) {
            return RedisClusterClient.builder().nodes(addresses(cluster.nodes())).clientConfig(config).poolConfig(pool())
                    .maxAttempts(3).maxTotalRetriesDuration(timeout).build();
        }
        Node node = ((Standalone) server.place()).node();
        return RedisClient.builder().hostAndPort(address(node)).clientConfig(config).poolConfig(pool()).build();
    }

    static void refresh(UnifiedJedis client) {
        if (client instanceof RedisClient standalone) {
            standalone.getPool().clear();
        } else if (client instanceof RedisSentinelClient sentinel) {
            sentinel.getPrimaryNodesConnectionMap().values().forEach(pool -> pool.clear());
        } else if (client instanceof RedisClusterClient cluster) {
            cluster.getClusterNodes().values().forEach(pool -> pool.clear());
        }
    }

    boolean holdsSecret(String text) {
        return Stream.of(server.login(), server.sentinelLogin()).flatMap(Optional::stream)
                .map(login -> login.password().reveal()).anyMatch(password -> !password.isEmpty() && text.contains(password));
    }

    static byte[] bytes(String ascii) {
        return ascii.getBytes(StandardCharsets.US_ASCII);
    }

    /** A blocking command gets the time it blocks on top: the caller waits for less than that again. */
    private DefaultJedisClientConfig.Builder config(Optional<Login> login) {
        int millis = Math.toIntExact(timeout.toMillis());
        DefaultJedisClientConfig.Builder config = DefaultJedisClientConfig.builder().resp2().autoNegotiateProtocol(false)
                .connectionTimeoutMillis(Math.toIntExact(connectTimeout.toMillis())).socketTimeoutMillis(millis)
                .blockingSocketTimeoutMillis(2 * millis);
        login.ifPresent(with -> config.password(with.password().reveal()));
        login.flatMap(Login::user).ifPresent(config::user);
        if (server.transport() instanceof Tls tls) {
            SSLParameters verifying = new SSLParameters();
            verifying.setEndpointIdentificationAlgorithm("HTTPS");
            config.ssl(true).sslSocketFactory(tls.certificates().sockets()).sslParameters(verifying);
        }
        return config;
    }

    private ConnectionPoolConfig pool() {
        ConnectionPoolConfig pool = new ConnectionPoolConfig();
        pool.setMaxTotal(connections);
        pool.setMaxIdle(connections);
        pool.setMinIdle(0);
        pool.setMaxWait(timeout);
        pool.setTestWhileIdle(false);
        pool.setTimeBetweenEvictionRuns(Duration.ofMillis(-1));
        pool.setJmxEnabled(false);
        return pool;
    }

    private static Set<HostAndPort> addresses(List<Node> nodes) {
        return nodes.stream().map(Clients::address).collect(Collectors.toSet());
    }

    private static HostAndPort address(Node node) {
        return new HostAndPort(node.host(), node.port());
    }
}
