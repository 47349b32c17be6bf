package dev.etagere.store.redis;

import dev.etagere.store.Entry;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * A value of a data cache as bytes: a head that is changed in its place, then a {@link Frame}, which is not. The head has, at fixed
 * places, a mark with the format's version; a checksum (8 hexadecimal digits) of the rest of the head, and of the frame as far as scripts
 * read it, its own checksum among that; a stamp that tells one put from all others (16 hexadecimal digits); who is about to replace it
 * (16, all zero where nobody is); the deadline in milliseconds since 1970, and the number of its put (16 decimal digits each). A head
 * without a frame says that something is about to be put. Anything else than what this version wrote is nothing.
 */
record DataFrame(Head head, Frame frame) {

    static final String NOBODY = "0".repeat(16);
    static final int HEAD = 74;
    private static final byte[] MARK = {'D', '1'};
    private static final int SUM = MARK.length;
    private static final int STAMP = SUM + 8;
    private static final int WRITER = STAMP + 16;
    private static final int DEADLINE = WRITER + 16;
    private static final int NUMBER = DEADLINE + 16;
    private static final int FRAME_HEAD = 42;
    private static final int READ_BY_SCRIPTS = HEAD + FRAME_HEAD;
    private static final long MAX_DEADLINE = 9_999_999_999_999_999L;

    /** @param stamp 16 hexadecimal digits that no other put has */
    static byte[] encode(Entry<?> entry, byte[] value, String stamp) {
        byte[] frame = Frame.encode(entry, value);
        byte[] all = new byte[HEAD + frame.length];
        System.arraycopy(MARK, 0, all, 0, MARK.length);
        System.arraycopy(frame, 0, all, HEAD, frame.length);
        put(all, STAMP, stamp + NOBODY + digits(entry.deadline()));
        return numbered(all, 0);
    }

    /** The same value with the number of its put. */
    static byte[] numbered(byte[] encoded, long number) {
        byte[] all = encoded.clone();
        put(all, NUMBER, Frame.digits(number));
        put(all, SUM, sum(all, READ_BY_SCRIPTS + Frame.toCheck(Arrays.copyOfRange(all, HEAD, all.length)).get(2).length));
        return all;
    }

    /** Empty for anything but what {@link #encode} made, and what scripts made of that. Never throws. */
    static Optional<DataFrame> decode(byte[] bytes) {
        return Head.read(bytes).flatMap(head ->
                Frame.decode(Arrays.copyOfRange(bytes, HEAD, bytes.length)).map(frame -> new DataFrame(head, frame)));
    }

    <V> Entry<V> entry(V decoded) {
        return frame.entry(decoded).until(head.deadline());
    }

    static String digits(long millis) {
        return Frame.digits(Math.max(0, Math.min(millis, MAX_DEADLINE)));
    }

    private static void put(byte[] into, int at, String ascii) {
        byte[] bytes = ascii.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, into, at, bytes.length);
    }

    private static String sum(byte[] bytes, int end) {
        return sum(Arrays.copyOfRange(bytes, STAMP, end));
    }

    /** As scripts make it. */
    static String sum(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes), 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }

    /**
     * What tells whether a value is valid, without the value.
     *
     * @param number of its put on the clock, or of what was told of it later
     * @param toCheck epoch, fence and the tags' digests, as a script wants them
     */
    record Head(String stamp, String writer, long deadline, long number, List<byte[]> toCheck) {

        /** Of a whole value, or of the first bytes of one, up to the end of its digests. Never throws. */
        static Optional<Head> read(byte[] bytes) {
            if (bytes.length < READ_BY_SCRIPTS || !Arrays.equals(bytes, 0, SUM, MARK, 0, SUM)) {
                return Optional.empty();
            }
            try {
                int end = READ_BY_SCRIPTS + Digest.LENGTH * Integer.parseInt(text(bytes, READ_BY_SCRIPTS - 8, READ_BY_SCRIPTS - 4), 16);
                if (end < READ_BY_SCRIPTS || end > bytes.length || !text(bytes, SUM, STAMP).equals(sum(bytes, end))) {
                    return Optional.empty();
                }
                return Optional.of(new Head(text(bytes, STAMP, WRITER), text(bytes, WRITER, DEADLINE),
                        Long.parseLong(text(bytes, DEADLINE, NUMBER)), Long.parseLong(text(bytes, NUMBER, HEAD)),
                        Frame.toCheck(Arrays.copyOfRange(bytes, HEAD, end))));
            } catch (NumberFormatException malformed) {
                return Optional.empty();
            }
        }

        /** Whether nobody is about to replace it. */
        boolean isSettled() {
            return writer.equals(NOBODY);
        }

        /** Tells this state of it from all others but its deadlines. */
        String id() {
            return stamp + writer;
        }

        private static String text(byte[] bytes, int from, int to) {
            return new String(bytes, from, to - from, StandardCharsets.US_ASCII);
        }
    }
}
