package dev.etagere.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("RFC 9651 §4.2 Parsing Structured Fields")
class StructuredFieldTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "a=1", "a=-1", "a=1.5", "a=\"x\\\"y\\\\\"", "a=tok:en/1", "a=*", "a=?1", "a=:YQ==:", "a=::",
        "a=(1 \"b\" c);d", "a=()", "a;b;c=1;d=\"e\"", "a=1;  b", "  a", "a  ", "a\t", "a \t , \t b", "a=@1659578233", "a=@-1;x=@2",
        "a=%\"f%c3%bc%c3%bc\"", "a=%\"\"", "*a_b-c.d*=1", "a=999999999999999", "a=123456789012.123"})
    void dictionariesParse(String value) {
        assertThat(StructuredField.dictionary(List.of(value))).as(value).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"A", "1", "a=", "a,", ",a", "a,,b", "a b", "\ta", "a= 1", "a =1", "a=1;", "a=1 ;b",
        "a=-", "a=--1", "a=+1", "a=.5", "a=1.", "a=1.2345", "a=1234567890123.1", "a=1234567890123456",
        "a=\"x", "a=\"\\x\"", "a=\"\u00fc\"", "a=\"\t\"", "a=?2", "a=?",
        "a=:YQ==", "a=:_:", "a=(1", "a=(1,2)", "a=(1\"b\")", "a=@", "a=@1.5", "a=@x", "a=%", "a=%x", "a=%\"x", "a=%\"%C3%BC\"", "a=%\"%c\"",
        "a=%\"%c3\"", "a=%\"\u00fc\"", "a=&", "a=$", "\u00e9"})
    void anythingElseIsNothingAtAll(String value) {
        assertThat(StructuredField.dictionary(List.of(value))).as(value).isEmpty();
    }
}
