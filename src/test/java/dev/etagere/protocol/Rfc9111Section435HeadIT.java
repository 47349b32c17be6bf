package dev.etagere.protocol;

import static dev.etagere.protocol.OriginAnswer.answer;
import static dev.etagere.protocol.OriginAnswer.notModified;
import static dev.etagere.protocol.OriginAnswer.ok;
import static dev.etagere.protocol.OriginAnswer.validating;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("HEAD: RFC 9110 §9.3.2, RFC 9111 §4.3.5 Freshening responses with HEAD")
class Rfc9111Section435HeadIT extends ProtocolTest {

    private static final String TEN_SECONDS = "Cache-Control: max-age=10";

    @Nested
    @DisplayName("Answering HEAD")
    class Answering {

        @Test
        @DisplayName("MAY be done from what GET stored, with the same fields and no content")
        void fromGet() {
            origin(ok("one", TEN_SECONDS, "ETag: \"1\"", "X: y", "Content-Type: text/x"));
            get();
            advance(3);
            head().assertFromCache().assertStatus(200).assertBody("").assertField("ETag", "\"1\"").assertField("X", "y")
                    .assertField("Content-Type", "text/x").assertField("Content-Length", "3").assertAge(3);
        }

        @Test
        @DisplayName("evaluates preconditions as for GET")
        void conditional() {
            origin(ok("one", TEN_SECONDS, "ETag: \"1\""));
            get();
            head("If-None-Match: \"1\"").assertFromCache().assertStatus(304);
            head("If-None-Match: \"2\"").assertFromCache().assertStatus(200);
        }

        @Test
        @DisplayName("MUST ignore Range (RFC 9110 §14.2)")
        void range() {
            origin(ok("one", TEN_SECONDS, "ETag: \"1\""));
            get();
            head("Range: bytes=0-0").assertFromCache().assertStatus(200).assertNoField("Content-Range").assertField("Content-Length", "3");
        }

        @Test
        void neverMakesAnAnswerToGet() {
            origin(ok("one", TEN_SECONDS), ok("two", TEN_SECONDS));
            head().assertForwarded().assertBody("").atOrigin().assertMethod("HEAD");
            get().assertForwarded().assertBody("two").atOrigin().assertMethod("GET");
            head().assertFromCache();
        }

        @Test
        void keepsToTheVariant() {
            origin(ok("one", TEN_SECONDS, "Vary: Foo"), ok("two", TEN_SECONDS, "Vary: Foo"));
            get("Foo: 1");
            head("Foo: 1").assertFromCache();
            head("Foo: 2").assertForwarded();
        }
    }

    @Nested
    @DisplayName("What HEAD brings")
    class Bringing {

        @Test
        @DisplayName("a HEAD that validates freshens what GET stored")
        void validated() {
            origin(validating("\"1\"", notModified("ETag: \"1\"", TEN_SECONDS), ok("one", TEN_SECONDS, "ETag: \"1\"")));
            get();
            advance(11);
            head().assertForwarded().assertStatus(200).assertBody("").assertField("ETag", "\"1\"");
            head("If-None-Match: \"1\"").assertStatus(304);
            get().assertFromCache().assertBody("one");
        }

        @Test
        @DisplayName("SHOULD update what GET stored where length and validators agree")
        void updates() {
            origin(ok("one", TEN_SECONDS, "ETag: \"1\"", "X: old", "Date: " + date(0)),
                    ok("one", TEN_SECONDS, "ETag: \"1\"", "X: new", "Date: " + date(11)));
            get();
            advance(11);
            head().assertForwarded().assertStatus(200);
            get().assertFromCache().assertBody("one").assertField("X", "new");
        }

        @Test
        @DisplayName("SHOULD make what GET stored stale where the tag differs")
        void otherTag() {
            origin(ok("one", "Cache-Control: max-age=100", "ETag: \"1\""), ok("two", TEN_SECONDS, "ETag: \"2\""));
            get();
            head("Cache-Control: no-cache").assertForwarded();
            get().assertForwarded().assertBody("two");
        }

        @Test
        @DisplayName("SHOULD make what GET stored stale where the length differs")
        void otherLength() {
            origin(ok("one", "Cache-Control: max-age=100"), ok("three", TEN_SECONDS));
            get();
            head("Cache-Control: no-cache").assertForwarded();
            get().assertForwarded().assertBody("three");
        }

        @Test
        @DisplayName("SHOULD make what GET stored stale where Last-Modified differs")
        void otherLastModified() {
            origin(ok("one", "Cache-Control: max-age=100", "Last-Modified: " + date(-100)),
                    ok("two", TEN_SECONDS, "Last-Modified: " + date(-50)));
            get();
            head("Cache-Control: no-cache").assertForwarded();
            get().assertForwarded().assertBody("two");
        }

        @Test
        void anErrorLeavesWhatIsStoredAlone() {
            origin(ok("one", "Cache-Control: max-age=100", "ETag: \"1\""), answer(503, ""));
            get();
            head("Cache-Control: no-cache").assertForwarded().assertStatus(503);
            get().assertFromCache().assertBody("one");
        }
    }
}
