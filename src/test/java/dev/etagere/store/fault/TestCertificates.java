package dev.etagere.store.fault;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** An authority and what it issued, made by the JDK's keytool. */
final class TestCertificates {

    static final String PASSWORD = "Pass+word/of=stores";

    private final Path directory;
    private final KeyStore all;

    private TestCertificates(Path directory) throws IOException, GeneralSecurityException {
        this.directory = directory;
        Path made = directory.resolve("all.p12");
        keytool(made, "ca", "-ext", "bc:c", "-dname", "CN=Authority");
        keytool(made, "good", "-signer", "ca", "-ext", "san=dns:localhost,ip:127.0.0.1", "-dname", "CN=good");
        keytool(made, "elsewhere", "-signer", "ca", "-ext", "san=dns:redis.example", "-dname", "CN=redis.example");
        keytool(made, "expired", "-signer", "ca", "-ext", "san=dns:localhost,ip:127.0.0.1", "-dname", "CN=expired", "-startdate", "-9d",
                "-validity", "5");
        keytool(made, "client", "-signer", "ca", "-dname", "CN=client");
        keytool(made, "stranger", "-ext", "san=dns:localhost,ip:127.0.0.1", "-dname", "CN=stranger");
        this.all = KeyStore.getInstance(made.toFile(), PASSWORD.toCharArray());
    }

    static TestCertificates in(Path directory) {
        try {
            return new TestCertificates(directory);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A file that holds the certificate and no key. */
    Path trusting(String name) {
        return write(name + ".trust.p12", store -> store.setCertificateEntry(name, all.getCertificate(name)));
    }

    /** The same as text. */
    Path pem(String name) {
        try {
            String base64 = Base64.getMimeEncoder().encodeToString(all.getCertificate(name).getEncoded());
            return Files.writeString(directory.resolve(name + ".pem"),
                    "Issued for tests\n-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n");
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A file that holds the key and its certificate. */
    Path showing(String name) {
        return write(name + ".key.p12", store -> copy(name, store));
    }

    /** What a server needs that shows this certificate, and takes clients that the authority knows. */
    SSLContext server(String name) {
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            KeyStore own = KeyStore.getInstance("PKCS12");
            own.load(null, null);
            copy(name, own);
            keys.init(own, PASSWORD.toCharArray());
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(KeyStore.getInstance(trusting("ca").toFile(), PASSWORD.toCharArray()));
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The private key in PEM, and the certificates to it, as a Redis that speaks TLS itself takes them. */
    List<Path> forRedis(String name) {
        try {
            Key key = all.getKey(name, PASSWORD.toCharArray());
            Path file = directory.resolve(name + ".key.pem");
            Files.write(file, ("-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(key.getEncoded())
                    + "\n-----END PRIVATE KEY-----\n").getBytes(StandardCharsets.US_ASCII));
            return List.of(file, pem(name), pem("ca"));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private void copy(String name, KeyStore into) throws GeneralSecurityException {
        Certificate[] chain = all.getCertificateChain(name);
        into.setKeyEntry(name, all.getKey(name, PASSWORD.toCharArray()), PASSWORD.toCharArray(), chain);
    }

    private Path write(String name, Filling filling) {
        Path file = directory.resolve(name);
        try (OutputStream out = Files.newOutputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            filling.into(store);
            store.store(out, PASSWORD.toCharArray());
            return file;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void keytool(Path store, String alias, String... rest) throws IOException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair",
                "-keystore", store.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD, "-keyalg", "EC", "-groupname", "secp256r1",
                "-alias", alias));
        Collections.addAll(command, rest);
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new UncheckedIOException(new IOException(said));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private interface Filling {
        void into(KeyStore store) throws GeneralSecurityException;
    }
}
