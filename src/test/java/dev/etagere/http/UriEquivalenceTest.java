package dev.etagere.http;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("RFC 3986 §6.2.2 Equivalent URIs")
class UriEquivalenceTest {

    @ParameterizedTest
    @CsvSource({
        "http://a/%7Eb, http://a/~b",
        "http://a/%c3%a9, http://a/%C3%A9",
        "http://a/%41%62%2D%2e%5f?%7e=%2f, http://a/Ab-._?~=%2F",
        "http://a/b/./c/../d, http://a/b/d",
        "http://a/b/%2e%2E/c?/../x, http://a/c?/../x",
        "http://a/..?q, http://a/?q"})
    void areWrittenTheSame(String uri, String normalized) {
        assertThat(UriEquivalence.normalized(uri)).isEqualTo(normalized);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://a/b", "http://a/%2Fb", "http://a/%2525", "http://a/b?c=%26", "http://a/%", "http://a/%4", "http://a/%zz",
        "http://a/%\u0664\u0661", "http://a/b+c", "http://a/B", "http://a?/./b", "", "/.", "%"})
    void whatIsReservedOrNoEncodingStays(String uri) {
        assertThat(UriEquivalence.normalized(uri)).isEqualTo(uri.equals("/.") ? "/" : uri);
    }

    @Property(tries = 300)
    void normalisingTwiceChangesNothingMore(@ForAll String text) {
        String once = UriEquivalence.normalized("http://a/" + text.replace('#', ' '));
        assertThat(UriEquivalence.normalized(once)).as(text).isEqualTo(once);
    }
}
