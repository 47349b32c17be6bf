package dev.etagere.sample.web;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tokens that a page of ours puts into its forms and that no other site can know: a time of expiry and an HMAC over it and the user, with
 * a secret of this run. No session is needed. Safe for use by many threads.
 */
final class CsrfTokens {

    private static final String ALGORITHM = "HmacSHA256";
    private static final Duration LIFETIME = Duration.ofHours(8);
    private static final int SECRET_BYTES = 32;

    private final SecretKeySpec secret;
    private final InstantSource clock;

    private CsrfTokens(byte[] secret, InstantSource clock) {
        this.secret = new SecretKeySpec(secret, ALGORITHM);
        this.clock = clock;
    }

    static CsrfTokens create() {
        return create(InstantSource.system());
    }

    static CsrfTokens create(InstantSource clock) {
        byte[] secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        return new CsrfTokens(secret, clock);
    }

    String issue(String user) {
        long expires = clock.instant().plus(LIFETIME).getEpochSecond();
        return expires + "." + mac(expires, user);
    }

    /** @param token as the client sent it, or null */
    boolean valid(String token, String user) {
        int dot = token == null ? -1 : token.indexOf('.');
        if (dot < 1) {
            return false;
        }
        try {
            long expires = Long.parseLong(token.substring(0, dot));
            byte[] expected = mac(expires, user).getBytes(StandardCharsets.US_ASCII);
            return MessageDigest.isEqual(expected, token.substring(dot + 1).getBytes(StandardCharsets.UTF_8))
                    && clock.instant().getEpochSecond() < expires;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private String mac(long expires, String user) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            byte[] digest = mac.doFinal((expires + "\n" + user).getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(ALGORITHM + " is in every Java", e);
        }
    }
}
