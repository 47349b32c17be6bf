package dev.etagere.store.redis;

import dev.etagere.store.Entry;
import dev.etagere.store.Tag;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * An entry as bytes. First what scripts read, at fixed places: a mark with the format's version, the epoch (16 hexadecimal digits), the
 * fence (16 decimal digits), the number of tag digests (4 hexadecimal digits), a checksum of all the rest (4 bytes), the digests. Then
 * what only nodes read: deadline, region, key, tags, value, each with its length. Anything else than what this version wrote is nothing.
 *
 * @param value the value's bytes
 */
record Frame(String region, String key, byte[] value, List<String> tags, long epoch, long fence, long deadline) {

    private static final byte[] MARK = {'E', '1'};
    private static final int EPOCH = MARK.length;
    private static final int FENCE = EPOCH + 16;
    private static final int COUNT = FENCE + 16;
    private static final int SUM = COUNT + 4;
    private static final int DIGESTS = SUM + Integer.BYTES;
    private static final long MAX_FENCE = 9_999_999_999_999_999L;

    static byte[] encode(Entry<?> entry, byte[] value) {
        List<String> tags = entry.tags();
        int size = DIGESTS + digests(tags.size()) * Digest.LENGTH + Long.BYTES + 2 * Integer.BYTES + Wire.size(entry.region())
                + Wire.size(entry.key()) + value.length;
        for (String tag : tags) {
            size = Math.addExact(size, Wire.size(tag));
        }
        ByteBuffer out = ByteBuffer.allocate(size).put(MARK).put(ascii(epoch(entry.epoch()))).put(ascii(digits(entry.fence())))
                .put(ascii(HexFormat.of().toHexDigits((short) digests(tags.size())))).putInt(0);
        out.put(Digest.of(new Tag.Everything())).put(Digest.of(new Tag.OfRegion(entry.region())))
                .put(Digest.ofKey(entry.region(), entry.key()));
        for (String tag : tags) {
            out.put(Digest.of(new Tag.Named(tag))).put(Digest.of(new Tag.NamedIn(entry.region(), tag)));
        }
        out.putLong(entry.deadline());
        Wire.put(out, entry.region());
        Wire.put(out, entry.key());
        out.putInt(tags.size());
        tags.forEach(tag -> Wire.put(out, tag));
        out.putInt(value.length).put(value);
        return out.putInt(SUM, checksum(out.array())).array();
    }

    /** Empty for anything but what {@link #encode} made. Never throws. */
    static Optional<Frame> decode(byte[] bytes) {
        if (bytes.length < DIGESTS || !Arrays.equals(bytes, 0, EPOCH, MARK, 0, EPOCH)) {
            return Optional.empty();
        }
        try {
            ByteBuffer in = ByteBuffer.wrap(bytes);
            int count = Integer.parseInt(text(bytes, COUNT, SUM), 16);
            if (in.getInt(SUM) != checksum(bytes)) {
                return Optional.empty();
            }
            in.position(DIGESTS + count * Digest.LENGTH);
            long deadline = in.getLong();
            String region = Wire.text(in);
            String key = Wire.text(in);
            List<String> tags = tags(in);
            byte[] value = new byte[believed(in.getInt(), in)];
            in.get(value);
            if (in.hasRemaining() || count != digests(tags.size())) {
                return Optional.empty();
            }
            return Optional.of(new Frame(region, key, value, tags, Long.parseUnsignedLong(text(bytes, EPOCH, FENCE), 16),
                    Long.parseLong(text(bytes, FENCE, COUNT)), deadline));
        } catch (RuntimeException malformed) {
            return Optional.empty();
        }
    }

    /** What a script has to be told to check this frame: its epoch, its fence and its digests, one after another. */
    static List<byte[]> toCheck(byte[] bytes) {
        int count = bytes.length < DIGESTS ? 0 : Integer.parseInt(text(bytes, COUNT, SUM), 16);
        return List.of(Arrays.copyOfRange(bytes, EPOCH, FENCE), Arrays.copyOfRange(bytes, FENCE, COUNT),
                Arrays.copyOfRange(bytes, DIGESTS, DIGESTS + count * Digest.LENGTH));
    }

    <V> Entry<V> entry(V decoded) {
        return new Entry<>(region, key, decoded, tags, epoch, fence, deadline);
    }

    static String epoch(long epoch) {
        return HexFormat.of().toHexDigits(epoch);
    }

    /** @throws IllegalArgumentException for a position that no clock has */
    static String digits(long position) {
        if (position < 0 || position > MAX_FENCE) {
            throw new IllegalArgumentException("no position: " + position);
        }
        String digits = Long.toString(position);
        return "0".repeat(FENCE - EPOCH - digits.length()) + digits;
    }

    private static int digests(int tags) {
        return 3 + 2 * tags;
    }

    private static List<String> tags(ByteBuffer in) {
        int count = believed(in.getInt(), in);
        List<String> tags = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            tags.add(Wire.text(in));
        }
        return tags;
    }

    /** Whatever is counted takes a byte at least. */
    private static int believed(int length, ByteBuffer in) {
        if (length < 0 || length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        return length;
    }

    private static int checksum(byte[] bytes) {
        CRC32C sum = new CRC32C();
        sum.update(bytes, 0, SUM);
        sum.update(bytes, DIGESTS, bytes.length - DIGESTS);
        return (int) sum.getValue();
    }

    private static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.US_ASCII);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
