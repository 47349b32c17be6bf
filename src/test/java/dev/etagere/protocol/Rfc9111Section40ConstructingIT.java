package dev.etagere.protocol;

import static dev.etagere.protocol.OriginAnswer.ok;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("RFC 9111 §2 keys, §4 Constructing responses from caches")
class Rfc9111Section40ConstructingIT extends ProtocolTest {

    private static final String FRESH = "Cache-Control: max-age=3600";

    @Nested
    @DisplayName("MUST NOT reuse a stored response")
    class Must {

        @ParameterizedTest(name = "?{0} and ?{1}")
        @CsvSource({"a=1, a=2", "a=1&b=2, b=2&a=1", "a, a=", "a=%41, a=A", "a=1, A=1", "x=1&x=2, x=2&x=1"})
        @DisplayName("for another target URI")
        void otherQueries(String one, String two) {
            origin(ok("one", FRESH), ok("two", FRESH));
            query(one).assertForwarded().assertBody("one");
            query(two).assertForwarded().assertBody("two");
            query(one).assertFromCache().assertBody("one");
            query(two).assertFromCache().assertBody("two");
        }

        @Test
        @DisplayName("for another target URI: an empty query is not none")
        void emptyQuery() {
            origin(ok("one", FRESH), ok("two", FRESH));
            get().assertForwarded();
            query("").assertForwarded();
        }

        @Test
        @DisplayName("for another target URI: paths differ in case")
        void pathsDifferInCase() {
            Resource lower = at("/x").origin(ok("lower", FRESH));
            Resource upper = at("/X").origin(ok("upper", FRESH));
            lower.get().assertForwarded();
            upper.get().assertForwarded().assertBody("upper");
            lower.get().assertFromCache().assertBody("lower");
        }

        @Test
        @DisplayName("for another host")
        void otherHost() {
            origin(ok("one", FRESH), ok("two", FRESH));
            get("Host: one.example").assertForwarded().assertBody("one");
            get("Host: two.example").assertForwarded().assertBody("two");
            get("Host: ONE.example").assertFromCache().assertBody("one");
            get("Host: one.example:8081").assertForwarded();
        }

        @ParameterizedTest
        @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "FOO", "get", "GETX"})
        @DisplayName("for another method: it is written through")
        void otherMethods(String method) {
            origin(ok("one", FRESH), ok("two"));
            get().assertForwarded();
            send(method).assertForwarded().assertBody("two").atOrigin().assertMethod(method);
        }

        @Test
        @DisplayName("once it is stale, without validating it")
        void stale() {
            origin(ok("one", "Cache-Control: max-age=10"), ok("two", "Cache-Control: max-age=10"));
            get();
            advance(10);
            get().assertForwarded().assertBody("two");
        }

        @Test
        @DisplayName("that has no-cache, without validating it")
        void noCache() {
            origin(ok("one", "Cache-Control: no-cache, max-age=60"), ok("two", FRESH));
            get();
            get().assertForwarded().assertBody("two");
        }

        @Test
        @DisplayName("to a GET that brings content of its own")
        void contentOfTheRequest() {
            origin(ok("one", FRESH), ok("two", FRESH), ok("three", FRESH));
            get();
            assertThat(resource().exchange("GET", "", "x").assertForwarded().body()).isEqualTo("two");
            get().assertFromCache().assertBody("one");
        }
    }

    @Nested
    @DisplayName("MUST, when it does reuse one,")
    class Reused {

        @Test
        @DisplayName("generate Age")
        void age() {
            origin(ok("one", FRESH));
            get().assertNoField("Age");
            get().assertFromCache().assertAge(0);
            advance(17);
            get().assertFromCache().assertAge(17);
        }

        @Test
        @DisplayName("replace an Age that came from the origin")
        void ageOfTheOrigin() {
            origin(ok("one", FRESH, "Age: 100"));
            get();
            advance(17);
            get().assertFromCache().assertAge(117);
        }

        @Test
        void sendTheSameBytesAndLength() {
            origin(ok("\u0000\u00ff\r\n\r\nbinary", FRESH));
            get();
            get().assertFromCache().assertBody("\u0000\u00ff\r\n\r\nbinary").assertField("Content-Length", "12");
        }
    }

    @Test
    void theSameUriIsTheSameHoweverOftenItIsAsked() {
        origin(ok("one", FRESH));
        query("a=1&b=%20").assertForwarded();
        for (int i = 0; i < 5; i++) {
            query("a=1&b=%20").assertFromCache().assertBody("one");
        }
    }
}
