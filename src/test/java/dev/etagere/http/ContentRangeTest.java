package dev.etagere.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Content-Range (RFC 9110 §14.4)")
class ContentRangeTest {

    @Test
    void isReadWithAndWithoutTheCompleteLength() {
        assertThat(ContentRange.parse("bytes 42-1233/1234")).contains(new ContentRange(42, 1233, OptionalLong.of(1234)));
        assertThat(ContentRange.parse("bytes 42-1233/*")).contains(new ContentRange(42, 1233, OptionalLong.empty()));
        assertThat(ContentRange.parse(" BYTES 0-0/1 ")).contains(new ContentRange(0, 0, OptionalLong.of(1)));
    }

    @Test
    void unsatisfiedHasALengthAndNoPositions() {
        ContentRange unsatisfied = ContentRange.parse("bytes */1234").orElseThrow();
        assertThat(unsatisfied).isEqualTo(ContentRange.unsatisfied(1234));
        assertThat(unsatisfied.isSatisfied()).isFalse();
        assertThat(unsatisfied.length()).isZero();
        assertThat(ContentRange.parse("bytes 0-9/10").orElseThrow().isSatisfied()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes 0-9/10", "bytes 5-5/*", "bytes */0", "bytes */77"})
    void isWrittenAsItIsRead(String text) {
        assertThat(ContentRange.parse(text).orElseThrow()).hasToString(text);
    }

    @Test
    void tellsHowManyBytes() {
        assertThat(ContentRange.of(new RangeSelection.ByteRange(10, 19), 100).length()).isEqualTo(10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "bytes", "bytes ", "/", "bytes/", "bytes /", "bytes 0-9", "bytes 0-9/", "bytes 9-0/10", "bytes 0-10/10",
            "bytes 0-9/9",
        "bytes */*", "bytes -9/10", "bytes 0-/10", "bytes=0-9/10", "bytes  0-9/10", "items 0-9/10", "bytes 0-9/1x",
        "bytes 0-9/10, bytes 0-9/10",
        "bytes a-9/10", "bytes 0-9/-10", "bytes 0-9/**", "bytes 0-99999999999999999999/*", "bytes 0-1/99999999999999999999", "bytes */-",
        "bytes 0-9 /10"})
    void anythingElseIsNone(String text) {
        assertThat(ContentRange.parse(text)).isEmpty();
    }

    @Test
    void cannotBeMadeOfPositionsThatContradictEachOther() {
        assertThatThrownBy(() -> new ContentRange(5, 4, OptionalLong.empty())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ContentRange(0, 10, OptionalLong.of(10))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ContentRange(-1, -1, OptionalLong.empty())).isInstanceOf(IllegalArgumentException.class);
    }

    @Property
    void parsingNeverThrows(@ForAll String text) {
        ContentRange.parse("bytes " + text).ifPresent(range -> assertThat(ContentRange.parse(range.toString())).contains(range));
        assertThat(ContentRange.parse(text)).isNotNull();
    }
}
