package dev.etagere.http;

import java.util.List;
import java.util.Optional;

/** What a {@code Range} field selects of a representation (RFC 9110 §14). */
public sealed interface RangeSelection {

    /** The range is absent, malformed, in another unit, or refused by {@code If-Range} or as abuse: 200. */
    record Whole() implements RangeSelection {

        static final Whole WHOLE = new Whole();
    }

    /** One part: 206 with {@code Content-Range}. */
    record Single(ByteRange range) implements RangeSelection {
    }

    /**
     * Several parts: 206 {@code multipart/byteranges}.
     *
     * @param ranges in the order requested, those that overlap or touch already made one; at least two
     */
    record Multiple(List<ByteRange> ranges) implements RangeSelection {
        public Multiple {
            ranges = List.copyOf(ranges);
        }
    }

    /** None overlaps the representation: 416 with {@code Content-Range: bytes *}{@code /length}. */
    record Unsatisfiable() implements RangeSelection {
    }

    /** Inclusive positions, from 0. */
    record ByteRange(long first, long last) {

        /** @throws IllegalArgumentException where the positions are not {@code 0 <= first <= last} */
        public ByteRange {
            if (first < 0 || last < first) {
                throw new IllegalArgumentException("not a range: " + first + '-' + last);
            }
        }

        public long length() {
            return last - first + 1;
        }
    }

    /**
     * Only GET has ranges; {@code If-Range} is evaluated with strong comparison (RFC 9110 §13.1.5). Refused as abuse are more than 32
     * ranges
     * and more than two that overlap (§14.2). Of an empty representation no part can be named, so it is always sent whole.
     *
     * @param length of the representation, in bytes
     */
    static RangeSelection of(RequestHead request, Validators current, long length) {
        if (length == 0) {
            return Whole.WHOLE;
        }
        Optional<ByteRangeSpecs> asked = ByteRangeSpecs.of(request, current);
        if (asked.isEmpty()) {
            return Whole.WHOLE;
        }
        List<ByteRange> ranges = asked.get().of(length);
        if (ranges.isEmpty()) {
            return new Unsatisfiable();
        }
        if (ByteRangeSpecs.overlapTooMuch(ranges)) {
            return Whole.WHOLE;
        }
        List<ByteRange> parts = ByteRangeSpecs.coalesced(ranges);
        return parts.size() == 1 ? new Single(parts.get(0)) : new Multiple(parts);
    }
}
