package dev.etagere.http;

import dev.etagere.http.RangeSelection.ByteRange;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One contiguous part of a representation, as a 206 brought it or as several of them combine (RFC 9111 §3.3, §3.4; RFC 9110 §15.3.7.3).
 * Immutable as long as nobody changes {@code content}, which is not copied.
 *
 * @param range where it stands in the representation, never unsatisfied
 * @param content exactly the bytes of that range
 * @param validators of the representation
 */
public record PartialContent(ContentRange range, byte[] content, Validators validators) {

    /** @throws IllegalArgumentException where {@code content} is not as long as {@code range} says */
    public PartialContent {
        if (!range.isSatisfied() || range.length() != content.length) {
            throw new IllegalArgumentException(content.length + " bytes are not " + range);
        }
    }

    /** A 206 of one part; empty where its {@code Content-Range} is missing, malformed, or tells of another number of bytes. */
    public static Optional<PartialContent> of(Headers headers, byte[] content) {
        return Validators.single(headers.values("Content-Range"))
                .flatMap(ContentRange::parse)
                .filter(range -> range.isSatisfied() && range.length() == content.length)
                .map(range -> new PartialContent(range, content, Validators.of(headers)));
    }

    /** Whether no byte of the representation is missing: then it is what a 200 would have brought. */
    public boolean isWhole() {
        return range.first() == 0 && range.completeLength().equals(OptionalLong.of(range.last() + 1));
    }

    /** Whether the other may be of the very same representation: both have the same strong validator, and their lengths agree. */
    public boolean isOfSame(PartialContent other) {
        boolean lengthsAgree = range.completeLength().isEmpty() || other.range.completeLength().isEmpty()
                || range.completeLength().equals(other.range.completeLength());
        return lengthsAgree && sameStrongValidator(other.validators);
    }

    /**
     * This and a newer part as one; where they overlap, the newer bytes count. The newer part's validators stand, since its fields replace
     * the stored ones. Empty where they are not of the same representation, leave a gap between them, lie beyond the length
     * that the other tells, or do not fit one array.
     */
    public Optional<PartialContent> combine(PartialContent newer) {
        ContentRange there = newer.range;
        boolean gap = there.first() > range.last() + 1 || range.first() > there.last() + 1;
        long first = Math.min(range.first(), there.first());
        long last = Math.max(range.last(), there.last());
        OptionalLong complete = there.completeLength().isPresent() ? there.completeLength() : range.completeLength();
        boolean outside = complete.isPresent() && last >= complete.getAsLong();
        if (gap || outside || last - first >= Integer.MAX_VALUE - 8 || !isOfSame(newer)) {
            return Optional.empty();
        }
        byte[] bytes = new byte[(int) (last - first + 1)];
        System.arraycopy(content, 0, bytes, (int) (range.first() - first), content.length);
        System.arraycopy(newer.content, 0, bytes, (int) (there.first() - first), newer.content.length);
        return Optional.of(new PartialContent(new ContentRange(first, last, complete), bytes, newer.validators));
    }

    /**
     * What to answer to this request from this part alone: {@link RangeSelection.Single} or {@link RangeSelection.Multiple} with
     * positions in
     * the representation and wholly within this part, or {@link RangeSelection.Unsatisfiable} where the length is known and says so. Empty
     * where bytes are needed that are not here, or the request wants the whole.
     */
    public Optional<RangeSelection> select(RequestHead request) {
        if (range.completeLength().isPresent()) {
            RangeSelection selection = RangeSelection.of(request, validators, range.completeLength().getAsLong());
            return selection instanceof RangeSelection.Unsatisfiable || contains(selection) ? Optional.of(selection) : Optional.empty();
        }
        // With the length unknown only positions can be told that are written out: nothing is clipped at the length one byte beyond them.
        return ByteRangeSpecs.of(request, validators)
                .filter(asked -> asked.endWithin(range.last()))
                .map(asked -> RangeSelection.of(request, validators, range.last() + 1))
                .filter(this::contains);
    }

    /** The bytes of a range of the representation that lies within this part, as an offset into {@link #content}. */
    public int offset(ByteRange part) {
        return Math.toIntExact(part.first() - range.first());
    }

    /**
     * The fields of a request for what is missing of the whole: {@code Range}, and {@code If-Range} so that another representation comes
     * whole. Empty where nothing is missing, where the missing is not one piece, or where there is no strong validator to combine by.
     */
    public Optional<Headers> requestForRest() {
        OptionalLong complete = range.completeLength();
        boolean reachesEnd = complete.isPresent() && range.last() + 1 == complete.getAsLong();
        if (range.first() == 0) {
            return reachesEnd ? Optional.empty() : fetch((range.last() + 1) + "-");
        }
        return reachesEnd ? fetch("0-" + (range.first() - 1)) : Optional.empty();
    }

    /** Parts with the same range, bytes and validators are equal. */
    @Override
    public boolean equals(Object other) {
        return other instanceof PartialContent that && range.equals(that.range) && Arrays.equals(content, that.content)
                && validators.equals(that.validators);
    }

    @Override
    public int hashCode() {
        return range.hashCode() * 31 + Arrays.hashCode(content);
    }

    /** Without the bytes. */
    @Override
    public String toString() {
        return "PartialContent[" + range + ", " + validators + ']';
    }

    private boolean contains(RangeSelection selection) {
        List<ByteRange> parts = selection instanceof RangeSelection.Single single ? List.of(single.range())
                : selection instanceof RangeSelection.Multiple multiple ? multiple.ranges() : List.of();
        return !parts.isEmpty() && parts.stream().allMatch(part -> part.first() >= range.first() && part.last() <= range.last());
    }

    private Optional<Headers> fetch(String positions) {
        Optional<String> ifRange = validators.strongEntityTag().map(EntityTag::toString)
                .or(() -> validators.entityTag().isPresent() ? Optional.empty() : validators.strongLastModified().map(HttpDates::format));
        return ifRange.map(validator -> Headers.of("Range", "bytes=" + positions, "If-Range", validator));
    }

    /** By entity tag where either has one; a date counts only where neither has (RFC 9110 §13.1.5 asks for the tag first). */
    private boolean sameStrongValidator(Validators other) {
        if (validators.entityTag().isPresent() || other.entityTag().isPresent()) {
            return validators.strongEntityTag().isPresent() && validators.strongEntityTag().equals(other.strongEntityTag());
        }
        return validators.strongLastModified().isPresent() && validators.strongLastModified().equals(other.strongLastModified());
    }
}
