package dev.etagere.http;

import static dev.etagere.http.Request.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.etagere.http.RangeSelection.ByteRange;
import dev.etagere.http.RangeSelection.Multiple;
import dev.etagere.http.RangeSelection.Single;
import dev.etagere.http.RangeSelection.Unsatisfiable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Partial content (RFC 9111 §3.3, §3.4; RFC 9110 §15.3.7.3)")
class PartialContentTest {

    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz";
    private static final String TEN = "Sun, 01 Nov 2026 10:00:00 GMT";
    private static final String LATER = "Sun, 01 Nov 2026 10:01:00 GMT";

    private static PartialContent part(int first, int last, String... fields) {
        return partOf("26", first, last, fields);
    }

    private static PartialContent partOf(String length, int first, int last, String... fields) {
        Headers headers = Headers.of(fields).toBuilder().set("Content-Range", "bytes " + first + "-" + last + "/" + length).build();
        return PartialContent.of(headers, bytes(ALPHABET.substring(first, last + 1))).orElseThrow();
    }

    private static PartialContent tagged(int first, int last) {
        return part(first, last, "ETag", "\"v1\"");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "bytes 0-3/26", "bytes 0-1/26", "bytes */26", "items 0-2/26", "bytes 0-2"})
    void aContentRangeThatDoesNotFitTheContentMakesNone(String contentRange) {
        assertThat(PartialContent.of(Headers.of("Content-Range", contentRange), bytes("abc"))).isEmpty();
    }

    @Test
    void aMissingOrRepeatedContentRangeMakesNone() {
        assertThat(PartialContent.of(Headers.empty(), bytes("abc"))).isEmpty();
        assertThat(PartialContent.of(Headers.of("Content-Range", "bytes 0-2/26", "Content-Range", "bytes 0-2/26"), bytes("abc"))).isEmpty();
        assertThatThrownBy(() -> new PartialContent(ContentRange.unsatisfied(26), new byte[0], Validators.NONE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void isWholeWhenNoByteIsMissing() {
        assertThat(tagged(0, 25).isWhole()).isTrue();
        assertThat(tagged(0, 24).isWhole()).isFalse();
        assertThat(tagged(1, 25).isWhole()).isFalse();
        assertThat(partOf("*", 0, 25).isWhole()).isFalse();
    }

    @Nested
    @DisplayName("Combining")
    class Combining {

        @ParameterizedTest(name = "{0}-{1} and {2}-{3}")
        @CsvSource({"0,9,10,25", "10,25,0,9", "0,15,5,25", "5,25,0,15", "0,25,3,4", "3,4,0,25"})
        void touchingOrOverlappingPartsMakeTheWhole(int first, int last, int newFirst, int newLast) {
            PartialContent combined = tagged(first, last).combine(tagged(newFirst, newLast)).orElseThrow();
            assertThat(combined.isWhole()).isTrue();
            assertThat(combined.content()).isEqualTo(bytes(ALPHABET));
        }

        @Test
        void partsWithAGapDoNot() {
            assertThat(tagged(0, 9).combine(tagged(11, 25))).isEmpty();
            assertThat(tagged(11, 25).combine(tagged(0, 9))).isEmpty();
        }

        @Test
        void theNewerBytesCount() {
            PartialContent newer = new PartialContent(new ContentRange(1, 2, OptionalLong.of(26)), bytes("XY"), tagged(0, 0).validators());
            assertThat(tagged(0, 3).combine(newer).orElseThrow().content()).isEqualTo(bytes("aXYd"));
        }

        @Test
        @DisplayName("MUST only be done with the same strong validator")
        void needsTheSameStrongValidator() {
            assertThat(tagged(0, 9).combine(part(10, 25, "ETag", "\"v2\""))).isEmpty();
            assertThat(tagged(0, 9).combine(part(10, 25))).isEmpty();
            assertThat(part(0, 9).combine(part(10, 25))).isEmpty();
            assertThat(part(0, 9, "ETag", "W/\"v1\"").combine(part(10, 25, "ETag", "W/\"v1\""))).isEmpty();
            assertThat(tagged(0, 9).combine(part(10, 25, "ETag", "W/\"v1\""))).isEmpty();
        }

        @Test
        void aStrongDateWillDoWhereThereAreNoTags() {
            assertThat(part(0, 9, "Last-Modified", TEN, "Date", LATER).combine(part(10, 25, "Last-Modified", TEN, "Date",
                    LATER))).isPresent();
            assertThat(part(0, 9, "Last-Modified", TEN, "Date", TEN).combine(part(10, 25, "Last-Modified", TEN, "Date", LATER))).isEmpty();
            assertThat(part(0, 9, "Last-Modified", TEN, "Date", LATER, "ETag", "\"v1\"")
                    .combine(part(10, 25, "Last-Modified", TEN, "Date", LATER))).isEmpty();
        }

        @Test
        void lengthsThatContradictEachOtherPreventIt() {
            assertThat(tagged(0, 9).combine(partOf("27", 10, 25, "ETag", "\"v1\""))).isEmpty();
            assertThat(partOf("20", 0, 9, "ETag", "\"v1\"").combine(partOf("*", 10, 25, "ETag", "\"v1\""))).isEmpty();
        }

        @Test
        void aLengthThatOnlyOneKnowsIsKnownOfBoth() {
            PartialContent unknown = partOf("*", 0, 9, "ETag", "\"v1\"");
            assertThat(unknown.combine(tagged(10, 25)).orElseThrow().isWhole()).isTrue();
            assertThat(tagged(10, 25).combine(unknown).orElseThrow().isWhole()).isTrue();
            assertThat(unknown.combine(partOf("*", 10, 25, "ETag", "\"v1\"")).orElseThrow().isWhole()).isFalse();
        }
    }

    @Nested
    @DisplayName("Answering a range request from a part")
    class Selecting {

        private Optional<RangeSelection> ask(PartialContent stored, String range) {
            return stored.select(get("Range", range));
        }

        @Test
        void whollyWithin() {
            assertThat(ask(tagged(5, 20), "bytes=5-20")).contains(new Single(new ByteRange(5, 20)));
            assertThat(ask(tagged(5, 20), "bytes=10-12")).contains(new Single(new ByteRange(10, 12)));
            assertThat(ask(tagged(5, 25), "bytes=-3")).contains(new Single(new ByteRange(23, 25)));
            assertThat(ask(tagged(5, 25), "bytes=20-")).contains(new Single(new ByteRange(20, 25)));
            assertThat(ask(tagged(5, 25), "bytes=20-99")).contains(new Single(new ByteRange(20, 25)));
            assertThat(ask(tagged(5, 20), "bytes=5-6,19-20"))
                    .contains(new Multiple(List.of(new ByteRange(5, 6), new ByteRange(19, 20))));
        }

        @ParameterizedTest
        @ValueSource(strings = {"bytes=4-6", "bytes=20-21", "bytes=0-4", "bytes=21-25", "bytes=-1", "bytes=10-", "bytes=0-",
                "bytes=5-6,1-2", "junk"})
        @DisplayName("MUST NOT be done where bytes are missing (RFC 9111 §3.3)")
        void notWithin(String range) {
            assertThat(ask(tagged(5, 20), range)).isEmpty();
        }

        @Test
        @DisplayName("MUST NOT be done for a request of the whole (RFC 9111 §3.3)")
        void notTheWhole() {
            assertThat(tagged(5, 20).select(get())).isEmpty();
            assertThat(tagged(0, 24).select(get())).isEmpty();
            assertThat(tagged(5, 20).select(new Request("HEAD", Headers.of("Range", "bytes=5-6")))).isEmpty();
        }

        @Test
        void ifRangeMustHold() {
            assertThat(tagged(5, 20).select(get("Range", "bytes=5-6", "If-Range", "\"v1\""))).isPresent();
            assertThat(tagged(5, 20).select(get("Range", "bytes=5-6", "If-Range", "\"v2\""))).isEmpty();
        }

        @Test
        void whatCannotBeSatisfiedIsKnownWhereTheLengthIs() {
            assertThat(ask(tagged(5, 20), "bytes=26-")).containsInstanceOf(Unsatisfiable.class);
            assertThat(ask(partOf("*", 5, 20), "bytes=26-30")).isEmpty();
        }

        @Test
        void withoutTheLengthOnlyPositionsThatAreWrittenOutCanBeTold() {
            assertThat(ask(partOf("*", 5, 20), "bytes=5-20")).contains(new Single(new ByteRange(5, 20)));
            assertThat(ask(partOf("*", 5, 20), "bytes=5-21")).isEmpty();
            assertThat(ask(partOf("*", 5, 20), "bytes=5-")).isEmpty();
            assertThat(ask(partOf("*", 5, 20), "bytes=-1")).isEmpty();
            assertThat(ask(partOf("*", 5, 20), "bytes=5-6,-1")).isEmpty();
            assertThat(ask(partOf("*", 5, 20), "bytes=4-6")).isEmpty();
        }

        @Test
        void theOffsetIsWithinTheContent() {
            assertThat(tagged(5, 20).offset(new ByteRange(5, 6))).isZero();
            assertThat(tagged(5, 20).offset(new ByteRange(20, 20))).isEqualTo(15);
        }
    }

    @Nested
    @DisplayName("Asking for the rest")
    class Rest {

        @Test
        void ofTheWhole() {
            Headers rest = tagged(0, 9).requestForRest().orElseThrow();
            assertThat(rest.first("Range")).contains("bytes=10-");
            assertThat(rest.first("If-Range")).contains("\"v1\"");
            assertThat(tagged(10, 25).requestForRest().orElseThrow().first("Range")).contains("bytes=0-9");
            assertThat(partOf("*", 0, 9, "ETag", "\"v1\"").requestForRest().orElseThrow().first("Range")).contains("bytes=10-");
        }

        @Test
        void nothingIsAskedWhereNothingIsMissingOrInTwoPieces() {
            assertThat(tagged(0, 25).requestForRest()).isEmpty();
            assertThat(tagged(5, 9).requestForRest()).isEmpty();
        }

        @Test
        @DisplayName("MUST NOT send a weak validator in If-Range (RFC 9110 §13.1.5)")
        void weakValidatorsCannotAsk() {
            assertThat(part(0, 9, "ETag", "W/\"v1\"").requestForRest()).isEmpty();
            assertThat(part(0, 9, "ETag", "W/\"v1\"", "Last-Modified", TEN, "Date", LATER).requestForRest()).isEmpty();
            assertThat(part(0, 9, "Last-Modified", TEN, "Date", TEN).requestForRest()).isEmpty();
            assertThat(part(0, 9).requestForRest()).isEmpty();
            assertThat(part(0, 9, "Last-Modified", TEN, "Date", LATER).requestForRest().orElseThrow().first("If-Range")).contains(TEN);
        }
    }

    @Property
    void whatCombinesIsAlwaysAPieceOfTheOriginal(@ForAll @IntRange(min = 0, max = 25) int a, @ForAll @IntRange(min = 0, max = 25) int b,
            @ForAll @IntRange(min = 0, max = 25) int c, @ForAll @IntRange(min = 0, max = 25) int d) {
        PartialContent one = tagged(Math.min(a, b), Math.max(a, b));
        PartialContent two = tagged(Math.min(c, d), Math.max(c, d));
        Optional<PartialContent> combined = one.combine(two);
        combined.ifPresent(whole -> assertThat(whole)
                .isEqualTo(tagged((int) whole.range().first(), (int) whole.range().last())));
        assertThat(combined).isEqualTo(two.combine(one));
    }

    @Property
    void theRestAlwaysCombines(@ForAll @IntRange(min = 0, max = 25) int a, @ForAll @IntRange(min = 0, max = 25) int b) {
        PartialContent stored = tagged(Math.min(a, b), Math.max(a, b));
        stored.requestForRest().ifPresent(request -> {
            RangeSelection rest = RangeSelection.of(get("Range", request.first("Range").orElseThrow()), stored.validators(), 26);
            ByteRange missing = ((Single) rest).range();
            assertThat(stored.combine(tagged((int) missing.first(), (int) missing.last())).orElseThrow().isWhole()).isTrue();
        });
    }

    @Property
    void nothingAClientSendsThrows(@ForAll String range) {
        assertThat(tagged(5, 20).select(get("Range", "bytes=" + range))).isNotNull();
        assertThat(partOf("*", 5, 20).select(get("Range", "bytes=" + range))).isNotNull();
    }
}
