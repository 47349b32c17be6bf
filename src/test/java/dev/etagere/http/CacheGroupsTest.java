package dev.etagere.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("RFC 9875: cache groups")
class CacheGroupsTest {

    private static List<String> groups(String... values) {
        Headers.Builder headers = Headers.builder();
        for (String value : values) {
            headers.add("Cache-Groups", value);
        }
        return CacheGroups.of(headers.build());
    }

    @Nested
    @DisplayName("§2: Cache-Groups is a List of Strings")
    class Membership {

        @Test
        void everyMemberIsAGroup() {
            assertThat(groups("\"scripts\", \"a, \\\"b\\\"\"", "\"styles\"")).containsExactly("scripts", "a, \"b\"", "styles");
        }

        @Test
        @DisplayName("unrecognised parameters are ignored")
        void parametersAreIgnored() {
            assertThat(groups("\"a\";x=1;y=\"z, \", \"b\";q")).containsExactly("a", "b");
        }

        @Test
        @DisplayName("MUST support at least 32 groups with up to at least 32 characters each")
        void manyLongGroupsAreRead() {
            List<String> many = IntStream.range(0, 500).mapToObj(i -> "%0500d".formatted(i)).toList();

            assertThat(groups('"' + String.join("\", \"", many) + '"')).isEqualTo(many);
        }

        @ParameterizedTest
        @ValueSource(strings = {"token", "\"a\", token", "(\"a\")", "\"a\" \"b\"", "\"a\",", "\"a", "\"\u00e9\"", ",", "\"a\";", "1"})
        @DisplayName("RFC 8941 §4.2: a field that does not parse, or is no List of Strings, is ignored")
        void whatIsNoListOfStringsDoesNotCount(String value) {
            assertThat(groups(value)).isEmpty();
        }

        @Test
        void noneIsNone() {
            assertThat(groups()).isEmpty();
            assertThat(groups("")).isEmpty();
        }

        @Test
        void hostileInputTakesLinearTime() {
            assertThat(groups(String.join("", Collections.nCopies(200_000, "\"a\";")))).isEmpty();
            assertThat(groups("\"" + "\\\"".repeat(200_000))).isEmpty();
        }
    }

    @Nested
    @DisplayName("§3: Cache-Group-Invalidation")
    class GroupInvalidation {

        private static List<String> invalidated(String method) {
            return CacheGroups.invalidatedBy(method, Headers.of("Cache-Group-Invalidation", "\"results\", \"australia\""));
        }

        @ParameterizedTest
        @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "SOMETHING", "get"})
        void namesGroupsOnResponsesToUnsafeMethods(String method) {
            assertThat(invalidated(method)).containsExactly("results", "australia");
        }

        @ParameterizedTest
        @ValueSource(strings = {"GET", "HEAD", "OPTIONS", "TRACE", "PROPFIND", "QUERY"})
        @DisplayName("MUST be ignored on responses to requests that have a safe method")
        void isIgnoredOnResponsesToSafeMethods(String method) {
            assertThat(invalidated(method)).isEmpty();
        }
    }

    @Test
    @DisplayName("§2.1: groups are of one origin, which has many spellings (RFC 9110 §4.3.1)")
    void originsAreComparedNotSpellings() {
        assertThat(CacheGroups.origin("HTTP", "Shop.example:80")).isEqualTo(CacheGroups.origin("http", "shop.example"));
        assertThat(CacheGroups.origin("https", "shop.example:80")).isNotEqualTo(CacheGroups.origin("https", "shop.example"));
    }
}
