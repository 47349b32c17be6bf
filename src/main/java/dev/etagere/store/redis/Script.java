package dev.etagere.store.redis;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A script that runs inside of Redis, known there by its digest. */
final class Script {

    private final byte[] text;
    private final byte[] sha;

    Script(String... parts) {
        this.text = String.join("\n", parts).getBytes(StandardCharsets.UTF_8);
        this.sha = HexFormat.of().formatHex(sha1(text)).getBytes(StandardCharsets.US_ASCII);
    }

    byte[] text() {
        return text;
    }

    byte[] sha() {
        return sha;
    }

    private static byte[] sha1(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }
}
