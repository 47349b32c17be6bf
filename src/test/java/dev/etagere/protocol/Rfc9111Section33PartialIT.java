package dev.etagere.protocol;

import static dev.etagere.protocol.OriginAnswer.answer;
import static dev.etagere.protocol.OriginAnswer.exception;
import static dev.etagere.protocol.OriginAnswer.notModified;
import static dev.etagere.protocol.OriginAnswer.ok;
import static dev.etagere.protocol.OriginAnswer.part;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("RFC 9111 §3.3 Storing incomplete responses, §3.4 Combining partial content")
class Rfc9111Section33PartialIT extends ProtocolTest {

    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz";
    private static final String FRESH = "Cache-Control: max-age=3600";
    private static final String TAG = "ETag: \"1\"";

    @Nested
    @DisplayName("A part that is stored")
    class Stored {

        @Test
        @DisplayName("MUST NOT answer a request for the whole on its own (§3.3)")
        void notTheWhole() {
            origin(part(ALPHABET, 0, 9, FRESH, TAG), ok(ALPHABET, FRESH, TAG));
            get("Range: bytes=0-9").assertForwarded().assertStatus(206).assertBody("abcdefghij");
            get().assertForwarded().assertStatus(200).assertBody(ALPHABET);
        }

        @ParameterizedTest
        @ValueSource(strings = {"bytes=5-12", "bytes=10-12", "bytes=0-", "bytes=-1", "bytes=0-1,20-21"})
        @DisplayName("MUST NOT answer a request for bytes that are not there (§3.3)")
        void notOtherBytes(String range) {
            origin(part(ALPHABET, 0, 9, FRESH, TAG), ok(ALPHABET, FRESH, TAG));
            get("Range: bytes=0-9").assertForwarded();
            Answer answer = get("Range: " + range).assertForwarded();
            assertThat(answer.status()).isIn(200, 206);
        }

        @Test
        @DisplayName("MAY answer a request for a range within it")
        void within() {
            origin(part(ALPHABET, 5, 14, FRESH, TAG, "Content-Type: text/x"));
            get("Range: bytes=5-14").assertForwarded().assertStatus(206);
            advance(7);
            get("Range: bytes=5-14").assertFromCache().assertStatus(206).assertBody("fghijklmno")
                    .assertField("Content-Range", "bytes 5-14/26").assertAge(7);
            get("Range: bytes=7-8").assertFromCache().assertStatus(206).assertBody("hi").assertField("Content-Range", "bytes 7-8/26")
                    .assertField("Content-Length", "2").assertField("Content-Type", "text/x").assertField("ETag", "\"1\"");
        }

        @Test
        void answersASuffixWhereTheLengthIsKnown() {
            origin(part(ALPHABET, 20, 25, FRESH, TAG));
            get("Range: bytes=-6").assertForwarded();
            get("Range: bytes=-2").assertFromCache().assertBody("yz").assertField("Content-Range", "bytes 24-25/26");
            get("Range: bytes=22-").assertFromCache().assertBody("wxyz");
        }

        @Test
        @DisplayName("MUST NOT be used once it is stale, without validating it")
        void stale() {
            origin(part(ALPHABET, 0, 9, "Cache-Control: max-age=10", TAG), part(ALPHABET.toUpperCase(java.util.Locale.ROOT), 0, 9, FRESH));
            get("Range: bytes=0-9");
            advance(11);
            get("Range: bytes=0-9").assertForwarded().assertBody("ABCDEFGHIJ");
        }

        @Test
        @DisplayName("MUST NOT answer where If-Range does not hold")
        void ifRange() {
            origin(part(ALPHABET, 0, 9, FRESH, TAG), ok("new", FRESH, "ETag: \"3\""));
            get("Range: bytes=0-9");
            get("Range: bytes=0-1", "If-Range: \"1\"").assertFromCache().assertStatus(206).assertBody("ab");
            get("Range: bytes=0-1", "If-Range: \"2\"").assertForwarded().assertStatus(200).assertBody("new");
        }

        @Test
        @DisplayName("MUST NOT answer before the preconditions are evaluated (RFC 9110 §13.2.2)")
        void preconditions() {
            origin(part(ALPHABET, 0, 9, FRESH, TAG), notModified(TAG));
            get("Range: bytes=0-9");
            assertThat(get("Range: bytes=0-1", "If-None-Match: \"1\"").status()).isEqualTo(304);
            get("Range: bytes=0-1", "If-None-Match: \"2\"").assertFromCache().assertStatus(206).assertBody("ab");
            origin(ok("new", "ETag: \"2\""));
            Answer failed = get("Range: bytes=0-1", "If-Match: \"2\"");
            assertThat(failed.status() == 412 || !failed.forwarded().isEmpty()).as("%s", failed).isTrue();
        }

        @Test
        void isInvalidatedByAWrite() {
            origin(part(ALPHABET, 0, 9, FRESH, TAG), ok("done"), part(ALPHABET, 0, 9, FRESH, TAG));
            get("Range: bytes=0-9");
            send("PUT");
            get("Range: bytes=0-9").assertForwarded();
        }

        @Test
        void isNotStoredWhereItsContentRangeIsWrong() {
            origin(answer(206, "abc", FRESH, TAG, "Content-Range: bytes 0-9/26"), part(ALPHABET, 0, 9, FRESH, TAG));
            get("Range: bytes=0-9").assertForwarded().assertStatus(206);
            get("Range: bytes=0-9").assertForwarded();
        }

        @Test
        void isNotStoredWithoutAContentRange() {
            origin(answer(206, "abc", FRESH, TAG), ok(ALPHABET, FRESH, TAG));
            get("Range: bytes=0-2").assertForwarded().assertStatus(206);
            get().assertForwarded().assertBody(ALPHABET);
        }

        @Test
        void aMultipartAnswerIsPassedOn() {
            origin(answer(206, "--x--", FRESH, TAG, "Content-Type: multipart/byteranges; boundary=x"), ok(ALPHABET, FRESH, TAG));
            get("Range: bytes=0-1,5-6").assertForwarded().assertStatus(206).assertBody("--x--");
            get().assertForwarded().assertBody(ALPHABET);
        }
    }

    @Nested
    @DisplayName("§3.4 Combining")
    class Combining {

        @Test
        @DisplayName("MAY make the whole of parts with the same strong tag")
        void whole() {
            origin(part(ALPHABET, 0, 9, FRESH, TAG), part(ALPHABET, 10, 25, FRESH, TAG));
            get("Range: bytes=0-9").assertForwarded();
            get("Range: bytes=10-25").assertForwarded();
            get().assertFromCache().assertStatus(200).assertBody(ALPHABET).assertNoField("Content-Range").assertField("Content-Length",
                    "26");
            get("Range: bytes=8-11").assertFromCache().assertStatus(206).assertBody("ijkl");
        }

        @Test
        @DisplayName("MUST keep the fields that only the first part brought, and take those of the newer (RFC 9110 §15.3.7.3)")
        void fields() {
            origin(part(ALPHABET, 0, 9, FRESH, TAG, "X-First: 1", "X-Both: old", "Content-Type: text/x"),
                    part(ALPHABET, 10, 25, FRESH, TAG, "X-Both: new", "X-Second: 2"));
            get("Range: bytes=0-9").assertForwarded();
            get("Range: bytes=10-25").assertForwarded();
            get().assertFromCache().assertBody(ALPHABET).assertField("X-First", "1").assertField("X-Both", "new")
                    .assertField("X-Second", "2").assertField("Content-Type", "text/x");
        }

        @Test
        @DisplayName("MUST keep them in a larger part, too")
        void fieldsOfALargerPart() {
            origin(part(ALPHABET, 0, 9, FRESH, TAG, "X-First: 1"), part(ALPHABET, 10, 19, FRESH, TAG));
            get("Range: bytes=0-9").assertForwarded();
            get("Range: bytes=10-19").assertForwarded();
            get("Range: bytes=8-11").assertFromCache().assertStatus(206).assertBody("ijkl").assertField("X-First", "1")
                    .assertField("Content-Range", "bytes 8-11/26");
        }

        @Test
        @DisplayName("varies by what any of the parts varies by (§4.1)")
        void vary() {
            origin(part(ALPHABET, 0, 9, FRESH, TAG, "Vary: Foo"), part(ALPHABET, 10, 25, FRESH, TAG), ok("other", FRESH));
            get("Foo: 1", "Range: bytes=0-9").assertForwarded();
            get("Foo: 1", "Range: bytes=10-25").assertForwarded();
            get("Foo: 1").assertFromCache().assertBody(ALPHABET);
            get("Foo: 2").assertForwarded().assertBody("other");
        }

        @Test
        void makesALargerPart() {
            origin(part(ALPHABET, 10, 19, FRESH, TAG), part(ALPHABET, 5, 12, FRESH, TAG));
            get("Range: bytes=10-19").assertForwarded();
            get("Range: bytes=5-12").assertForwarded();
            get("Range: bytes=5-19").assertFromCache().assertStatus(206).assertBody("fghijklmnopqrst");
        }

        @ParameterizedTest
        @ValueSource(strings = {"ETag: \"2\"", "ETag: W/\"1\"", "X: y"})
        @DisplayName("MUST NOT be done with another validator")
        void otherValidator(String field) {
            origin(part(ALPHABET, 0, 9, FRESH, TAG), part(ALPHABET, 10, 25, FRESH, field), ok("new", FRESH));
            get("Range: bytes=0-9").assertForwarded();
            get("Range: bytes=10-25").assertForwarded();
            get().assertForwarded().assertBody("new");
        }

        @Test
        @DisplayName("MUST NOT be done by a weak tag")
        void weak() {
            origin(part(ALPHABET, 0, 9, FRESH, "ETag: W/\"1\""), part(ALPHABET, 10, 25, FRESH, "ETag: W/\"1\""), ok("new", FRESH));
            get("Range: bytes=0-9").assertForwarded();
            get("Range: bytes=10-25").assertForwarded();
            get().assertForwarded().assertBody("new");
        }

        @Test
        void theWholeReplacesTheParts() {
            origin(part(ALPHABET, 0, 9, FRESH, TAG), ok("new", FRESH, "ETag: \"2\""));
            get("Range: bytes=0-9").assertForwarded();
            get().assertForwarded();
            get("Range: bytes=0-1").assertFromCache().assertBody("ne");
        }

        @Test
        void aPartDoesNotReplaceAFreshWhole() {
            origin(ok(ALPHABET, FRESH, TAG), part(ALPHABET, 0, 9, FRESH, TAG));
            get().assertForwarded();
            get("Range: bytes=0-9").assertFromCache().assertStatus(206);
            get().assertFromCache().assertStatus(200).assertBody(ALPHABET);
        }
    }

    @Nested
    @DisplayName("§3.3 MAY complete a stored part by a range request for the rest")
    class Completing {

        @Test
        @DisplayName("with If-Range, so that another representation comes whole (RFC 9110 §13.1.5)")
        void theEnd() {
            origin(part(ALPHABET, 0, 9, FRESH, TAG, "X-First: 1", "Content-Type: text/x"), part(ALPHABET, 10, 25, FRESH, TAG));
            get("Range: bytes=0-9").assertForwarded();
            Answer whole = get().assertStatus(200).assertBody(ALPHABET).assertField("Content-Length", "26").assertField("X-First", "1")
                    .assertField("Content-Type", "text/x").assertNoField("Content-Range").assertCacheStatus("fwd=partial", "stored");
            assertThat(whole.atOrigin().values("Range")).containsExactly("bytes=10-");
            assertThat(whole.atOrigin().values("If-Range")).containsExactly("\"1\"");
            get().assertFromCache().assertBody(ALPHABET);
            get("Range: bytes=8-11").assertFromCache().assertStatus(206).assertBody("ijkl");
        }

        @Test
        void theBeginning() {
            origin(part(ALPHABET, 20, 25, FRESH, TAG), part(ALPHABET, 0, 19, FRESH, TAG));
            get("Range: bytes=-6").assertForwarded();
            Answer whole = get().assertStatus(200).assertBody(ALPHABET);
            assertThat(whole.atOrigin().values("Range")).containsExactly("bytes=0-19");
            get().assertFromCache().assertBody(ALPHABET);
        }

        @Test
        void ofAStalePartWhichIsValidatedByIt() {
            origin(part(ALPHABET, 0, 9, "Cache-Control: max-age=10", TAG), part(ALPHABET, 10, 25, FRESH, TAG));
            get("Range: bytes=0-9").assertForwarded();
            advance(100);
            get().assertForwarded().assertBody(ALPHABET);
            advance(100);
            get().assertFromCache().assertBody(ALPHABET).assertAge(100);
        }

        @Test
        void flushedOrWrittenPiecemeal() {
            origin(part(ALPHABET, 0, 9, FRESH, TAG), (request, response) -> {
                response.setStatus(206);
                response.setHeader("Cache-Control", "max-age=3600");
                response.setHeader("ETag", "\"1\"");
                response.setHeader("Content-Range", "bytes 10-25/26");
                for (char c : ALPHABET.substring(10).toCharArray()) {
                    response.getOutputStream().write(c);
                    response.flushBuffer();
                }
            });
            get("Range: bytes=0-9").assertForwarded();
            get().assertForwarded().assertStatus(200).assertBody(ALPHABET);
            get().assertFromCache();
        }

        @Test
        void anotherRepresentationComesWhole() {
            origin(part(ALPHABET, 0, 9, FRESH, TAG), ok("another", FRESH, "ETag: \"2\""));
            get("Range: bytes=0-9").assertForwarded();
            get().assertForwarded().assertStatus(200).assertBody("another");
            get().assertFromCache().assertBody("another");
        }

        @ParameterizedTest
        @ValueSource(strings = {"ETag: \"2\"", "ETag: W/\"1\"", "X: y"})
        @DisplayName("MUST NOT combine what does not fit: the whole is asked for, and nothing of that reaches the client")
        void anotherValidator(String field) {
            origin(part(ALPHABET, 0, 9, FRESH, TAG), part(ALPHABET, 10, 25, FRESH, field, "X-Of: part"), ok("whole", FRESH, "X-Of: whole"));
            get("Range: bytes=0-9").assertForwarded();
            Answer answer = get().assertStatus(200).assertBody("whole").assertField("X-Of", "whole").assertNoField("Content-Range");
            assertThat(answer.forwarded()).hasSize(2);
            assertThat(answer.forwarded().get(1).values("Range")).isEmpty();
            get().assertFromCache().assertBody("whole");
        }

        @Test
        void otherBytesThanWereAskedFor() {
            origin(part(ALPHABET, 0, 9, FRESH, TAG), part(ALPHABET, 12, 25, FRESH, TAG), ok(ALPHABET, FRESH));
            get("Range: bytes=0-9").assertForwarded();
            assertThat(get().assertStatus(200).assertBody(ALPHABET).forwarded()).hasSize(2);
        }

        @Test
        void moreOrLessBytesThanItSays() {
            for (String rest : new String[] {"klm", ALPHABET.substring(10) + "more"}) {
                Resource resource = at("/" + rest).origin(part(ALPHABET, 0, 9, FRESH, TAG),
                        answer(206, rest, FRESH, TAG, "Content-Range: bytes 10-25/26"), ok(ALPHABET, FRESH));
                resource.get("Range: bytes=0-9").assertForwarded();
                assertThat(resource.get().assertStatus(200).assertBody(ALPHABET).forwarded()).hasSize(2);
                resource.get().assertFromCache().assertBody(ALPHABET);
            }
        }

        @Test
        void rangeNotSatisfiable() {
            origin(part(ALPHABET, 0, 9, FRESH, TAG), answer(416, "", "Content-Range: bytes */5"), ok("short", FRESH));
            get("Range: bytes=0-9").assertForwarded();
            assertThat(get().assertStatus(200).assertBody("short").forwarded()).hasSize(2);
        }

        @Test
        void theRestMayNotBeStored() {
            origin(part(ALPHABET, 0, 9, FRESH, TAG), part(ALPHABET, 10, 25, "Cache-Control: no-store", TAG),
                    ok(ALPHABET, "Cache-Control: no-store"));
            get("Range: bytes=0-9").assertForwarded();
            get().assertStatus(200).assertBody(ALPHABET);
            get().assertForwarded().assertBody(ALPHABET);
        }

        @ParameterizedTest
        @ValueSource(strings = {"If-None-Match: \"7\"", "If-Match: \"1\"", "Range: bytes=5-12", "Cache-Control: no-cache"})
        @DisplayName("not where the request says more than that it wants the whole")
        void notForOtherRequests(String field) {
            origin(part(ALPHABET, 0, 9, FRESH, TAG), ok(ALPHABET, FRESH, TAG));
            get("Range: bytes=0-9").assertForwarded();
            Answer answer = get(field).assertForwarded();
            assertThat(answer.atOrigin().values("Range")).isNotEqualTo(List.of("bytes=10-"));
        }

        @Test
        void whereItWasEvictedMeanwhileTheClientGetsItAndNobodyElse() {
            origin(part(ALPHABET, 0, 9, FRESH, TAG), (request, response) -> {
                send("PUT");
                part(ALPHABET, 10, 25, FRESH, TAG).write(request, response);
            }, ok("done"), ok("new", FRESH));
            get("Range: bytes=0-9").assertForwarded();
            assertThat(get().body()).isEqualTo(ALPHABET);
            get().assertForwarded().assertBody("new");
        }

        @Test
        void anExceptionIsTheApplications() {
            origin(part(ALPHABET, 0, 9, FRESH, TAG), exception(), ok(ALPHABET, FRESH, TAG));
            get("Range: bytes=0-9").assertForwarded();
            get().assertForwarded().assertStatus(500);
            get().assertForwarded().assertStatus(200).assertBody(ALPHABET);
        }

        @ParameterizedTest
        @ValueSource(booleans = {true, false})
        @DisplayName("asynchronously: what does not fit cannot be run again, and is told as a failure of the moment")
        void asynchronously(boolean fits) {
            origin(part(ALPHABET, 0, 9, FRESH, TAG), (request, response) -> {
                AsyncContext async = request.startAsync();
                async.start(() -> {
                    try {
                        part(ALPHABET, 10, 25, FRESH, fits ? TAG : "ETag: \"2\"").write(request, (HttpServletResponse) async.getResponse());
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                    async.complete();
                });
            }, ok("new", FRESH));
            get("Range: bytes=0-9").assertForwarded();
            if (fits) {
                get().assertForwarded().assertStatus(200).assertBody(ALPHABET);
                get().assertFromCache().assertBody(ALPHABET);
            } else {
                get().assertForwarded().assertStatus(503).assertField("Retry-After", "0");
                get().assertForwarded().assertBody("new");
            }
        }
    }

    @Nested
    @DisplayName("A range that finds nothing stored")
    class NothingStored {

        @Test
        void goesForwardAsItIs() {
            origin(part(ALPHABET, 0, 0, FRESH, TAG));
            get("Range: bytes=0-0").assertForwarded().assertStatus(206).assertBody("a").atOrigin().assertHas("Range", "bytes=0-0");
        }

        @Test
        void whatIsAnsweredWithTheWholeIsStoredWhole() {
            origin(ok(ALPHABET, FRESH, TAG));
            Answer first = get("Range: bytes=0-1").assertForwarded();
            assertThat(first.status() == 200 ? first.body() : first.body() + "...").isIn(ALPHABET, "ab...");
            get().assertFromCache().assertStatus(200).assertBody(ALPHABET);
            get("Range: bytes=0-1").assertFromCache().assertStatus(206).assertBody("ab");
        }

        @Test
        void a416IsPassedOnAndAnswersNothingElse() {
            origin(answer(416, "", "Content-Range: bytes */26", FRESH), ok(ALPHABET, FRESH));
            get("Range: bytes=99-").assertForwarded().assertStatus(416);
            get().assertForwarded().assertBody(ALPHABET);
        }
    }
}
