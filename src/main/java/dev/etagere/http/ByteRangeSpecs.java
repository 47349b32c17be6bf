package dev.etagere.http;

import dev.etagere.http.RangeSelection.ByteRange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The members of a {@code Range} field in the unit {@code bytes} (RFC 9110 §14.1.1, §14.1.2), before the length of the representation is
 * known.
 */
record ByteRangeSpecs(List<Spec> specs) {

    /** A field with more members is not worth answering (RFC 9110 §17.15). */
    static final int MAX_SPECS = 32;

    /** Of the ranges of a field, so many may overlap others (RFC 9110 §14.2). */
    static final int MAX_OVERLAPPING = 2;

    private static final String UNIT = "bytes=";

    /** One member. */
    sealed interface Spec {

        /** What it selects of so many bytes, at least one; empty where it selects nothing. */
        Optional<ByteRange> of(long length);
    }

    /** {@code first-last}, and {@code first-} where {@code last} is {@link Long#MAX_VALUE}. */
    record FromTo(long first, long last) implements Spec {
        @Override
        public Optional<ByteRange> of(long length) {
            return first < length ? Optional.of(new ByteRange(first, Math.min(last, length - 1))) : Optional.empty();
        }
    }

    /** {@code -count}: the last so many. */
    record Suffix(long count) implements Spec {
        @Override
        public Optional<ByteRange> of(long length) {
            return count > 0 ? Optional.of(new ByteRange(Math.max(0, length - count), length - 1)) : Optional.empty();
        }
    }

    /** The ranges that a request asks for of this very representation; empty where it is to have the whole. */
    static Optional<ByteRangeSpecs> of(RequestHead request, Validators current) {
        if (request.first("Range").isEmpty() || !request.method().equals("GET") || !ifRangeHolds(request, current)) {
            return Optional.empty();
        }
        return Validators.single(request.values("Range")).flatMap(ByteRangeSpecs::parse);
    }

    /** Empty for another unit, and where any member is malformed or there are none or too many. */
    static Optional<ByteRangeSpecs> parse(String value) {
        String text = FieldSyntax.trim(value);
        if (!text.regionMatches(true, 0, UNIT, 0, UNIT.length())) {
            return Optional.empty();
        }
        List<Spec> specs = new ArrayList<>();
        int from = UNIT.length();
        while (from <= text.length()) {
            int comma = text.indexOf(',', from);
            int end = comma < 0 ? text.length() : comma;
            String member = FieldSyntax.trim(text.substring(from, end));
            if (!member.isEmpty()) {
                Optional<Spec> spec = spec(member);
                if (spec.isEmpty() || specs.size() == MAX_SPECS) {
                    return Optional.empty();
                }
                specs.add(spec.get());
            }
            from = end + 1;
        }
        return specs.isEmpty() ? Optional.empty() : Optional.of(new ByteRangeSpecs(specs));
    }

    /** What the members select of so many bytes, at least one, in the order of the field; members that select nothing are left out. */
    List<ByteRange> of(long length) {
        return specs.stream().flatMap(spec -> spec.of(length).stream()).toList();
    }

    /** Whether each member has both its positions written out, none beyond this one: then the length need not be known. */
    boolean endWithin(long position) {
        return specs.stream().allMatch(spec -> spec instanceof FromTo fromTo && fromTo.last() <= position);
    }

    /** Whether more ranges overlap others than any honest client asks for. */
    static boolean overlapTooMuch(List<ByteRange> ranges) {
        List<ByteRange> sorted = ranges.stream().sorted(Comparator.comparingLong(ByteRange::first)).toList();
        int overlapping = 0;
        long reached = -1;
        for (int i = 0; i < sorted.size(); i++) {
            boolean overlapsEarlier = sorted.get(i).first() <= reached;
            boolean overlapsLater = i + 1 < sorted.size() && sorted.get(i + 1).first() <= sorted.get(i).last();
            overlapping += overlapsEarlier || overlapsLater ? 1 : 0;
            reached = Math.max(reached, sorted.get(i).last());
        }
        return overlapping > MAX_OVERLAPPING;
    }

    /** The same bytes with overlapping and adjacent ranges made one, each at the place of the first of its ranges. */
    static List<ByteRange> coalesced(List<ByteRange> ranges) {
        List<ByteRange> result = new ArrayList<>(ranges.size());
        for (ByteRange range : ranges) {
            absorb(result, range);
        }
        return result;
    }

    private static void absorb(List<ByteRange> result, ByteRange range) {
        ByteRange grown = range;
        int place = result.size();
        // What is there does not touch one another, so nothing that the range does not touch itself can be touched once it has grown.
        for (int i = result.size() - 1; i >= 0; i--) {
            ByteRange other = result.get(i);
            if (range.first() <= other.last() + 1 && other.first() <= range.last() + 1) {
                grown = new ByteRange(Math.min(grown.first(), other.first()), Math.max(grown.last(), other.last()));
                result.remove(i);
                place = i;
            }
        }
        result.add(place, grown);
    }

    private static Optional<Spec> spec(String member) {
        int dash = member.indexOf('-');
        if (dash == 0) {
            long count = number(member, 1, member.length());
            return count < 0 ? Optional.empty() : Optional.of(new Suffix(count));
        }
        long first = number(member, 0, dash);
        boolean open = dash == member.length() - 1;
        long last = open ? Long.MAX_VALUE : number(member, dash + 1, member.length());
        return first < 0 || last < first ? Optional.empty() : Optional.of(new FromTo(first, last));
    }

    private static boolean ifRangeHolds(RequestHead request, Validators current) {
        if (request.first("If-Range").isEmpty()) {
            return true;
        }
        Optional<String> value = Validators.single(request.values("If-Range"));
        Optional<EntityTag> tag = value.flatMap(EntityTag::parse);
        if (tag.isPresent()) {
            return current.entityTag().isPresent() && tag.get().strongEquals(current.entityTag().get());
        }
        Optional<Instant> date = value.flatMap(HttpDates::parse);
        return date.isPresent() && date.equals(current.strongLastModified());
    }

    /**
     * The number that the ASCII digits of {@code value} from {@code from} to before {@code end} make, at most {@link Long#MAX_VALUE}; -1
     * where there are none or something else is among them.
     */
    static long number(String value, int from, int end) {
        if (from >= end) {
            return -1;
        }
        long number = 0;
        for (int at = from; at < end; at++) {
            int digit = value.charAt(at) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number > (Long.MAX_VALUE - digit) / 10 ? Long.MAX_VALUE : number * 10 + digit;
        }
        return number;
    }
}
