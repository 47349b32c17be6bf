package dev.etagere.store.redis;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** Says in plain words why TLS did not come about. */
final class Handshake {

    private Handshake() {
    }

    /** What is wrong and what would mend it; empty where it is not for TLS that a call failed. */
    static Optional<String> trouble(Throwable failure) {
        return causes(failure).filter(SSLException.class::isInstance).findFirst().map(Handshake::told);
    }

    private static String told(Throwable tls) {
        if (has(tls, CertificateExpiredException.class) || has(tls, CertificateNotYetValidException.class)) {
            return "its certificate is out of date, or this machine's clock is wrong";
        }
        if (has(tls, CertPathBuilderException.class)) {
            return "its certificate was issued by nobody who is trusted here; name who issued it in redis.trustStore";
        }
        String message = String.valueOf(tls.getMessage());
        if (has(tls, CertificateException.class) && message.startsWith("No ")) {
            return "its certificate is for another host (" + message + "); use a name that it has, or let it be issued for this one";
        }
        String said = message.toLowerCase(Locale.ROOT);
        if (said.contains("unrecognized ssl message")) {
            return "it does not speak TLS at that port; write redis:// and no tls: true, or take the port that does";
        }
        if (said.contains("certificate_required") || said.contains("bad_certificate") || said.contains("certificate_unknown")
                || said.contains("unknown_ca")) {
            return "it does not take the certificate of this node, or misses one (" + message + "); give it one in redis.keyStore";
        }
        return message;
    }

    private static boolean has(Throwable failure, Class<? extends Exception> kind) {
        return causes(failure).anyMatch(kind::isInstance);
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, t -> t != null, Throwable::getCause).limit(20)
                .flatMap(t -> Stream.concat(Stream.of(t), Stream.of(t.getSuppressed())));
    }
}
