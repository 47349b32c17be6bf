package dev.etagere.store.redis;

import dev.etagere.store.Change;
import dev.etagere.store.Tag;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Evictions as the log has them. The log is bounded, so that what takes much room is written shorter, and evicts more from what nodes
 * keep near; in Redis itself the tags count as they are. What cannot be read counts as an eviction of everything.
 */
final class LogCodec {

    private static final int MAX_TEXT = 1_024;
    private static final int MAX_BYTES = 8_192;
    private static final byte[] EVERYTHING = {'h', 'A'};

    private LogCodec() {
    }

    static byte[] kind(Change change) {
        return new byte[] {(byte) (change instanceof Change.Evict ? 'h' : change instanceof Change.Expire ? 's' : 'p')};
    }

    static byte[] encode(Change change) {
        ByteBuffer out = ByteBuffer.allocate(MAX_BYTES + 2 * (MAX_TEXT * 2 + 16)).put(kind(change));
        if (change instanceof Change.EvictMatching matching) {
            out.put(pattern(matching));
        } else {
            List<Tag> tags = change instanceof Change.Evict evict ? evict.tags() : ((Change.Expire) change).tags();
            for (Tag tag : tags) {
                put(out, tag);
                if (out.position() > MAX_BYTES) {
                    return change instanceof Change.Evict ? EVERYTHING : new byte[] {'s', 'A'};
                }
            }
        }
        byte[] bytes = new byte[out.position()];
        out.flip().get(bytes);
        return bytes;
    }

    /** As it stands in the set of patterns. */
    static byte[] pattern(Change.EvictMatching matching) {
        byte[] pattern = Wire.bytes(shortened(matching.pattern()));
        Optional<byte[]> region = matching.region().filter(name -> name.length() <= MAX_TEXT).map(Wire::bytes);
        ByteBuffer out = ByteBuffer.allocate(1 + region.map(name -> name.length).orElse(0) + pattern.length);
        region.ifPresentOrElse(name -> out.put((byte) 'R').put(name), () -> out.put((byte) 'A'));
        return out.put(pattern).array();
    }

    /** Of what stands in the set of patterns; one that matches everything where that cannot be read. */
    static Change.EvictMatching patternOf(byte[] member) {
        try {
            return matching(ByteBuffer.wrap(member, 1, member.length - 1));
        } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException unknown) {
            return new Change.EvictMatching("*");
        }
    }

    private static Change.EvictMatching matching(ByteBuffer in) {
        return switch (in.get()) {
            case 'A' -> new Change.EvictMatching(Wire.text(in));
            case 'R' -> new Change.EvictMatching(Optional.of(Wire.text(in)), Wire.text(in));
            default -> throw new IllegalArgumentException("unknown pattern");
        };
    }

    /** A pattern that matches at least as much, and is short enough to be kept. */
    static String shortened(String pattern) {
        return pattern.length() <= MAX_TEXT ? pattern : pattern.substring(0, MAX_TEXT - 1) + "*";
    }

    /** What the reply to XRANGE, or to XREAD for one stream, holds. */
    static List<Logged> entries(Object reply) {
        List<Logged> entries = new ArrayList<>();
        if (reply instanceof List<?> list) {
            for (Object element : list) {
                entries.add(entry((List<?>) element));
            }
        }
        return entries;
    }

    private static Logged entry(List<?> element) {
        String id = ClockCalls.textOf(element.get(0));
        List<?> fields = (List<?>) element.get(1);
        long number = Long.parseLong(id.substring(0, id.indexOf('-')));
        return new Logged(ClockCalls.epoch(fields.get(1)), number, decode((byte[]) fields.get(3)));
    }

    static Optional<Change> decode(byte[] bytes) {
        try {
            ByteBuffer in = ByteBuffer.wrap(bytes);
            byte kind = in.get();
            return switch (kind) {
                case 'h' -> Optional.of(new Change.Evict(tags(in)));
                case 's' -> Optional.of(new Change.Expire(tags(in)));
                case 'p' -> Optional.of(matching(in));
                default -> Optional.empty();
            };
        } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException unknown) {
            return Optional.empty();
        }
    }

    private static void put(ByteBuffer out, Tag tag) {
        if (tag instanceof Tag.Named named && named.length() <= MAX_TEXT) {
            Wire.put(out.put((byte) 'N'), named.name());
        } else if (tag instanceof Tag.NamedIn named && named.length() + named.region().length() <= MAX_TEXT) {
            put(out.put((byte) 'I'), named.region(), named.name());
        } else if (tag instanceof Tag.OfKey key && key.length() + key.region().length() <= MAX_TEXT) {
            put(out.put((byte) 'K'), key.region(), key.key());
        } else {
            regionOf(tag).filter(region -> region.length() <= MAX_TEXT)
                    .ifPresentOrElse(region -> Wire.put(out.put((byte) 'R'), region), () -> out.put((byte) 'A'));
        }
    }

    private static void put(ByteBuffer out, String region, String name) {
        Wire.put(out, region);
        Wire.put(out, name);
    }

    private static Optional<String> regionOf(Tag tag) {
        if (tag instanceof Tag.NamedIn named) {
            return Optional.of(named.region());
        }
        if (tag instanceof Tag.OfKey key) {
            return Optional.of(key.region());
        }
        return tag instanceof Tag.OfRegion region ? Optional.of(region.region()) : Optional.empty();
    }

    private static List<Tag> tags(ByteBuffer in) {
        List<Tag> tags = new ArrayList<>();
        while (in.hasRemaining()) {
            tags.add(switch (in.get()) {
                case 'N' -> new Tag.Named(Wire.text(in));
                case 'I' -> new Tag.NamedIn(Wire.text(in), Wire.text(in));
                case 'K' -> new Tag.OfKey(Wire.text(in), Wire.text(in));
                case 'R' -> new Tag.OfRegion(Wire.text(in));
                case 'A' -> new Tag.Everything();
                default -> throw new IllegalArgumentException("unknown tag");
            });
        }
        return tags;
    }
}
