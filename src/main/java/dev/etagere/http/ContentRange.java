package dev.etagere.http;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * {@code Content-Range: bytes first-last/complete} (RFC 9110 §14.4).
 *
 * @param first position of the first byte, inclusive, from 0; -1 for {@code bytes *}{@code /complete}, which tells that no range could be
 * had
 * @param last position of the last byte, inclusive; -1 where {@code first} is
 * @param completeLength bytes of the whole representation; empty where they were not known ({@code *})
 */
public record ContentRange(long first, long last, OptionalLong completeLength) {

    private static final String UNIT = "bytes";

    /** @throws IllegalArgumentException for positions that no Content-Range may have */
    public ContentRange {
        boolean unsatisfied = first == -1 && last == -1 && completeLength.isPresent() && completeLength.getAsLong() >= 0;
        if (!unsatisfied && !isValid(first, last, completeLength)) {
            throw new IllegalArgumentException("not a content range: " + first + '-' + last + '/' + completeLength);
        }
    }

    /** A part of a representation whose length is known. */
    public static ContentRange of(RangeSelection.ByteRange range, long completeLength) {
        return new ContentRange(range.first(), range.last(), OptionalLong.of(completeLength));
    }

    /** {@code bytes *}{@code /complete}, for a 416. */
    public static ContentRange unsatisfied(long completeLength) {
        return new ContentRange(-1, -1, OptionalLong.of(completeLength));
    }

    /** Empty for another unit, for positions that contradict each other or do not fit a long, and for anything malformed. */
    public static Optional<ContentRange> parse(String value) {
        String text = FieldSyntax.trim(value);
        int slash = text.indexOf('/');
        if (slash < 0 || !text.regionMatches(true, 0, UNIT, 0, UNIT.length()) || text.charAt(UNIT.length()) != ' ') {
            return Optional.empty();
        }
        int from = UNIT.length() + 1;
        boolean lengthKnown = !text.startsWith("*", slash + 1) || text.length() != slash + 2;
        long complete = ByteRangeSpecs.number(text, slash + 1, text.length());
        if (lengthKnown && (complete < 0 || complete == Long.MAX_VALUE)) {
            return Optional.empty();
        }
        if (slash == from + 1 && text.charAt(from) == '*') {
            return lengthKnown ? Optional.of(unsatisfied(complete)) : Optional.empty();
        }
        int dash = text.indexOf('-', from);
        if (dash < 0 || dash > slash) {
            return Optional.empty();
        }
        long first = ByteRangeSpecs.number(text, from, dash);
        long last = ByteRangeSpecs.number(text, dash + 1, slash);
        OptionalLong length = lengthKnown ? OptionalLong.of(complete) : OptionalLong.empty();
        return isValid(first, last, length) ? Optional.of(new ContentRange(first, last, length)) : Optional.empty();
    }

    /** Whether this tells of bytes that were sent, and not that none could be. */
    public boolean isSatisfied() {
        return first >= 0;
    }

    /** How many bytes it tells of; 0 where unsatisfied. */
    public long length() {
        return isSatisfied() ? last - first + 1 : 0;
    }

    /** As it stands in the field. */
    @Override
    public String toString() {
        String positions = isSatisfied() ? first + "-" + last : "*";
        return UNIT + ' ' + positions + '/' + (completeLength.isPresent() ? Long.toString(completeLength.getAsLong()) : "*");
    }

    private static boolean isValid(long first, long last, OptionalLong completeLength) {
        return first >= 0 && last >= first && last < Long.MAX_VALUE && (completeLength.isEmpty() || last < completeLength.getAsLong());
    }
}
