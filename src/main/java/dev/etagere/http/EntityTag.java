package dev.etagere.http;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * An entity tag (RFC 9110 §8.8.3).
 *
 * @param weak whether it is marked {@code W/}
 * @param opaque what stands between the quotes; there is no escaping, so never a quote
 */
public record EntityTag(boolean weak, String opaque) {

    /** 144 bits: no padding in base64, and far beyond what chance or a collision search reaches. */
    private static final int DIGEST_BYTES = 18;

    /** @throws IllegalArgumentException where {@code opaque} has a character that no entity-tag may have */
    public EntityTag {
        if (endOfOpaque(opaque, 0) != opaque.length()) {
            throw new IllegalArgumentException("not the inside of an entity-tag: " + opaque);
        }
    }

    /** Empty for anything that is not an entity-tag: unquoted, {@code w/} in lower case, text after the closing quote. */
    public static Optional<EntityTag> parse(String value) {
        int from = FieldSyntax.skipWhitespace(value, 0, value.length());
        int end = endOfTag(value, from);
        if (end < 0 || FieldSyntax.skipWhitespace(value, end, value.length()) != value.length()) {
            return Optional.empty();
        }
        return Optional.of(tag(value, from, end));
    }

    /** All well-formed members of a list, in order; {@code *} is not one. Members that are not entity-tags are left out. */
    public static List<EntityTag> parseList(List<String> fieldValues) {
        List<EntityTag> tags = new ArrayList<>();
        for (String value : fieldValues) {
            int at = 0;
            while (at < value.length()) {
                at = FieldSyntax.skipWhitespace(value, at, value.length());
                int end = endOfTag(value, at);
                int next = end < 0 ? at : FieldSyntax.skipWhitespace(value, end, value.length());
                if (end >= 0 && (next == value.length() || value.charAt(next) == ',')) {
                    tags.add(tag(value, at, end));
                } else {
                    next = endOfJunk(value, at);
                }
                at = next + 1;
            }
        }
        return tags;
    }

    /**
     * A strong tag made of the bytes: equal bytes have equal tags. It is a truncated SHA-256, so it costs about what reading the bytes
     * costs
     * several times over; make it when a response is stored, not when it is sent.
     */
    public static EntityTag ofContent(byte[] content, int offset, int length) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(content, offset, length);
            byte[] head = Arrays.copyOf(digest.digest(), DIGEST_BYTES);
            return new EntityTag(false, Base64.getUrlEncoder().withoutPadding().encodeToString(head));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Neither is weak and the opaque parts are the same (RFC 9110 §8.8.3.2). */
    public boolean strongEquals(EntityTag other) {
        return !weak && !other.weak && opaque.equals(other.opaque);
    }

    /** The opaque parts are the same, weak or not. */
    public boolean weakEquals(EntityTag other) {
        return opaque.equals(other.opaque);
    }

    /** As it stands in a field: {@code W/"opaque"} or {@code "opaque"}. */
    @Override
    public String toString() {
        return weak ? "W/\"" + opaque + '"' : '"' + opaque + '"';
    }

    /** Whether the whole of a field's value is this tag, weak or not: the common revalidation, answered without making an object. */
    boolean isWeaklyTheText(String value) {
        int from = value.startsWith("W/") ? 2 : 0;
        int length = opaque.length();
        return value.length() == from + length + 2
                && value.charAt(from) == '"'
                && value.charAt(from + 1 + length) == '"'
                && value.startsWith(opaque, from + 1);
    }

    private static EntityTag tag(String value, int from, int end) {
        boolean weak = value.charAt(from) == 'W';
        return new EntityTag(weak, value.substring(from + (weak ? 3 : 1), end - 1));
    }

    /** The position after the closing quote of the entity-tag that begins at {@code from}, or -1 where none does. */
    private static int endOfTag(String value, int from) {
        int quote = value.startsWith("W/", from) ? from + 2 : from;
        if (quote >= value.length() || value.charAt(quote) != '"') {
            return -1;
        }
        int end = endOfOpaque(value, quote + 1);
        return end < value.length() && value.charAt(end) == '"' ? end + 1 : -1;
    }

    /** The first position that holds no {@code etagc}: visible ASCII but the quote, and everything beyond ASCII. */
    private static int endOfOpaque(String value, int from) {
        int at = from;
        while (at < value.length()) {
            char c = value.charAt(at);
            if (c <= ' ' || c == '"' || c == 0x7F) {
                break;
            }
            at++;
        }
        return at;
    }

    /** The comma that ends a member which is no entity-tag, or the end; commas within a pair of quotes do not end it. */
    private static int endOfJunk(String value, int from) {
        int at = from;
        while (at < value.length() && value.charAt(at) != ',') {
            int closing = value.charAt(at) == '"' ? value.indexOf('"', at + 1) : -1;
            at = closing < 0 ? at + 1 : closing + 1;
        }
        return at;
    }
}
