package dev.etagere.store.redis;

import dev.etagere.store.Tag;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * Short names for tags and keys of any length: the first 128 bits of SHA-256 over a kind and the parts, each with its length. Should two
 * tags ever meet, one is evicted with the other; should two keys, one is not found, as the entry holds the whole key.
 */
final class Digest {

    static final int LENGTH = 16;

    private Digest() {
    }

    static byte[] of(Tag tag) {
        if (tag instanceof Tag.Named named) {
            return of('N', named.name());
        }
        if (tag instanceof Tag.NamedIn named) {
            return of('I', named.region(), named.name());
        }
        if (tag instanceof Tag.OfKey key) {
            return ofKey(key.region(), key.key());
        }
        if (tag instanceof Tag.OfRegion region) {
            return of('R', region.region());
        }
        return of('A');
    }

    static byte[] ofKey(String region, String key) {
        return of('K', region, key);
    }

    private static byte[] of(char kind, String... parts) {
        int size = 1;
        for (String part : parts) {
            size += Wire.size(part);
        }
        ByteBuffer bytes = ByteBuffer.allocate(size).put((byte) kind);
        for (String part : parts) {
            Wire.put(bytes, part);
        }
        return Arrays.copyOf(sha256().digest(bytes.array()), LENGTH);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
