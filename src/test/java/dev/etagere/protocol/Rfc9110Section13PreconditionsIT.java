package dev.etagere.protocol;

import static dev.etagere.protocol.OriginAnswer.answer;
import static dev.etagere.protocol.OriginAnswer.ok;
import static dev.etagere.protocol.OriginAnswer.part;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("RFC 9110 §13 Conditional requests")
class Rfc9110Section13PreconditionsIT extends ProtocolTest {

    private static final String FRESH = "Cache-Control: max-age=3600";

    @Nested
    @DisplayName("§13.1.1 If-Match, §13.1.4 If-Unmodified-Since")
    class IfMatch {

        @ParameterizedTest
        @ValueSource(strings = {"If-Match: \"1\"", "If-Match: \"2\"", "If-Match: *", "If-Match: W/\"1\"",
            "If-Unmodified-Since: Thu, 01 Jan 1970 00:00:00 GMT", "If-Unmodified-Since: Thu, 01 Jan 2037 00:00:00 GMT"})
        @DisplayName("MUST NOT be evaluated by a cache: they go to the origin, whatever is stored (RFC 9111 §4.3.2)")
        void areTheOrigins(String field) {
            RawClient.Field sent = RawClient.Field.of(field);
            origin(ok("one", FRESH, "ETag: \"1\"", "Last-Modified: " + date(-100)), answer(412, "no"));
            get();
            get(field, "If-None-Match: \"0\"").assertStatus(412).assertBody("no")
                    .atOrigin().assertHas(sent.name(), sent.value()).assertHas("If-None-Match", "\"0\"");
            get().assertFromCache().assertBody("one");
            advance(3601);
            get(field).assertStatus(412).atOrigin().assertHas(sent.name(), sent.value()).assertLacks("If-None-Match");
        }

        @Test
        @DisplayName("that the origin does not heed are nothing to the cache either")
        void notHeeded() {
            origin(ok("one", FRESH, "ETag: \"1\""), ok("two", FRESH, "ETag: \"2\""));
            get("If-Match: \"0\"").assertForwarded().assertStatus(200).assertBody("one");
            get().assertFromCache().assertBody("one");
            get("If-Match: \"0\"").assertForwarded().assertStatus(200).assertBody("two");
            get().assertFromCache().assertBody("two");
        }

        @Test
        @DisplayName("with a range get the origin's part, which does not take the place of the whole")
        void withARange() {
            origin(ok("abcdef", FRESH, "ETag: \"1\""), part("abcdef", 0, 1, FRESH, "ETag: \"1\""));
            get();
            get("If-Match: \"1\"", "Range: bytes=0-1").assertForwarded().assertStatus(206).assertBody("ab");
            get().assertFromCache().assertBody("abcdef");
        }

        @Test
        @DisplayName("cannot be met without the origin: only-if-cached is answered 504")
        void onlyIfCached() {
            origin(ok("one", FRESH, "ETag: \"1\""));
            get();
            get("If-Match: \"1\"", "Cache-Control: only-if-cached").assertFromCache().assertStatus(504);
        }

        @Test
        @DisplayName("of a write reach the origin as they are")
        void ofWrites() {
            origin(ok("one", FRESH, "ETag: \"1\""), answer(412, ""));
            get();
            send("PUT", "If-Match: \"2\"", "If-None-Match: *").assertForwarded().assertStatus(412)
                    .atOrigin().assertHas("If-Match", "\"2\"").assertHas("If-None-Match", "*");
        }
    }

    @Nested
    @DisplayName("§13.1.2 If-None-Match, §13.1.3 If-Modified-Since")
    class IfNoneMatch {

        @Test
        @DisplayName("MUST be read over all field lines")
        void lines() {
            origin(ok("one", FRESH, "ETag: \"1\""));
            get();
            get("If-None-Match: \"0\"", "If-None-Match: \"1\"").assertFromCache().assertStatus(304);
        }

        @ParameterizedTest
        @ValueSource(strings = {"Sun, 99 Jan 2100 00:00:00 GMT", "tomorrow", "0", "-1", "2100-01-01T00:00:00Z"})
        @DisplayName("MUST ignore an If-Modified-Since that is no date")
        void invalidDate(String since) {
            origin(ok("one", FRESH, "Last-Modified: " + date(-100)));
            get();
            get("If-Modified-Since: " + since).assertFromCache().assertStatus(200);
        }

        @Test
        @DisplayName("is evaluated as GET's for HEAD")
        void head304() {
            origin(ok("one", FRESH, "Last-Modified: " + date(-100)));
            get();
            head("If-Modified-Since: " + date(-100)).assertFromCache().assertStatus(304);
        }

        @Test
        void aTagThatTheCacheGaveCanBeAskedFor() {
            origin(ok("one", FRESH));
            get();
            Answer second = get().assertFromCache();
            if (!second.values("ETag").isEmpty()) {
                get("If-None-Match: " + second.values("ETag").get(0)).assertFromCache().assertStatus(304);
            }
        }
    }

    @Nested
    @DisplayName("§13.2.1 When to evaluate")
    class When {

        @ParameterizedTest
        @ValueSource(ints = {404, 410, 301, 500})
        @DisplayName("MUST ignore conditions where the answer without them is not a success")
        void notASuccess(int status) {
            origin(answer(status, "one", FRESH, "ETag: \"1\""));
            get();
            get("If-None-Match: \"1\"").assertFromCache().assertStatus(status).assertBody("one");
        }
    }

    @Nested
    @DisplayName("A request that finds nothing stored")
    class NothingStored {

        @Test
        void goesForwardWithAllItsConditions() {
            origin(ok("one", FRESH, "ETag: \"1\""));
            String since = date(-5);
            Answer first = get("If-Match: \"a\"", "If-Unmodified-Since: " + since, "If-None-Match: W/\"b\"", "If-Modified-Since: " + since,
                    "If-Range: \"c\"", "Range: bytes=0-0");
            first.atOrigin().assertHas("If-Match", "\"a\"").assertHas("If-Unmodified-Since", since).assertHas("If-None-Match", "W/\"b\"")
                    .assertHas("If-Modified-Since", since).assertHas("If-Range", "\"c\"").assertHas("Range", "bytes=0-0");
        }

        @Test
        @DisplayName("is not told 304 by the time at which the origin made it another answer")
        void modifiedSinceWithoutADate() {
            origin(ok("one", FRESH, "ETag: \"1\""), ok("two", FRESH, "Last-Modified: " + date(-100)));
            get("If-Modified-Since: " + date(600)).assertForwarded().assertStatus(200).assertBody("one");
            query("dated", "If-Modified-Since: " + date(600)).assertForwarded().assertStatus(304);
        }

        @Test
        void getsWhatTheOriginMadeOfThem() {
            origin(answer(412, "no", FRESH));
            get("If-Match: \"a\"").assertForwarded().assertStatus(412).assertBody("no");
            assertThat(get().forwarded()).as("what answers a condition does not answer a request without").hasSize(1);
        }
    }
}
