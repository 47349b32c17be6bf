package dev.etagere.store.redis;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A script that runs inside of Redis, known there by its digest. It gives back the last of its arguments, a word that no other call has,
 * with its result: so a reply cannot be taken for that of another call, whatever becomes of replies on their way. The word stands before
 * the elements of a list, not beside it: Redis writes each list within a list by a call of the system of its own, and that takes longer
 * than most scripts.
 */
final class Script {

    private static final String BEGIN = """
            local word = table.remove(ARGV)
            local function result()
            """;
    private static final String END = """

            end
            local given = result()
            if type(given) ~= 'table' then return {word, given} end
            table.insert(given, 1, '+' .. word)
            return given
            """;

    private final byte[] text;
    private final byte[] sha;

    Script(String... parts) {
        this.text = (BEGIN + String.join("\n", parts) + END).getBytes(StandardCharsets.UTF_8);
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
