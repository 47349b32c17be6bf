package dev.etagere.protocol;

import static dev.etagere.protocol.OriginAnswer.notModified;
import static dev.etagere.protocol.OriginAnswer.ok;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("RFC 9111 §3.1 Storing header and trailer fields, §3.2 updating stored header fields")
class Rfc9111Section31FieldsIT extends ProtocolTest {

    private static final String FRESH = "Cache-Control: max-age=3600";

    @Nested
    @DisplayName("§3.1 MUST keep")
    class Kept {

        @ParameterizedTest
        @ValueSource(strings = {"X-Unknown: anything \"at\" all, even; this", "Content-Language: de, fr", "Content-Location: /elsewhere",
            "Content-Type: text/plain;charset=utf-8", "Link: </a>; rel=\"next\"", "Content-Encoding: identity", "ETag: \"a,b\"",
            "ETag: W/\"1\"",
            "Content-Security-Policy: default-src 'self'", "Accept-Ranges: bytes", "Retry-After: 10",
            "Access-Control-Allow-Origin: *", "X-Words: a b", "Allow: GET", "Content-Disposition: attachment; filename=\"a.txt\"",
            "Strict-Transport-Security: max-age=1", "Warning: 199 - \"x\"", "Pragma: foo", "Content-MD5: rL0Y20zC+Fzt72VPzMSk2A=="})
        @DisplayName("fields, whether known or not")
        void known(String field) {
            RawClient.Field expected = RawClient.Field.of(field);
            origin(ok("one", FRESH, field));
            Answer first = get().assertForwarded();
            get().assertFromCache().assertField(expected.name(), first.values(expected.name()).toArray(String[]::new));
        }

        @Test
        @DisplayName("the lines of one field, in order")
        void lines() {
            origin(ok("one", FRESH, "X-A: 1", "X-B: b", "X-A: 2, 3", "X-A: 4"));
            get();
            get().assertFromCache().assertField("X-A", "1", "2, 3", "4").assertField("X-B", "b");
        }

        @Test
        @DisplayName("Cache-Control and Expires as the origin sent them, also directives this cache does not know")
        void cacheControl() {
            origin(ok("one", "Cache-Control: max-age=3600, foo=\"bar, baz\"", "Expires: " + date(10)));
            get();
            get().assertFromCache().assertField("Cache-Control", "max-age=3600, foo=\"bar, baz\"").assertField("Expires", date(10));
        }

        @Test
        @DisplayName("when the response came, as Date, where the origin sent none (RFC 9110 §6.6.1)")
        void dateOfReceipt() {
            String received = date(0);
            origin(ok("one", FRESH));
            get();
            advance(10);
            get().assertFromCache().assertField("Date", received);
        }

        @ParameterizedTest
        @ValueSource(strings = {"yesterday", "", "0", "Sat, 32 Nov 2026 12:00:00 GMT"})
        @DisplayName("when the response came, as Date, where the origin's is none (RFC 9110 §6.6.1)")
        void dateOfReceiptWhereInvalid(String date) {
            String received = date(0);
            origin(ok("one", "Expires: " + date(60), "Date: " + date));
            get();
            advance(10);
            get().assertFromCache().assertField("Date", received).assertAge(10);
            get("If-Modified-Since: " + received).assertFromCache().assertStatus(304);
        }

        @Test
        @DisplayName("the first of two Dates, by which the age is counted")
        void firstDate() {
            origin(ok("one", FRESH, "Date: " + date(-5), "Date: " + date(-50)));
            String first = date(-5);
            get();
            get().assertFromCache().assertField("Date", first).assertAge(5);
        }

        @Test
        @DisplayName("Date as the origin sent it (RFC 9110 §6.6.1)")
        void dateField() {
            String sent = date(-5);
            origin(ok("one", FRESH, "Date: " + sent));
            get();
            advance(10);
            get().assertFromCache().assertField("Date", sent);
        }
    }

    @Nested
    @DisplayName("§3.1 MUST NOT keep")
    class Dropped {

        @ParameterizedTest
        @ValueSource(strings = {"no-cache=\"Set-Cookie\"", "private=\"set-cookie\"", "no-cache=\"foo, SET-COOKIE\""})
        @DisplayName("a cookie that a directive names; what is left may be stored (§5.2.2.4, §5.2.2.7)")
        void namedCookie(String directive) {
            origin(ok("one", "Cache-Control: max-age=3600, " + directive, "Set-Cookie: a=b", "X-Open: 1"), ok("two", FRESH));
            get().assertField("Set-Cookie", "a=b");
            get().assertFromCache().assertNoField("Set-Cookie").assertField("X-Open", "1");
        }

        @Test
        @DisplayName("fields that Connection lists")
        void connection() {
            origin(ok("one", FRESH, "Connection: X-Hop, x-other", "X-Hop: 1", "X-Other: 2", "X-End: 3"));
            get();
            get().assertFromCache().assertNoField("X-Hop").assertNoField("X-Other").assertField("X-End", "3");
        }

        @ParameterizedTest
        @ValueSource(strings = {"Keep-Alive: timeout=5", "Proxy-Connection: keep-alive", "Upgrade: foo/1", "TE: trailers",
                "Proxy-Authenticate: Basic",
            "Proxy-Authentication-Info: x"})
        @DisplayName("fields of one connection")
        void hopByHop(String field) {
            origin(ok("one", FRESH, field));
            get();
            get().assertFromCache().assertNoField(RawClient.Field.of(field).name());
        }
    }

    @Nested
    @DisplayName("§5.2.2.4 no-cache with field names")
    class NoCacheFields {

        @Test
        @DisplayName("MUST NOT send the listed fields without validation")
        void listed() {
            origin(ok("one", "Cache-Control: max-age=3600, no-cache=\"X-Secret\"", "X-Secret: 1", "X-Open: 2", "ETag: \"1\""),
                    notModified("ETag: \"1\""));
            get().assertField("X-Secret", "1");
            Answer second = get().assertBody("one");
            if (second.forwarded().isEmpty()) {
                second.assertNoField("X-Secret").assertField("X-Open", "2");
            }
        }
    }

    @Nested
    @DisplayName("§3.2 on a 304")
    class Updating {

        @Test
        @DisplayName("MUST add or replace the fields that it brings, and keep the others")
        void replaced() {
            origin(ok("one", "Cache-Control: max-age=1", "ETag: \"1\"", "X-Old: old", "X-Both: a", "X-Both: b"),
                    notModified("Cache-Control: max-age=60", "ETag: \"1\"", "X-New: new", "X-Both: c"));
            get();
            advance(2);
            get().assertValidated().assertStatus(200).assertBody("one")
                    .assertField("X-Old", "old").assertField("X-New", "new").assertField("X-Both", "c")
                    .assertField("Cache-Control", "max-age=60");
            get().assertFromCache().assertBody("one")
                    .assertField("X-Old", "old").assertField("X-New", "new").assertField("X-Both", "c");
        }

        @Test
        @DisplayName("MUST NOT take over a Content-Length")
        void contentLength() {
            origin(ok("one", "Cache-Control: max-age=1", "ETag: \"1\""), notModified("ETag: \"1\"", "Cache-Control: max-age=60",
                    "Content-Length: 0"));
            get();
            advance(2);
            get().assertValidated().assertBody("one").assertField("Content-Length", "3");
            get().assertFromCache().assertBody("one").assertField("Content-Length", "3");
        }

        @Test
        @DisplayName("MUST NOT take over fields of one connection")
        void connection() {
            origin(ok("one", "Cache-Control: max-age=1", "ETag: \"1\""),
                    notModified("ETag: \"1\"", "Cache-Control: max-age=60", "Connection: X-Hop", "X-Hop: 1"));
            get();
            advance(2);
            get().assertValidated();
            get().assertFromCache().assertNoField("X-Hop");
        }

        @Test
        void whatItDoesNotMentionStays() {
            origin(ok("one", "Cache-Control: max-age=1", "ETag: \"1\"", "Content-Encoding: foo", "Content-Type: text/x-one"),
                    notModified("ETag: \"1\"", "Cache-Control: max-age=60"));
            get();
            advance(2);
            get().assertValidated();
            get().assertFromCache().assertField("Content-Encoding", "foo").assertField("Content-Type", "text/x-one");
        }
    }
}
