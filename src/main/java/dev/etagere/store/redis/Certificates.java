package dev.etagere.store.redis;

import java.io.BufferedInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collections;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Whom a node trusts, and as whom it shows itself, where it speaks TLS. Files are read once, when they are named. Immutable; safe for use
 * by many threads.
 */
public final class Certificates {

    /** Whoever the JVM trusts; the node shows nothing. */
    public static final Certificates OF_JVM = new Certificates(null, null, "of the JVM");

    private static final String PEM = "-----BEGIN";
    private static final int LOOK_AHEAD = 1 << 16;

    private final TrustManager @Nullable [] trusted;
    private final KeyManager @Nullable [] shown;
    private final String files;

    private Certificates(TrustManager @Nullable [] trusted, KeyManager @Nullable [] shown, String files) {
        this.trusted = trusted;
        this.shown = shown;
        this.files = files;
    }

    /**
     * Those that trust the certificates in this file alone: a PKCS #12 or JKS key store, or certificates in PEM.
     *
     * @param password of the key store; none where it has none, and for PEM
     * @throws IllegalArgumentException telling why the file is of no use; the message holds no password
     */
    public Certificates trusting(Path file, Optional<Secret> password) {
        try {
            KeyStore store = isPem(file) ? pem(file) : keyStore(file, password);
            if (Collections.list(store.aliases()).isEmpty()) {
                throw new IllegalArgumentException(file.toAbsolutePath() + " holds no certificate"
                        + (password.isPresent() ? "" : " that can be read without a password"));
            }
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(store);
            return new Certificates(managers.getTrustManagers(), shown, files + ", trusting " + file);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(file.toAbsolutePath() + " cannot be used: " + e.getMessage(), e);
        }
    }

    /**
     * Those that show the certificate in this PKCS #12 or JKS key store to a Redis that asks for one.
     *
     * @param password of the key store and of the key in it
     * @throws IllegalArgumentException telling why the file is of no use; the message holds no password
     */
    public Certificates showing(Path file, Optional<Secret> password) {
        try {
            KeyStore store = keyStore(file, password);
            if (!holdsKey(store)) {
                throw new IllegalArgumentException(file.toAbsolutePath() + " holds no private key"
                        + (password.isPresent() ? "" : " that can be read without a password"));
            }
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(store, chars(password));
            return new Certificates(trusted, managers.getKeyManagers(), files + ", showing " + file);
        } catch (UnrecoverableKeyException e) {
            throw new IllegalArgumentException(file.toAbsolutePath() + " has a key that the password does not open", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(file.toAbsolutePath() + " cannot be used: " + e.getMessage(), e);
        }
    }

    SSLSocketFactory sockets() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(shown, trusted, null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has TLS", e);
        }
    }

    /** The files. */
    @Override
    public String toString() {
        return files;
    }

    private static KeyStore keyStore(Path file, Optional<Secret> password) throws GeneralSecurityException {
        require(file);
        try {
            return KeyStore.getInstance(new File(file.toString()), chars(password));
        } catch (IOException e) {
            throw new IllegalArgumentException(e.getCause() instanceof UnrecoverableKeyException
                    ? file.toAbsolutePath() + " does not open with this password" : unreadable(file, e), e);
        }
    }

    private static KeyStore pem(Path file) throws GeneralSecurityException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (Certificate certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry(Integer.toString(store.size()), certificate);
            }
            return store;
        } catch (IOException | CertificateException e) {
            throw new IllegalArgumentException(unreadable(file, e), e);
        }
    }

    private static boolean isPem(Path file) {
        require(file);
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(LOOK_AHEAD), StandardCharsets.ISO_8859_1).contains(PEM);
        } catch (IOException e) {
            throw new IllegalArgumentException(unreadable(file, e), e);
        }
    }

    private static boolean holdsKey(KeyStore store) throws GeneralSecurityException {
        for (String alias : Collections.list(store.aliases())) {
            if (store.isKeyEntry(alias)) {
                return true;
            }
        }
        return false;
    }

    private static char @Nullable [] chars(Optional<Secret> password) {
        return password.map(secret -> secret.reveal().toCharArray()).orElse(null);
    }

    private static void require(Path file) {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new IllegalArgumentException(file.toAbsolutePath() + " is no file that can be read");
        }
    }

    private static String unreadable(Path file, Exception cause) {
        return file.toAbsolutePath() + " cannot be read as certificates: " + cause.getMessage();
    }
}
