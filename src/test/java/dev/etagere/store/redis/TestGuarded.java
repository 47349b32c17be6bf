package dev.etagere.store.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import redis.embedded.Redis;
import redis.embedded.RedisSentinel;
import redis.embedded.core.RedisSentinelBuilder;
import redis.embedded.core.RedisServerBuilder;

/** A primary and a sentinel, each of which asks for a password of its own. */
public final class TestGuarded implements AutoCloseable {

    private final int port = TestPorts.free();
    private final int sentinelPort = TestPorts.free();
    private final int tlsPort = TestPorts.free();
    private final int tlsSentinelPort = TestPorts.free();
    private final Redis primary;
    private final Redis sentinel;

    private TestGuarded(String password, String sentinelPassword, List<Path> certificates) {
        boolean tls = !certificates.isEmpty();
        try {
            RedisServerBuilder server = redis.embedded.RedisServer.newRedisServer().executableProvider(TestBinary.used().server())
                    .port(port).bind("127.0.0.1").soutListener(TestBinary::forget).setting("save \"\"")
                    .setting("dir " + TestRedis.directory()).setting("requirepass " + password);
            RedisSentinelBuilder watching = RedisSentinel.newRedisSentinel().executableProvider(TestBinary.used().server())
                    .bind("127.0.0.1").port(sentinelPort).masterName(TestSentinels.MASTER).masterPort(tls ? tlsPort : port).quorumSize(1)
                    .soutListener(TestBinary::forget).setting("dir " + TestRedis.directory()).setting("requirepass " + sentinelPassword);
            if (tls) {
                tls(certificates, tlsPort).forEach(server::setting);
                tls(certificates, tlsSentinelPort).forEach(watching::setting);
            }
            watching.addDefaultReplicationGroup();
            watching.setting("sentinel auth-pass " + TestSentinels.MASTER + " " + password);
            primary = server.build();
            sentinel = watching.build();
            primary.start();
            sentinel.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static TestGuarded started(String password, String sentinelPassword) {
        return new TestGuarded(password, sentinelPassword, List.of());
    }

    /** @param certificates a private key, the certificate to it, and that of who issued it, in PEM */
    public static TestGuarded encrypted(String password, String sentinelPassword, List<Path> certificates) {
        return new TestGuarded(password, sentinelPassword, certificates);
    }

    private static List<String> tls(List<Path> certificates, int at) {
        return List.of("tls-port " + at, "tls-key-file " + certificates.get(0), "tls-cert-file " + certificates.get(1),
                "tls-ca-cert-file " + certificates.get(2), "tls-auth-clients no", "tls-replication yes");
    }

    public int port() {
        return port;
    }

    public int sentinelPort() {
        return sentinelPort;
    }

    public int tlsSentinelPort() {
        return tlsSentinelPort;
    }

    public void stopRedis() {
        try {
            primary.stop();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            sentinel.stop();
            primary.stop();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
