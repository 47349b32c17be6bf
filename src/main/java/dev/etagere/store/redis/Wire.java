package dev.etagere.store.redis;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Writes and reads what goes to Redis: numbers, and texts of any chars, each with its length. */
final class Wire {

    private static final byte LATIN_1 = 0;
    private static final byte UTF_16 = 1;

    private Wire() {
    }

    /** The text as bytes of its own. */
    static byte[] bytes(String text) {
        ByteBuffer out = ByteBuffer.allocate(size(text));
        put(out, text);
        return out.array();
    }

    /** Bytes that a text takes. */
    static int size(String text) {
        return Integer.BYTES + 1 + (isLatin1(text) ? text.length() : 2 * text.length());
    }

    /** Texts that are no Unicode are kept as they are. */
    static void put(ByteBuffer out, String text) {
        if (isLatin1(text)) {
            out.putInt(text.length()).put(LATIN_1).put(text.getBytes(StandardCharsets.ISO_8859_1));
        } else {
            out.putInt(2 * text.length()).put(UTF_16);
            for (int i = 0; i < text.length(); i++) {
                out.putChar(text.charAt(i));
            }
        }
    }

    /**
     * Believes the length only as far as there are bytes for it.
     *
     * @throws RuntimeException where it is not what {@link #put} wrote
     */
    static String text(ByteBuffer in) {
        int length = in.getInt();
        byte form = in.get();
        if (length < 0 || length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        ByteBuffer bytes = in.slice(in.position(), length);
        in.position(in.position() + length);
        if (form == LATIN_1) {
            return StandardCharsets.ISO_8859_1.decode(bytes).toString();
        }
        if (form != UTF_16 || length % 2 != 0) {
            throw new IllegalArgumentException("no text");
        }
        return bytes.asCharBuffer().toString();
    }

    private static boolean isLatin1(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0xff) {
                return false;
            }
        }
        return true;
    }
}
