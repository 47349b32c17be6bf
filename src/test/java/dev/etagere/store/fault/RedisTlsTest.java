package dev.etagere.store.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.etagere.cache.Health;
import dev.etagere.store.fault.TlsProxy.Clients;
import dev.etagere.store.redis.Certificates;
import dev.etagere.store.redis.RedisOptions;
import dev.etagere.store.redis.RedisServer;
import dev.etagere.store.redis.RedisServer.Login;
import dev.etagere.store.redis.RedisServer.Tls;
import dev.etagere.store.redis.Secret;
import dev.etagere.store.redis.TestGuarded;
import dev.etagere.store.redis.TestRedis;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A Redis behind TLS, and some that only say they are one. */
@Timeout(60)
@DisplayName("With TLS")
class RedisTlsTest {

    private static final Optional<Secret> PASSWORD = Optional.of(Secret.of(TestCertificates.PASSWORD));

    @TempDir
    private static Path directory;
    private static TestCertificates certificates;
    private static TestRedis redis;

    private final Recorder log = Recorder.start();
    private final String namespace = Node.newNamespace();

    @BeforeAll
    static void startRedis() {
        certificates = TestCertificates.in(directory);
        redis = TestRedis.started();
    }

    @AfterAll
    static void stopRedis() {
        redis.close();
    }

    @AfterEach
    void stopRecording() {
        log.close();
    }

    private static Certificates trusted() {
        return Certificates.OF_JVM.trusting(certificates.trusting("ca"), PASSWORD);
    }

    private static TlsProxy tls(String shown, Clients clients) {
        return new TlsProxy(0, redis.port(), certificates.server(shown), clients);
    }

    private static RedisServer server(TlsProxy before, Certificates with) {
        return RedisServer.parse("rediss://localhost:" + before.port()).with(new Tls(with));
    }

    private Node node(TlsProxy before, Certificates with) {
        return new Node(RedisOptions.of(server(before, with), namespace).withTimeLimit(Duration.ofSeconds(2)));
    }

    /** All goes on without it, and the log says why and what would help. */
    private void staysAway(TlsProxy before, Certificates with, String because) {
        try (Node node = node(before, with)) {
            assertThat(node.get("k", () -> "loaded")).isEqualTo("loaded");
            assertThat(node.find("k")).contains("loaded");
            assertThat(node.evict("t").delivered()).isFalse();
            Node.eventually(() -> log.text().contains(because), log::text);
            assertThat(node.caches.health().state()).isEqualTo(Health.State.AWAY);
            assertThat(node.far.hears()).isFalse();
            assertThat(log.text()).contains("No TLS with Redis (localhost:" + before.port() + "): ")
                    .doesNotContain(TestCertificates.PASSWORD);
        }
    }

    @Test
    void entriesAndEvictionsAreShared() {
        try (TlsProxy tls = tls("good", Clients.ANY); Node a = node(tls, trusted()); Node b = node(tls, trusted())) {
            Node.eventually(() -> a.well().put("k", "v", "t") && b.well().find("k").isPresent());
            assertThat(tls.encrypted()).isPositive();
            assertThat(a.evict("t").delivered()).isTrue();
            Node.eventually(() -> b.find("k").isEmpty());
        }
    }

    @Test
    void theDefaultLimitsAreEnough() {
        try (TlsProxy tls = tls("good", Clients.ANY); Node node = new Node(RedisOptions.of(server(tls, trusted()), namespace))) {
            Node.eventually(() -> node.well().put("k", "v") && node.find("k").isPresent());
        }
    }

    @Test
    void trustMayBeGivenInPem() {
        Certificates pem = Certificates.OF_JVM.trusting(certificates.pem("ca"), Optional.empty());
        try (TlsProxy tls = tls("good", Clients.ANY); Node node = node(tls, pem)) {
            node.well();
        }
    }

    @ParameterizedTest(name = "a server whose certificate is {0} is refused")
    @CsvSource({
            "stranger, issued by nobody who is trusted here; name who issued it in redis.trustStore",
            "elsewhere, is for another host (No subject alternative DNS name matching localhost found.)",
            "expired, is out of date"})
    void aServerIsRefused(String shown, String because) {
        try (TlsProxy tls = tls(shown, Clients.ANY)) {
            staysAway(tls, trusted(), because);
            assertThat(tls.encrypted()).isZero();
        }
    }

    @Test
    void anAuthorityThatTheJvmDoesNotKnowIsRefused() {
        try (TlsProxy tls = tls("good", Clients.ANY)) {
            staysAway(tls, Certificates.OF_JVM, "issued by nobody who is trusted here");
        }
    }

    @Test
    void aPortWithoutTlsIsNamed() throws IOException {
        try (ServerSocket plain = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            answer(plain);
            RedisServer server = RedisServer.parse("rediss://localhost:" + plain.getLocalPort());
            try (Node node = new Node(RedisOptions.of(server, namespace))) {
                assertThat(node.get("k", () -> "loaded")).isEqualTo("loaded");
                Node.eventually(() -> log.text().contains("does not speak TLS at that port"));
            }
        }
    }

    /** As Redis does, where there is an end of line in what it was sent. */
    private static void answer(ServerSocket plain) {
        Thread thread = new Thread(() -> {
            while (!plain.isClosed()) {
                try (Socket client = plain.accept()) {
                    client.getInputStream().read(new byte[4_096]);
                    client.getOutputStream().write("-ERR unknown command\r\n".getBytes(StandardCharsets.US_ASCII));
                } catch (IOException ended) {
                    continue;
                }
            }
        }, "plain");
        thread.setDaemon(true);
        thread.start();
    }

    @Test
    void aServerThatAsksWhoWeAreIsShown() {
        Certificates both = trusted().showing(certificates.showing("client"), PASSWORD);
        try (TlsProxy tls = tls("good", Clients.KNOWN); Node node = node(tls, both)) {
            node.well();
            assertThat(tls.encrypted()).isPositive();
        }
        try (TlsProxy tls = tls("good", Clients.KNOWN)) {
            staysAway(tls, trusted(), "give it one in redis.keyStore");
        }
    }

    @Test
    void sentinelsAreReachedByItAndEachByItsOwnPassword() {
        String right = TestCertificates.PASSWORD.replace('=', '-');
        try (TestGuarded redis = TestGuarded.encrypted(right, "sentinels-" + right, certificates.forRedis("good"))) {
            RedisServer server = RedisServer.parse("redis-sentinel://127.0.0.1:" + redis.tlsSentinelPort() + "/mymaster")
                    .with(new Login(Optional.empty(), Secret.of(right))).with(new Tls(trusted()));
            RedisServer let = server.withSentinel(new Login(Optional.empty(), Secret.of("sentinels-" + right)));
            try (Node node = new Node(RedisOptions.of(let, namespace).withTimeLimit(Duration.ofSeconds(2)))) {
                Node.eventually(() -> node.well().put("k", "v") && node.evict("t").delivered(), log::text);
            }
            assertThat(log.text()).doesNotContain("No TLS");
            try (Node node = new Node(RedisOptions.of(let.with(new Tls(Certificates.OF_JVM)), namespace))) {
                Node.eventually(() -> log.text().contains("All sentinels down"), log::text);
                assertThat(log.text()).as("Jedis says why").contains("PKIX path building failed");
                assertThat(node.caches.health().state()).isEqualTo(Health.State.AWAY);
            }
            try (Node node = new Node(RedisOptions.of(server, namespace))) {
                Node.eventually(() -> log.text().contains("NOAUTH"), log::text);
                assertThat(node.caches.health().state()).isEqualTo(Health.State.AWAY);
            }
            assertThat(log.text()).doesNotContain(right);
        }
    }
}
