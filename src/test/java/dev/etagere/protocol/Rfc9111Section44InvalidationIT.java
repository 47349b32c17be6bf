package dev.etagere.protocol;

import static dev.etagere.protocol.OriginAnswer.answer;
import static dev.etagere.protocol.OriginAnswer.exception;
import static dev.etagere.protocol.OriginAnswer.ok;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("RFC 9111 §4.4 Invalidating stored responses")
class Rfc9111Section44InvalidationIT extends ProtocolTest {

    private static final String FRESH = "Cache-Control: max-age=3600";

    @Nested
    @DisplayName("MUST invalidate the target URI")
    class Must {

        @ParameterizedTest
        @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "LOCK", "FOO", "post"})
        @DisplayName("after a method that is unsafe or unknown")
        void unsafe(String method) {
            origin(ok("one", FRESH, "ETag: \"1\""), ok("done"), ok("two", FRESH));
            get();
            send(method).assertForwarded();
            get().assertForwarded().assertBody("two");
            get().assertFromCache().assertBody("two");
        }

        @ParameterizedTest
        @ValueSource(ints = {200, 201, 202, 204, 205, 299, 301, 302, 303, 307, 308})
        @DisplayName("after a status that is no error")
        void success(int status) {
            origin(ok("one", FRESH), answer(status, ""), ok("two", FRESH));
            get();
            send("POST").assertForwarded();
            get().assertForwarded().assertBody("two");
        }

        @ParameterizedTest(name = "{0} and {1}")
        @CsvSource({"/%c3%a9, /%C3%A9", "/~a, /%7Ea", "/a-b_c.d, /%61%2db%5f%63%2Ed"})
        @DisplayName("however it is written: unreserved characters may be encoded, in either case (RFC 9110 §4.2.3)")
        void equivalentUris(String read, String written) {
            Resource resource = at(read).origin(ok("one", FRESH), ok("two", FRESH));
            Resource same = at(written).origin(ok("done"));
            resource.get().assertForwarded();
            resource.get().assertFromCache();
            same.send("POST").assertForwarded();
            resource.get().assertForwarded().assertBody("two");
        }

        @ParameterizedTest(name = "{0} and {1}")
        @CsvSource({"q=%c3%a9, q=%C3%A9", "q=~, q=%7e"})
        @DisplayName("however its query is written")
        void equivalentQueries(String read, String written) {
            origin(ok("one", FRESH), ok("done"), ok("two", FRESH));
            query(read).assertForwarded();
            resource().exchange("POST", "?" + written, "").assertForwarded().assertBody("done");
            query(read).assertForwarded().assertBody("two");
        }

        @Test
        @DisplayName("also after a write that answers with something cacheable")
        void cacheableWrite() {
            origin(ok("one", FRESH), ok("done", FRESH), ok("two", FRESH));
            get();
            send("PUT").assertForwarded();
            get().assertForwarded().assertBody("two");
        }
    }

    @Nested
    @DisplayName("does not invalidate")
    class Not {

        @ParameterizedTest
        @ValueSource(strings = {"OPTIONS", "HEAD", "TRACE"})
        @DisplayName("after a safe method")
        void safe(String method) {
            origin(ok("one", FRESH), ok("one"), ok("two"));
            get();
            send(method);
            get().assertFromCache().assertBody("one");
        }

        @ParameterizedTest
        @ValueSource(ints = {400, 403, 404, 405, 409, 412, 500, 502, 503})
        @DisplayName("after an error")
        void error(int status) {
            origin(ok("one", FRESH), answer(status, ""), ok("two"));
            get();
            send("POST").assertForwarded().assertStatus(status);
            get().assertFromCache().assertBody("one");
        }

        @Test
        void afterAnException() {
            origin(ok("one", FRESH), exception(), ok("two"));
            get();
            send("POST").assertStatus(500);
            get().assertFromCache().assertBody("one");
        }

        @Test
        void otherUris() {
            origin(ok("one", FRESH));
            Resource other = at("/other").origin(ok("other", FRESH));
            get();
            other.get();
            other.send("POST");
            get().assertFromCache();
            other.get().assertForwarded();
        }

        @Test
        void otherQueries() {
            origin(ok("one", FRESH), ok("two", FRESH), ok("done"));
            query("a=1");
            query("a=2");
            resource().exchange("POST", "?a=1", "").assertForwarded();
            query("a=2").assertFromCache();
            query("a=1").assertForwarded();
        }
    }

    @Nested
    @DisplayName("MAY invalidate the URIs of Location and Content-Location")
    class Related {

        @ParameterizedTest(name = "{0} {1}")
        @CsvSource({"201, Location", "303, Location", "200, Content-Location"})
        void ofTheSameOrigin(int status, String field) {
            Resource related = at("/related").origin(ok("one", FRESH), ok("two", FRESH));
            related.get();
            origin(answer(status, "", field + ": " + related.path()));
            send("POST").assertForwarded();
            related.get().assertForwarded().assertBody("two");
        }

        @ParameterizedTest
        @ValueSource(strings = {"Location", "Content-Location"})
        void givenAsAWholeUriOrARelativeOne(String field) {
            Resource absolute = at("/absolute").origin(ok("one", FRESH));
            Resource relative = at("/relative").origin(ok("one", FRESH));
            absolute.get();
            relative.get();
            Resource writer = at("/writer").origin(
                    answer(201, "", field + ": http://localhost" + absolute.path()),
                    answer(201, "", field + ": relative#part"));
            writer.send("POST");
            writer.send("POST");
            absolute.get().assertForwarded();
            relative.get().assertForwarded();
        }

        @ParameterizedTest
        @ValueSource(strings = {"http://LOCALHOST", "HTTP://localhost", "http://localhost:80", "http://LocalHost:", "//localhost:80"})
        @DisplayName("whose origin is written in another way (RFC 9110 §4.2.3)")
        void ofTheSameOriginWrittenOtherwise(String origin) {
            Resource related = at("/related").origin(ok("one", FRESH), ok("two", FRESH));
            related.get();
            origin(answer(201, "", "Location: " + origin + related.path()));
            send("POST").assertForwarded();
            related.get().assertForwarded().assertBody("two");
        }

        @ParameterizedTest
        @ValueSource(strings = {"Location", "Content-Location"})
        @DisplayName("MUST NOT where the origin is another")
        void ofAnotherOrigin(String field) {
            Resource related = at("/related").origin(ok("one", FRESH));
            related.get();
            origin(answer(201, "", field + ": http://other.example" + related.path()),
                    answer(201, "", field + ": https://localhost" + related.path()),
                    answer(201, "", field + ": //other.example" + related.path()));
            send("POST").assertForwarded();
            send("POST").assertForwarded();
            send("POST").assertForwarded();
            related.get().assertFromCache();
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "http://[", ":", "%%%", "http://localhost:99999999/", "\"", "//"})
        void malformedOnesAreNoHarm(String location) {
            origin(ok("one", FRESH), answer(201, "", "Location: " + location), ok("two", FRESH));
            get();
            send("POST").assertForwarded().assertStatus(201);
            get().assertForwarded().assertBody("two");
        }

        @Test
        @DisplayName("not where the write failed")
        void notAfterAnError() {
            Resource related = at("/related").origin(ok("one", FRESH));
            related.get();
            origin(answer(400, "", "Location: " + related.path()));
            send("POST").assertForwarded();
            related.get().assertFromCache();
        }
    }
}
