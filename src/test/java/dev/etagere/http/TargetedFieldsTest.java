package dev.etagere.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Targeted fields (RFC 9213 §2.1) are Dictionaries of Structured Fields (RFC 8941 §4.2.2)")
class TargetedFieldsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "max-age=60 | 60", "  max-age=60   | 60", "a,max-age=60,b | 60", "a \t,\t max-age=60 | 60", "max-age=60;x=y;z | 60",
        "max-age=60;  x=\"a, b\" ,c | 60", "max-age=1, max-age=60 | 60", "max-age=007 | 7", "max-age=999999999999999 | 2147483648",
        "x=(\"a\" b 1.5;p);q, max-age=60 | 60", "x=:aGVsbG8=:, max-age=60 | 60", "x=?0, max-age=60 | 60", "x=*tok:en/, max-age=60 | 60",
        "x=-1.25, max-age=60 | 60", "x=(), max-age=60 | 60", "x=\"\\\"\\\\\", max-age=60 | 60", "*x.y_z-1, max-age=60 | 60"})
    void valuesOfEveryTypeAreReadAndParametersIgnored(String value, long maxAge) {
        assertThat(TargetedFields.parse(List.of(value)).orElseThrow().maxAge()).hasValue(maxAge);
    }

    @Test
    void severalLinesAreOneDictionary() {
        CacheControl control = TargetedFields.parse(List.of("max-age=60, no-cache", "must-revalidate", "max-age=30")).orElseThrow();
        assertThat(control.maxAge()).hasValue(30);
        assertThat(control.noCache() && control.mustRevalidate()).isTrue();
    }

    @ParameterizedTest
    @DisplayName("a number of seconds that is of another type counts as stale")
    @ValueSource(strings = {"max-age", "max-age=-1", "max-age=1.5", "max-age=\"60\"", "max-age=abc", "max-age=?1", "max-age=(60)",
        "max-age=:YQ==:"})
    void wrongTypesAreStale(String value) {
        assertThat(TargetedFields.parse(List.of(value)).orElseThrow().maxAge()).hasValue(0);
    }

    @Test
    void restrictionsHoldWhateverTheirValueButFalse() {
        assertThat(TargetedFields.parse(List.of("no-store=1")).orElseThrow().noStore()).isTrue();
        assertThat(TargetedFields.parse(List.of("private=x")).orElseThrow().isPrivate()).isTrue();
        assertThat(TargetedFields.parse(List.of("no-store=?0")).orElseThrow().noStore()).isFalse();
        assertThat(TargetedFields.parse(List.of("private=\"x-one\"")).orElseThrow().privateFields()).containsExactly("x-one");
    }

    @ParameterizedTest
    @DisplayName("MUST: parsing fails as a whole")
    @ValueSource(strings = {"", "   ", ",", "a,", "a,,b", ",a", "A", "a=", "a =1", "a= 1", "1", "-", "a=1 b", "a=1;",
        "a=1;B", "a=\"x",
        "a=\"\\x\"", "a=\"\u00e9\"", "a='1'", "a=(1", "a=(1,2)", "a=(1(2))", "a=?", "a=?2", "a=?true", "a=:x", "a=:-:", "a=1.",
        "a=.5", "a=--1",
        "a=-", "a=1.2345", "a=1234567890123.1", "a=1234567890123456", "a=@x", "a=\u0661", "no-store, a=\n", "a=1\u0000", "\ta"})
    void whatIsNoDictionaryIsAbsent(String value) {
        assertThat(TargetedFields.parse(List.of(value))).isEmpty();
    }

    @Test
    void noLinesAreAbsent() {
        assertThat(TargetedFields.parse(List.of())).isEmpty();
        assertThat(TargetedFields.parse(List.of("max-age=60", ""))).isEmpty();
    }
}
