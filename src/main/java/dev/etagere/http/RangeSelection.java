package dev.etagere.http;

import java.util.List;

/** What a {@code Range} field selects of a representation (RFC 9110 §14). */
public sealed interface RangeSelection {

    /** The range is absent, malformed, in another unit, or refused by {@code If-Range} or as abuse: 200. */
    record Whole() implements RangeSelection {
    }

    /** One part: 206 with {@code Content-Range}. */
    record Single(ByteRange range) implements RangeSelection {
    }

    /** Several parts, already coalesced where they overlap: 206 {@code multipart/byteranges}. */
    record Multiple(List<ByteRange> ranges) implements RangeSelection {
    }

    /** None overlaps the representation: 416 with {@code Content-Range: bytes *}{@code /length}. */
    record Unsatisfiable() implements RangeSelection {
    }

    /** Inclusive positions, from 0. */
    record ByteRange(long first, long last) {
        public long length() {
            return last - first + 1;
        }
    }

    /** Only GET has ranges; {@code If-Range} is evaluated with strong comparison (RFC 9110 §13.1.5). */
    static RangeSelection of(RequestHead request, Validators current, long length) { throw new UnsupportedOperationException(); }
}
