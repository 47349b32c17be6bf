package dev.etagere.protocol;

import static dev.etagere.protocol.OriginAnswer.answer;
import static dev.etagere.protocol.OriginAnswer.exception;
import static dev.etagere.protocol.OriginAnswer.ok;
import static dev.etagere.protocol.OriginAnswer.streamed;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("RFC 9110 §9.3.3 Answers to POST")
class Rfc9110Section933PostIT extends ProtocolTest {

    private static final String FRESH = "Cache-Control: max-age=3600";

    private String itself() {
        return "Content-Location: " + resource().path();
    }

    @Nested
    @DisplayName("MAY answer a later GET or HEAD, where they state freshness and Content-Location is the target's own URI")
    class Kept {

        @Test
        void get() {
            origin(ok("old", FRESH), ok("new", FRESH, itself(), "ETag: \"2\"", "X-A: b"), ok("never"));
            resource().get();
            resource().post("a=b").assertForwarded().assertStatus(200).assertBody("new").assertCacheStatus("fwd=method", "stored");
            advance(3);
            resource().get().assertFromCache().assertStatus(200).assertBody("new").assertAge(3).assertField("X-A", "b");
            resource().get("If-None-Match: \"2\"").assertFromCache().assertStatus(304);
            resource().head().assertFromCache().assertField("Content-Length", "3");
        }

        @Test
        void byAnAbsoluteOrARelativeUri() {
            Resource one = at("/one").origin(ok("new", FRESH, "Content-Location: http://localhost" + at("/one").path()));
            Resource two = at("/two").origin(ok("new", FRESH, "Content-Location: two"));
            one.post("");
            two.post("");
            one.get().assertFromCache().assertBody("new");
            two.get().assertFromCache().assertBody("new");
        }

        @Test
        void ofTheSameQuery() {
            origin(ok("new", FRESH, itself() + "?a=1"), ok("other"));
            resource().exchange("POST", "?a=1", "x").assertForwarded();
            query("a=1").assertFromCache().assertBody("new");
            query("a=2").assertForwarded().assertBody("other");
        }

        @Test
        void asTheVariantOfTheRequest() {
            origin(ok("de", FRESH, itself(), "Vary: Accept-Language"), ok("en", FRESH, "Vary: Accept-Language"));
            resource().post("", "Accept-Language: de");
            resource().get("Accept-Language: de").assertFromCache().assertBody("de");
            resource().get("Accept-Language: en").assertForwarded().assertBody("en");
        }

        @Test
        void untilTheNextWrite() {
            origin(ok("one", FRESH, itself()), ok("done"), ok("two", FRESH));
            resource().post("");
            resource().get().assertFromCache().assertBody("one");
            send("PUT");
            resource().get().assertForwarded().assertBody("two");
        }

        @Test
        @DisplayName("MUST NOT answer another POST")
        void notAnotherPost() {
            origin(ok("one", FRESH, itself()), ok("two", FRESH, itself()));
            resource().post("").assertBody("one");
            resource().post("").assertForwarded().assertBody("two");
            resource().get().assertFromCache().assertBody("two");
        }
    }

    @Nested
    @DisplayName("MUST NOT be stored otherwise")
    class NotKept {

        private void assertNotKept(OriginAnswer posted, String... fields) {
            origin(posted, ok("of GET", FRESH));
            resource().post("x", fields).assertForwarded();
            resource().get().assertForwarded().assertBody("of GET");
        }

        @Test
        void withoutContentLocation() {
            assertNotKept(ok("new", FRESH));
        }

        @ParameterizedTest
        @ValueSource(strings = {"/elsewhere", "http://other.example/", "?b", ":// no URI", ""})
        void withAnother(String reference) {
            assertNotKept(ok("new", FRESH, "Content-Location: " + reference + (reference.isEmpty() ? resource().path() + "/x" : "")));
        }

        @Test
        void withSeveral() {
            assertNotKept(ok("new", FRESH, itself(), "Content-Location: http://localhost" + resource().path()));
        }

        @ParameterizedTest
        @ValueSource(strings = {"Cache-Control: public", "Last-Modified: Thu, 01 Jan 2015 00:00:00 GMT", "ETag: \"1\"",
                "Cache-Control: max-age=0", "Cache-Control: no-cache, max-age=9"})
        void withoutStatedFreshness(String field) {
            origin(ok("new", field, itself()), ok("of GET", FRESH));
            resource().post("x");
            resource().get().assertForwarded().assertBody("of GET");
        }

        @ParameterizedTest
        @ValueSource(strings = {"Cache-Control: no-store, max-age=9", "Cache-Control: private, max-age=9", "Set-Cookie: a=b", "Vary: *"})
        void whatIsNotForGetEither(String field) {
            assertNotKept(ok("new", FRESH, field, itself()));
        }

        @ParameterizedTest
        @ValueSource(ints = {201, 202, 301, 404, 500})
        void ofAnotherStatus(int status) {
            assertNotKept(answer(status, "new", FRESH, itself()));
        }

        @Test
        @DisplayName("with Authorization, unless shared caches may (RFC 9111 §3.5)")
        void withAuthorization() {
            assertNotKept(ok("new", FRESH, itself()), "Authorization: Bearer 1");
        }

        @Test
        void whereTheRequestSaysNoStore() {
            assertNotKept(ok("new", FRESH, itself()), "Cache-Control: no-store");
        }

        @Test
        void whereItFails() {
            assertNotKept(exception());
        }

        @Test
        void ofPut() {
            origin(ok("new", FRESH, itself()), ok("of GET", FRESH));
            send("PUT");
            resource().get().assertForwarded().assertBody("of GET");
        }

        @Test
        void whereItStreams() {
            assertNotKept(streamed(new String[] {"a", "b"}, FRESH, itself()));
        }

        @Test
        @DisplayName("where something else was evicted while it was made: it may be out of date already")
        void whereSomethingWasEvictedMeanwhile() {
            Resource other = at("/other").origin(ok("done"));
            origin((request, response) -> {
                other.send("PUT");
                ok("new", FRESH, itself()).write(request, response);
            }, ok("of GET", FRESH));
            resource().post("x");
            resource().get().assertForwarded().assertBody("of GET");
        }
    }
}
