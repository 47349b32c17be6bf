package dev.etagere.protocol;

import static dev.etagere.protocol.OriginAnswer.answer;
import static dev.etagere.protocol.OriginAnswer.ok;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("RFC 9110 §14 Range requests, answered from a whole stored response")
class Rfc9110Section14RangesIT extends ProtocolTest {

    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz";
    private static final String FRESH = "Cache-Control: max-age=3600";

    private void stored() {
        origin(ok(ALPHABET, FRESH, "ETag: \"1\"", "Last-Modified: " + date(-100), "Date: " + date(0), "Content-Type: text/x-letters"));
        get();
    }

    @Nested
    @DisplayName("§14.2 Range")
    class Range {

        @ParameterizedTest(name = "{0}")
        @CsvSource({"bytes=0-3, 0, 3", "bytes=3-, 3, 25", "bytes=-3, 23, 25", "bytes=25-25, 25, 25", "bytes=20-99, 20, 25",
                "bytes=0-, 0, 25",
            "bytes=-99, 0, 25", "BYTES=1-1, 1, 1"})
        @DisplayName("MAY be answered with a part, 206")
        void one(String range, int first, int last) {
            stored();
            advance(5);
            get("Range: " + range).assertFromCache().assertStatus(206).assertBody(ALPHABET.substring(first, last + 1))
                    .assertField("Content-Range", "bytes " + first + "-" + last + "/26").assertField("ETag", "\"1\"")
                    .assertField("Content-Type", "text/x-letters").assertField("Content-Length", Integer.toString(last - first
                            + 1)).assertAge(5);
        }

        @ParameterizedTest
        @ValueSource(strings = {"bytes=3-2", "bytes=x", "bytes", "items=0-1", "bytes=0-1;", "bytes=", "bytes=0-0,0-0,0-0,0-0"})
        @DisplayName("MUST be ignored in a unit that is not known, and is where it is malformed or an abuse")
        void ignored(String range) {
            stored();
            get("Range: " + range).assertFromCache().assertStatus(200).assertBody(ALPHABET).assertNoField("Content-Range");
        }

        @ParameterizedTest
        @ValueSource(strings = {"bytes=26-", "bytes=100-200", "bytes=-0"})
        @DisplayName("SHOULD be answered with 416 and the length where it cannot be satisfied (§15.5.17)")
        void unsatisfiable(String range) {
            stored();
            get("Range: " + range).assertFromCache().assertStatus(416).assertField("Content-Range", "bytes */26");
        }

        @Test
        @DisplayName("of several parts is answered with multipart/byteranges (§15.3.7.2)")
        void several() {
            stored();
            Answer answer = get("Range: bytes=0-1, -2").assertFromCache().assertStatus(206).assertNoField("Content-Range");
            String type = answer.values("Content-Type").get(0);
            assertThat(type).startsWith("multipart/byteranges; boundary=");
            String boundary = type.substring(type.indexOf('=') + 1);
            assertThat(answer.body()).isEqualTo(String.join("\r\n",
                    "--" + boundary, "Content-Type: text/x-letters", "Content-Range: bytes 0-1/26", "", "ab",
                    "--" + boundary, "Content-Type: text/x-letters", "Content-Range: bytes 24-25/26", "", "yz",
                    "--" + boundary + "--", ""));
            answer.assertField("Content-Length", Integer.toString(answer.body().length()));
        }

        @Test
        @DisplayName("MUST NOT be answered in several parts where one was asked for")
        void coalesced() {
            stored();
            get("Range: bytes=0-1, 2-3").assertFromCache().assertStatus(206).assertField("Content-Range",
                    "bytes 0-3/26").assertBody("abcd");
        }

        @Test
        @DisplayName("MUST be evaluated after the preconditions (§13.2.2)")
        void afterPreconditions() {
            stored();
            get("Range: bytes=0-1", "If-None-Match: \"1\"").assertFromCache().assertStatus(304);
            get("Range: bytes=0-1", "If-None-Match: \"2\"").assertFromCache().assertStatus(206);
        }

        @ParameterizedTest
        @ValueSource(strings = {"bytes=0-1", "bytes=0-1, 20-"})
        @DisplayName("MUST NOT be answered with the digest of other content than is sent (RFC 9530 §2)")
        void digests(String range) {
            origin(ok(ALPHABET, FRESH, "Content-Digest: sha-256=:YWJj:", "Content-MD5: YWJj", "Repr-Digest: sha-256=:ZGVm:"));
            get();
            get("Range: " + range).assertFromCache().assertStatus(206).assertNoField("Content-Digest").assertNoField("Content-MD5")
                    .assertField("Repr-Digest", "sha-256=:ZGVm:");
            get().assertFromCache().assertField("Content-Digest", "sha-256=:YWJj:").assertField("Content-MD5", "YWJj");
        }

        @ParameterizedTest
        @ValueSource(ints = {404, 301, 203})
        @DisplayName("applies to what would be 200 alone")
        void otherStatuses(int status) {
            origin(answer(status, ALPHABET, FRESH));
            get();
            get("Range: bytes=0-1").assertFromCache().assertStatus(status).assertBody(ALPHABET);
        }

        @Test
        void ofAnEmptyResponseIsTheWhole() {
            origin(ok("", FRESH));
            get();
            Answer answer = get("Range: bytes=0-").assertFromCache();
            assertThat(answer.status()).isIn(200, 416);
        }

        @Test
        @DisplayName("is answered from what a validation found to be good still")
        void validated() {
            origin(ok(ALPHABET, "Cache-Control: max-age=10", "ETag: \"1\""), OriginAnswer.notModified("ETag: \"1\"", FRESH));
            get();
            advance(11);
            get("Range: bytes=0-1").assertValidated().assertStatus(206).assertBody("ab").atOrigin().assertLacks("Range");
        }
    }

    @Nested
    @DisplayName("§13.1.5 If-Range")
    class IfRange {

        @Test
        @DisplayName("that holds gets the part")
        void holds() {
            stored();
            get("Range: bytes=0-1", "If-Range: \"1\"").assertFromCache().assertStatus(206).assertBody("ab");
            get("Range: bytes=0-1", "If-Range: " + date(-100)).assertFromCache().assertStatus(206).assertBody("ab");
        }

        @ParameterizedTest
        @ValueSource(strings = {"\"2\"", "W/\"1\"", "1", "Thu, 01 Jan 2037 00:00:00 GMT", "Thu, 01 Jan 1970 00:00:00 GMT", "\"1\", \"2\""})
        @DisplayName("MUST get the whole where it does not hold")
        void doesNotHold(String ifRange) {
            stored();
            get("Range: bytes=0-1", "If-Range: " + ifRange).assertFromCache().assertStatus(200).assertBody(ALPHABET);
        }

        @Test
        @DisplayName("MUST compare strongly")
        void weak() {
            origin(ok(ALPHABET, FRESH, "ETag: W/\"1\""));
            get();
            get("Range: bytes=0-1", "If-Range: W/\"1\"").assertFromCache().assertStatus(200);
        }

        @Test
        @DisplayName("MUST be ignored without Range")
        void withoutRange() {
            stored();
            get("If-Range: \"1\"").assertFromCache().assertStatus(200).assertBody(ALPHABET);
        }
    }
}
