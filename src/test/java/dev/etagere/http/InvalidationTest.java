package dev.etagere.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Invalidation (RFC 9111 §4.4)")
class InvalidationTest {

    private static final URI REQUEST = URI.create("http://shop.example/api/products/7?x=1");

    @ParameterizedTest
    @DisplayName("MUST: unsafe methods and those whose safety is unknown; methods are case-sensitive (RFC 9110 §9.1)")
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "MKCOL", "FOO", "get", "Head", "", "GET "})
    void unsafeAndUnknownMethodsInvalidate(String method) {
        assertThat(Invalidation.invalidates(method, 200)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "OPTIONS", "TRACE", "PROPFIND", "REPORT", "SEARCH", "QUERY"})
    void safeMethodsDoNot(String method) {
        assertThat(Invalidation.invalidates(method, 200)).isFalse();
    }

    @ParameterizedTest
    @DisplayName("MUST: after 2xx and 3xx; not after errors")
    @CsvSource({"199, false", "200, true", "204, true", "299, true", "302, true", "304, true", "399, true", "400, false", "404, false",
        "500, false", "599, false"})
    void onlySuccessInvalidates(int status, boolean invalidates) {
        assertThat(Invalidation.invalidates("POST", status)).isEqualTo(invalidates);
    }

    @Test
    void theTargetUriIsAlwaysAmongThem() {
        assertThat(Invalidation.targets(REQUEST, Headers.empty())).containsExactly(REQUEST);
        assertThat(Invalidation.targets(URI.create(REQUEST + "#top"), Headers.empty())).containsExactly(REQUEST);
    }

    @ParameterizedTest
    @DisplayName("MAY: Location and Content-Location of the same origin")
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "/api/products | http://shop.example/api/products", "8 | http://shop.example/api/products/8",
        "../users | http://shop.example/api/users", "./ | http://shop.example/api/products/", ".. | http://shop.example/api/",
        "../../../../x | http://shop.example/x", "/a/./b/../c | http://shop.example/a/c", "?y=2 | http://shop.example/api/products/7?y=2",
        "//shop.example/x | http://shop.example/x", "http://SHOP.example:80/x | http://shop.example/x", "HTTP://shop.example/x | http://shop.example/x",
        "http://shop.example:/x | http://shop.example/x", "/x#part | http://shop.example/x", "/x%2Fy?a=%20b | http://shop.example/x%2Fy?a=%20b",
        "` /x\t` | http://shop.example/x", "http://user@shop.example/x | http://shop.example/x"})
    void otherUrisOfTheOriginAreResolved(String location, URI target) {
        assertThat(Invalidation.targets(REQUEST, Headers.of("location", location))).containsExactly(REQUEST, target);
        assertThat(Invalidation.targets(REQUEST, Headers.of("Content-Location", location))).containsExactly(REQUEST, target);
    }

    @ParameterizedTest
    @DisplayName("MUST NOT: URIs of another origin; and what is no URI is ignored")
    @ValueSource(strings = {"http://other.example/x", "https://shop.example/x", "http://shop.example:8080/x", "//other.example/x",
        "http://shop.example:443/x", "http://shop.example.other/x", "http://shop.example@other.example/x", "mailto:a@shop.example",
        "http://[bad/x", "http://shop.example/%zz", "/a b", "::", "http://", "\u0000", "http:x", "ftp://shop.example/x"})
    void otherOriginsAndJunkAreLeftOut(String location) {
        assertThat(Invalidation.targets(REQUEST, Headers.of("Location", location))).containsExactly(REQUEST);
    }

    @Test
    void theSameUriIsNamedOnce() {
        Headers response = Headers.of("Location", "", "Content-Location", "7?x=1", "Location", "/y", "Location", "/y#z");
        assertThat(Invalidation.targets(REQUEST, response)).containsExactly(REQUEST, URI.create("http://shop.example/y"));
    }

    @Test
    void portsAndHostsThatJavaCannotParseAreCompared() {
        URI request = URI.create("https://my_host:443/a");
        assertThat(Invalidation.targets(request, Headers.of("Location", "https://MY_HOST/b"))).hasSize(2);
        assertThat(Invalidation.targets(request, Headers.of("Location", "https://my_host:80/b"))).hasSize(1);
        assertThat(Invalidation.targets(URI.create("http://[::1]:80/a"), Headers.of("Location", "http://[::1]/b"))).hasSize(2);
        assertThat(Invalidation.targets(URI.create("http://h"), Headers.of("Location", "b"))).contains(URI.create("http://h/b"));
    }
}
