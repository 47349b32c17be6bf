package dev.etagere.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Vary (RFC 9110 §12.5.5, RFC 9111 §4.1)")
class VaryTest {

    private static Vary vary(String... lines) {
        return Vary.of(List.of(lines));
    }

    private static String selection(String name, String... values) {
        Headers.Builder fields = Headers.builder();
        for (String value : values) {
            fields.add(name, value);
        }
        return vary(name).selection(new Request("GET", fields.build()));
    }

    @Nested
    @DisplayName("The field")
    class Field {

        @Test
        void namesAreLowerCaseSortedAndUnique() {
            assertThat(vary("Foo, accept , FOO,,\tBar", "Accept", "", " , baz").names()).containsExactly("accept", "bar", "baz", "foo");
            assertThat(vary("Foo").any()).isFalse();
            assertThat(vary("b, A")).isEqualTo(vary("a", "B")).hasSameHashCodeAs(vary("a", "B")).hasToString("a, b");
        }

        @ParameterizedTest
        @DisplayName("MUST: * among others is *, and so is what no name can be")
        @ValueSource(strings = {"*", " * ", "Accept, *", "*, Accept", "*,*", "Accept Encoding", "Accept;q=1", "\"Accept\"", "(",
            "Ac\u00e7ept"})
        void starMatchesNothing(String value) {
            assertThat(vary(value).any()).isTrue();
            assertThat(vary("Foo", value).any()).isTrue();
            assertThat(vary(value).isEmpty()).isFalse();
            assertThat(vary("Foo", value)).hasToString("*");
        }

        @Test
        void anEmptyFieldIsNone() {
            assertThat(vary("", " ,, ")).isSameAs(Vary.none());
            assertThat(vary()).isSameAs(Vary.none());
            assertThat(Vary.none().isEmpty()).isTrue();
            assertThat(Vary.none().selection(Request.get("Accept", "x"))).isEmpty();
        }

        @Test
        void namesMayBeAdded() {
            assertThat(vary("Foo").with(List.of("BAR", "foo", "not a name", "")).names()).containsExactly("bar", "foo");
            assertThat(vary("Foo").with(List.of("*")).any()).isTrue();
            assertThat(Vary.none().with(List.of())).isSameAs(Vary.none());
            assertThat(vary("Foo, *").with(List.of("Bar")).any()).isTrue();
        }
    }

    @Nested
    @DisplayName("MUST: all named fields match")
    class Matching {

        @Test
        void absentIsNotEmpty() {
            assertThat(selection("Foo")).isNotEqualTo(selection("Foo", ""));
            assertThat(selection("Accept-Encoding")).isNotEqualTo(selection("Accept-Encoding", ""));
            assertThat(selection("Foo", "-")).isNotEqualTo(selection("Foo"));
        }

        @Test
        void namesOfRequestFieldsAreFoundInAnyCase() {
            assertThat(vary("foo").selection(Request.get("FOO", "1"))).isEqualTo(vary("Foo").selection(Request.get("fOO", "1")));
        }

        @Test
        void everyNamedFieldCounts() {
            Vary both = vary("Foo, Bar");
            assertThat(both.selection(Request.get("Foo", "1", "Bar", "2"))).isEqualTo(both.selection(Request.get("Bar", "2", "Foo", "1",
                    "X", "y")));
            assertThat(both.selection(Request.get("Foo", "1", "Bar", "2"))).isNotEqualTo(both.selection(Request.get("Foo", "2", "Bar",
                    "1")));
            assertThat(both.selection(Request.get("Foo", "1"))).isNotEqualTo(both.selection(Request.get("Bar", "1")));
        }

        @Test
        void valuesCannotReachOverTheirField() {
            Vary both = vary("a, b");
            String split = both.selection(Request.get("a", "1", "b", "2"));
            assertThat(both.selection(Request.get("a", "1;b=1:2"))).isNotEqualTo(split);
            assertThat(both.selection(Request.get("a", "1;b=1:2;", "b", ""))).isNotEqualTo(split);
            assertThat(vary("a").selection(Request.get("a", "x"))).isNotEqualTo(vary("b").selection(Request.get("b", "x")));
        }

        @Test
        void whatIsRememberedIsNeverAnotherValues() {
            Vary vary = vary("Accept-Encoding");
            String gzip = vary.selection(Request.get("Accept-Encoding", "gzip"));
            String br = vary.selection(Request.get("Accept-Encoding", "br"));
            assertThat(gzip).isNotEqualTo(br);
            assertThat(vary.selection(Request.get("Accept-Encoding", "gzip"))).isEqualTo(gzip);
            assertThat(vary.selection(Request.get("Accept-Encoding", "gzip", "Accept-Encoding", "br"))).isNotIn(gzip, br);
            assertThat(vary.selection(Request.get())).isNotIn(gzip, br);
        }
    }

    @Nested
    @DisplayName("MAY: values are normalised where their syntax says that they are the same")
    class Normalised {

        @ParameterizedTest
        @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "Foo | a, b | a,b", "Foo | ` a ,\tb ` | a,b", "Foo | \"x , y\" , z | \"x , y\",z", "X-Any | a | ` a\t`",
            "Accept-Encoding | gzip, br | BR ,gzip", "Accept-Encoding | gzip;q=1.0,br;q=0.50 | br ; Q=0.5 , GZIP",
            "Accept-Encoding | gzip,,br | br,gzip",
            "Accept-Encoding | gzip, gzip | gzip", "Accept-Encoding | identity;q=0 | identity; q=0.000",
            "Accept-Language | en-US, de;q=0.8 | de;q=0.80,EN-us;q=1", "Accept-Language | de, en | en, de",
            "Accept-Charset | UTF-8 | utf-8",
            "Accept | Text/HTML;Level=1;q=0.50, */* | text/html; level=1 ; q=0.5,*/*;q=1.000",
            "Accept | text/html,, text/plain | text/html,text/plain",
            "User-Agent | ` Mozilla/5.0 (X, Y)` | Mozilla/5.0 (X, Y)", "Cookie | a=1 | a=1"})
        void theseAreTheSame(String name, String one, String other) {
            assertThat(selection(name, one)).isEqualTo(selection(name, other));
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "Foo | a, b | b, a", "Foo | a | A", "Foo | a b | a  b", "Foo | a,,b | a,b", "Foo | \"a,b\" | \"a, b\"", "Foo | a,\"b | a,b",
            "Foo | \"a\\\", b\" | \"a\\\",b\"",
            "Accept-Encoding | gzip | gzip;q=0", "Accept-Encoding | gzip;q=0.5 | gzip;q=0.51",
            "Accept-Encoding | gzip, br;q=0.5 | br, gzip;q=0.5",
            "Accept-Encoding | gzip;q=2 | gzip", "Accept-Encoding | gzip;q=0.5555 | gzip;q=0.555", "Accept-Encoding | gzip;x=1 | gzip",
            "Accept-Encoding | gzip;q=1.5 | gzip", "Accept-Encoding | gzip;q= | gzip", "Accept-Encoding | gzip;q=.5 | gzip;q=0.5",
            "Accept-Encoding | gzip br | gzip,br",
            "Accept-Language | de, en;q=0.9 | de;q=0.9, en", "Accept-Language | de | de-AT",
            "Accept | text/html, text/plain | text/plain, text/html", "Accept | text/html;level=1 | text/html;level=2",
            "Accept | text/html;v=A | text/html;v=a", "Accept | text/html;x=\"a;q=1\" | text/html;x=\"a",
            "User-Agent | Mozilla/5.0 (X, Y) | Mozilla/5.0 (X,Y)", "User-Agent | Foo | foo", "Cookie | a=1, b=2 | a=1,b=2"})
        void theseAreNot(String name, String one, String other) {
            assertThat(selection(name, one)).isNotEqualTo(selection(name, other));
        }

        @Test
        @DisplayName("lines of one name are one list (RFC 9110 §5.3)")
        void linesAreCombined() {
            assertThat(selection("Foo", "a", "b")).isEqualTo(selection("Foo", "a, b"));
            assertThat(selection("Foo", "b", "a")).isNotEqualTo(selection("Foo", "a, b"));
            assertThat(selection("Accept-Encoding", "br", "gzip")).isEqualTo(selection("Accept-Encoding", "gzip, br"));
            assertThat(selection("Accept", "text/html", "*/*")).isEqualTo(selection("Accept", "text/html,*/*"));
        }

        @Test
        @DisplayName("lines of Cookie are joined by semicolons (RFC 9113 §8.2.3)")
        void cookiesAreJoined() {
            assertThat(selection("Cookie", "a=1", "b=2")).isEqualTo(selection("Cookie", "a=1; b=2"));
        }
    }
}
