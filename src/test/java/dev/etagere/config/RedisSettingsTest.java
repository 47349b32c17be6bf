package dev.etagere.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.etagere.store.redis.RedisOptions;
import dev.etagere.store.redis.RedisServer.Login;
import dev.etagere.store.redis.RedisServer.Tls;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Certificates and logins under {@code redis:}. */
class RedisSettingsTest {

    private static final String PASSWORD = "geheim";

    @TempDir
    private Path directory;

    /** Holds a certificate that the JVM trusts, and no key. */
    private Path store() throws GeneralSecurityException, IOException {
        Path file = directory.resolve("trust.p12");
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("some", some());
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD.toCharArray());
        }
        return file;
    }

    private static X509Certificate some() throws GeneralSecurityException {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init((KeyStore) null);
        return ((X509TrustManager) trust.getTrustManagers()[0]).getAcceptedIssuers()[0];
    }

    private static RedisOptions read(String redis) {
        return Read.yaml("store: rediss://localhost\nredis:\n" + redis).redis().orElseThrow();
    }

    @Test
    void aTrustStoreIsRead() throws GeneralSecurityException, IOException {
        Path file = store();
        RedisOptions options = read("  trustStore: " + file + "\n  trustStorePassword: " + PASSWORD);
        assertThat(options.server().transport()).isInstanceOfSatisfying(Tls.class,
                tls -> assertThat(tls.certificates()).hasToString("of the JVM, trusting " + file));
        assertThat(options.toString()).doesNotContain(PASSWORD);
        assertThat(Read.settings().store("redis://localhost").redis(redis -> redis.tls().trustStore(file).trustStorePassword(PASSWORD))
                .configuration().redis()).isPresent();
    }

    @Test
    void mistakesAreToldWhereTheyAre() throws GeneralSecurityException, IOException {
        Path file = store();
        Path none = directory.resolve("none");
        Path text = Files.writeString(directory.resolve("text"), "no certificate");
        assertMistake("trustStore: " + none, "f:3: redis.trustStore: " + none + " is no file that can be read");
        assertMistake("trustStore: " + directory, "f:3: redis.trustStore: " + directory + " is no file that can be read");
        assertMistake("trustStore: " + text, "f:3: redis.trustStore: " + text + " cannot be used: Unrecognized keystore format");
        assertMistake("{trustStore: " + file + ", trustStorePassword: wrong" + PASSWORD + "}",
                "f:3: redis.trustStore: " + file + " does not open with this password");
        assertMistake("trustStore: " + file,
                "f:3: redis.trustStore: " + file + " holds no certificate that can be read without a password");
        assertMistake("trustStorePassword: " + PASSWORD, "f:3: redis.trustStorePassword: is of no use without trustStore");
        assertMistake("keyStorePassword: " + PASSWORD, "f:3: redis.keyStorePassword: is of no use without keyStore");
        assertMistake("{keyStore: " + file + ", keyStorePassword: " + PASSWORD + "}",
                "f:3: redis.keyStore: " + file + " holds no private key");
        assertMistake("keyStore: " + none, "f:3: redis.keyStore: " + none + " is no file that can be read");
        assertThat(Read.mistakes("store: redis://localhost\nredis: {keyStore: " + file + "}"))
                .containsExactly("f:2: redis.keyStore: is of no use without TLS: write rediss:// or tls: true");
        assertThatThrownBy(() -> Read.settings().store("redis://localhost").redis(redis -> redis.trustStore(file)).configuration())
                .hasMessageContaining("redis.trustStore: is of no use without TLS");
    }

    private static void assertMistake(String setting, String mistake) {
        assertThat(Read.mistakes("store: rediss://localhost\nredis:\n  " + setting))
                .satisfiesExactly(line -> assertThat(line).startsWith(mistake).doesNotContain(PASSWORD).doesNotContain("\n"));
    }

    @Test
    void aUserAloneTakesThePasswordOfTheUri() {
        Login login = Read.yaml("store: redis://other:" + PASSWORD + "@localhost\nredis: {user: shop}").redis().orElseThrow().server()
                .login().orElseThrow();
        assertThat(login.user()).contains("shop");
        assertThat(Read.yaml("store: redis://other:first@localhost\nredis: {password: " + PASSWORD + "}").redis().orElseThrow().server()
                .login().orElseThrow().user()).isEqualTo(Optional.of("other"));
        assertThat(Read.mistakes("store: redis://localhost\nredis: {user: shop}"))
                .containsExactly("f:2: redis.user: needs a password too");
        assertThat(Read.mistakes("store: redis-sentinel://localhost/m\nredis: {sentinelUser: shop}"))
                .containsExactly("f:2: redis.sentinelUser: needs a password too");
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "redis: {password: [geheim]}",
            "redis: {password: {geheim: 1}}",
            "redis: {password: geheim, password: geheim2}",
            "redis: {password: 'geheim}",
            "redis: {password: \"gehe\\qim geheim\"}",
            "redis: {password: geheim",
            "redis: {password: *geheim}",
            "redis: {password: !!geheim x}",
            "redis: {password: @geheim}",
            "redis: {password: %geheim}",
            "redis: [password, geheim]",
            "store: geheim",
            "store: redis://user:geheim@",
            "store: redis://user:geheim@host/17/18",
            "store: redis://user:geheim@ho st",
            "store: redis://user:geheim%4@host",
            "store: [redis://user:geheim@host]",
            "store: {redis://user:geheim@host: 1}",
            "store: http://user:geheim@host",
            "store: redis-cluster://user:geheim@host/4",
            "store: redis://user:geheim@host?password=geheim"})
    void noMistakeTellsAPassword(String yaml) {
        assertThat(Read.mistakes(yaml)).isNotEmpty().allSatisfy(line -> assertThat(line).doesNotContain(PASSWORD));
    }
}
