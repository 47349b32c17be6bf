package dev.etagere.http;

import static dev.etagere.http.Request.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.etagere.http.RangeSelection.ByteRange;
import dev.etagere.http.RangeSelection.Multiple;
import dev.etagere.http.RangeSelection.Single;
import dev.etagere.http.RangeSelection.Unsatisfiable;
import dev.etagere.http.RangeSelection.Whole;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Range requests (RFC 9110 §14)")
class RangeSelectionTest {

    private static final String TEN = "Sun, 01 Nov 2026 10:00:00 GMT";
    private static final Validators TAGGED = new Validators(EntityTag.parse("\"v1\""), HttpDates.parse(TEN),
            HttpDates.parse("Sun, 01 Nov 2026 10:01:00 GMT"));

    private static RangeSelection select(String range, long length) {
        return RangeSelection.of(get("Range", range), Validators.NONE, length);
    }

    private static List<ByteRange> parts(RangeSelection selection) {
        return selection instanceof Single single ? List.of(single.range())
                : selection instanceof Multiple multiple ? multiple.ranges() : List.of();
    }

    @Test
    void withoutRangeTheWholeIsSent() {
        assertThat(RangeSelection.of(get(), TAGGED, 100)).isInstanceOf(Whole.class);
        assertThat(RangeSelection.of(get("If-Range", "\"v1\""), TAGGED, 100)).isInstanceOf(Whole.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HEAD", "POST", "PUT", "get"})
    @DisplayName("MUST be ignored for every method but GET (§14.2)")
    void onlyGetHasRanges(String method) {
        assertThat(RangeSelection.of(new Request(method, Headers.of("Range", "bytes=0-1")), TAGGED, 100)).isInstanceOf(Whole.class);
    }

    @ParameterizedTest(name = "{0} of 100: {1}-{2}")
    @CsvSource({
        "bytes=0-9,                  0,  9",
        "bytes=99-99,                99, 99",
        "bytes=90-,                  90, 99",
        "bytes=0-,                   0,  99",
        "bytes=-10,                  90, 99",
        "bytes=-100,                 0,  99",
        "bytes=-101,                 0,  99",
        "bytes=50-100,               50, 99",
        "bytes=50-999999999999999999999999, 50, 99",
        "bytes=-99999999999999999999999999, 0,  99",
        "BYTES=0-9,                  0,  9",
        "Bytes=007-009,              7,  9",
        "'bytes= 0-9 ',              0,  9",
        "' bytes=0-9',               0,  9",
        "'bytes=,,0-9,',             0,  9",
        "'bytes= , \t0-9\t ,',       0,  9",
        "'bytes=0-9,100-',           0,  9",
        "'bytes=0-9,-0',             0,  9",
        "'bytes=0-9,10-19',          0,  19",
        "'bytes=10-19,0-9',          0,  19",
        "'bytes=0-50,40-99',         0,  99"})
    void onePart(String range, long first, long last) {
        assertThat(select(range, 100)).isEqualTo(new Single(new ByteRange(first, last)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "bytes", "bytes=", "bytes=,", "bytes=-", "bytes=0", "bytes=a-b", "bytes=0-b", "bytes=0x1-2", "bytes=1-0",
            "bytes=--1",
        "bytes=0--1", "bytes=-1-2", "bytes=+1-2", "bytes=1 - 2", "bytes =0-1", "byte=0-1", "items=0-1", "bytes:0-1", "0-1", "bytes=0-1;2-3",
        "bytes=0-1,x", "bytes=0-1,9-8", "bytes=0-1, bytes=2-3", "bytes=\u0660-\u0661", "bytes=1.0-2", "none", "bytes=*"})
    @DisplayName("MUST be ignored in an unknown unit, and is where it is malformed (§14.2)")
    void malformed(String range) {
        assertThat(select(range, 100)).isInstanceOf(Whole.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=100-", "bytes=100-200", "bytes=-0", "bytes=-0,100-", "bytes=9223372036854775807-",
            "bytes=99999999999999999999-"})
    @DisplayName("SHOULD be answered with 416 where nothing overlaps the representation (§14.2)")
    void unsatisfiable(String range) {
        assertThat(select(range, 100)).isInstanceOf(Unsatisfiable.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=0-", "bytes=0-0", "bytes=-1", "bytes=-0", "bytes=5-6"})
    void anEmptyRepresentationIsSentWhole(String range) {
        assertThat(select(range, 0)).isInstanceOf(Whole.class);
    }

    @Test
    void twoFieldLinesAreMalformed() {
        assertThat(RangeSelection.of(get("Range", "bytes=0-1", "Range", "bytes=3-4"), TAGGED, 100)).isInstanceOf(Whole.class);
    }

    @Test
    void positionsCannotBeTheWrongWayRound() {
        assertThatThrownBy(() -> new ByteRange(2, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ByteRange(-1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(new ByteRange(3, 3).length()).isEqualTo(1);
    }

    @Nested
    @DisplayName("Several ranges (§14.2, §15.3.7.2)")
    class Several {

        @Test
        void stayInTheOrderRequested() {
            assertThat(select("bytes=50-59, 0-9, -5", 100))
                    .isEqualTo(new Multiple(List.of(new ByteRange(50, 59), new ByteRange(0, 9), new ByteRange(95, 99))));
        }

        @Test
        void areCoalescedWhereTheyOverlapOrTouch() {
            assertThat(select("bytes=50-59,0-9,55-69,30-39,10-19", 100))
                    .isEqualTo(new Multiple(List.of(new ByteRange(50, 69), new ByteRange(0, 19), new ByteRange(30, 39))));
        }

        @Test
        void oneThatJoinsTwoOthersMakesThemOne() {
            assertThat(select("bytes=0-9,80-89,20-29,10-19", 100))
                    .isEqualTo(new Multiple(List.of(new ByteRange(0, 29), new ByteRange(80, 89))));
        }

        @Test
        @DisplayName("MAY be ignored where more than two overlap")
        void overlapping() {
            assertThat(select("bytes=0-,0-", 100)).isEqualTo(new Single(new ByteRange(0, 99)));
            assertThat(select("bytes=0-,0-,0-", 100)).isInstanceOf(Whole.class);
            assertThat(select("bytes=0-50,10-20,30-40", 100)).isInstanceOf(Whole.class);
        }

        @Test
        @DisplayName("MAY be ignored where they are very many (§17.15)")
        void many() {
            String thirtyTwo = IntStream.range(0, 32).mapToObj(i -> i * 3 + "-" + i * 3).collect(Collectors.joining(",", "bytes=", ""));
            assertThat(parts(select(thirtyTwo, 100))).hasSize(32);
            assertThat(select(thirtyTwo + ",98-98", 100)).isInstanceOf(Whole.class);
            assertThat(select("bytes=" + ",".repeat(1000) + "0-1", 100)).isInstanceOf(Single.class);
        }
    }

    @Nested
    @DisplayName("If-Range (§13.1.5)")
    class IfRange {

        private RangeSelection ask(String ifRange, Validators stored) {
            return RangeSelection.of(get("Range", "bytes=0-9", "If-Range", ifRange), stored, 100);
        }

        @Test
        void theSameStrongTagGetsThePart() {
            assertThat(ask("\"v1\"", TAGGED)).isInstanceOf(Single.class);
        }

        @ParameterizedTest
        @ValueSource(strings = {"\"v2\"", "W/\"v1\"", "v1", "", "*", "\"v1\", \"v2\"", "Sun, 01 Nov 2026 10:00:01 GMT",
                "Sun, 01 Nov 2026 09:59:59 GMT"})
        @DisplayName("MUST make Range be ignored where it is not exactly the same")
        void anythingElseGetsTheWhole(String ifRange) {
            assertThat(ask(ifRange, TAGGED)).isInstanceOf(Whole.class);
        }

        @Test
        @DisplayName("MUST compare strongly")
        void weakTagsNeverMatch() {
            Validators weak = new Validators(EntityTag.parse("W/\"v1\""), TAGGED.lastModified(), TAGGED.date());
            assertThat(ask("W/\"v1\"", weak)).isInstanceOf(Whole.class);
            assertThat(ask("\"v1\"", weak)).isInstanceOf(Whole.class);
        }

        @Test
        void aDateMatchesExactlyAndOnlyWhereItIsStrong() {
            assertThat(ask(TEN, TAGGED)).isInstanceOf(Single.class);
            assertThat(ask("Sunday, 01-Nov-26 10:00:00 GMT", TAGGED)).isInstanceOf(Single.class);
            Validators sameSecond = new Validators(TAGGED.entityTag(), TAGGED.lastModified(), TAGGED.lastModified());
            assertThat(ask(TEN, sameSecond)).isInstanceOf(Whole.class);
            assertThat(ask(TEN, Validators.NONE)).isInstanceOf(Whole.class);
        }

        @Test
        void severalAreMalformed() {
            assertThat(RangeSelection.of(get("Range", "bytes=0-9", "If-Range", "\"v1\"", "If-Range", "\"v1\""), TAGGED, 100))
                    .isInstanceOf(Whole.class);
        }

        @Test
        void comesBeforeSatisfiability() {
            assertThat(RangeSelection.of(get("Range", "bytes=100-", "If-Range", "\"v2\""), TAGGED, 100)).isInstanceOf(Whole.class);
        }
    }

    @Property
    void nothingAClientSendsThrowsOrLeadsOutside(@ForAll String range, @ForAll String ifRange, @ForAll @LongRange(min = 0) long length) {
        for (String text : List.of(range, "bytes=" + range)) {
            RangeSelection.of(get("Range", text, "If-Range", ifRange), TAGGED, length);
            assertThat(parts(select(text, length))).allMatch(part -> part.first() >= 0 && part.last() < length);
        }
    }

    @Property
    void thePartsAreExactlyWhatANaiveReadingSelects(@ForAll("members") List<String> members, @ForAll @IntRange(min = 1,
            max = 60) int length) {
        RangeSelection selection = select("bytes=" + String.join(", ", members), length);
        BitSet expected = naive(members, length);
        List<ByteRange> parts = parts(selection);
        if (selection instanceof Unsatisfiable) {
            assertThat(expected.isEmpty()).isTrue();
        } else if (!(selection instanceof Whole)) {
            BitSet actual = new BitSet();
            parts.forEach(part -> actual.set((int) part.first(), (int) part.last() + 1));
            assertThat(actual).isEqualTo(expected);
            assertThat(parts.stream().mapToLong(ByteRange::length).sum()).as("no byte twice").isEqualTo(actual.cardinality());
        }
    }

    @Provide
    Arbitrary<List<String>> members() {
        Arbitrary<Integer> position = Arbitraries.integers().between(0, 70);
        Arbitrary<String> closed = Combinators.combine(position, Arbitraries.integers().between(0, 12)).as((from, more) -> from + "-"
                + (from + more));
        Arbitrary<String> member = Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(8, closed),
                net.jqwik.api.Tuple.of(1, position.map(from -> from + "-")),
                net.jqwik.api.Tuple.of(1, position.map(count -> "-" + count)));
        return member.list().ofMinSize(1).ofMaxSize(6);
    }

    private static BitSet naive(List<String> members, int length) {
        BitSet bytes = new BitSet();
        for (String member : new ArrayList<>(members)) {
            String[] positions = member.split("-", -1);
            int first = positions[0].isEmpty() ? Math.max(0, length - Integer.parseInt(positions[1])) : Integer.parseInt(positions[0]);
            int last = positions[0].isEmpty() || positions[1].isEmpty() ? length - 1 : Math.min(length - 1, Integer.parseInt(positions[1]));
            if (first <= last) {
                bytes.set(first, last + 1);
            }
        }
        return bytes;
    }
}
