package dev.etagere.protocol;

import static dev.etagere.protocol.OriginAnswer.answer;
import static dev.etagere.protocol.OriginAnswer.error;
import static dev.etagere.protocol.OriginAnswer.notModified;
import static dev.etagere.protocol.OriginAnswer.ok;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("RFC 9111 §5.2 Cache-Control, §5.4 Pragma")
class Rfc9111Section52DirectivesIT extends ProtocolTest {

    @Nested
    @DisplayName("§5.2.1 Request directives")
    class OfRequests {

        @BeforeEach
        void storedForAHundredSeconds() {
            origin(ok("one", "Cache-Control: max-age=100", "ETag: \"1\""), notModified("ETag: \"1\"", "Cache-Control: max-age=100"));
            get().assertFetched();
        }

        @ParameterizedTest
        @ValueSource(strings = {"max-age=0", "no-cache", "NO-CACHE", "max-age=0, foo", "foo=bar, no-cache", "no-cache=\"x\"",
                "max-age=\"0\""})
        @DisplayName("max-age=0 and no-cache have it validated (§5.2.1.1, §5.2.1.4)")
        void validated(String directives) {
            get("Cache-Control: " + directives).assertValidated().assertStatus(200).assertBody("one");
            get().assertFromCache();
        }

        @Test
        @DisplayName("max-age bounds the age (§5.2.1.1)")
        void maxAge() {
            advance(10);
            get("Cache-Control: max-age=11").assertFromCache().assertAge(10);
            get("Cache-Control: max-age=9").assertValidated();
        }

        @Test
        @DisplayName("min-fresh asks for what stays fresh so long (§5.2.1.3)")
        void minFresh() {
            advance(10);
            get("Cache-Control: min-fresh=90").assertFromCache();
            get("Cache-Control: min-fresh=91").assertValidated();
        }

        @Test
        @DisplayName("max-stale allows what is stale no longer than that (§5.2.1.2)")
        void maxStale() {
            advance(150);
            get("Cache-Control: max-stale=51").assertFromCache().assertBody("one").assertAge(150);
            get("Cache-Control: max-stale").assertFromCache().assertBody("one");
            get("Cache-Control: max-stale=49").assertValidated();
        }

        @Test
        @DisplayName("only-if-cached is answered from what is stored, or with 504 (§5.2.1.7)")
        void onlyIfCached() {
            get("Cache-Control: only-if-cached").assertFromCache().assertStatus(200).assertBody("one");
            query("nothing", "Cache-Control: only-if-cached").assertFromCache().assertStatus(504);
            advance(101);
            get("Cache-Control: only-if-cached").assertFromCache().assertStatus(504);
            get("Cache-Control: only-if-cached, max-stale").assertFromCache().assertStatus(200);
            get("Cache-Control: only-if-cached, no-cache").assertFromCache().assertStatus(504);
        }

        @ParameterizedTest(name = "{0}: {1}")
        @CsvSource(delimiter = '|', value = {
            "max-age=2147483648                      | true",
            "max-age=99999999999999999999            | true",
            "max-age=-1                              | false",
            "max-age=x                               | false",
            "max-age=                                | false",
            "max-age=100, max-age=1                  | true",
            "max-age=1, max-age=100                  | false",
            "MAX-AGE=1                               | false",
            "min-fresh=9223372036854775808           | false",
            "min-fresh=2147483648                    | false",
            "min-fresh=x                             | true",
            "min-fresh=-1                            | true",
            "min-fresh                               | true",
            "Min-Fresh=\"91\"                      | false",
            "max-age=50, min-fresh=80                | true",
            "max-age=50, min-fresh=95                | false",
            "max-stale=100, max-age=5                | false"})
        @DisplayName("are read as numbers whatever is sent: a malformed max-age is zero, a malformed min-fresh is none (§1.2.2)")
        void numbers(String directives, boolean served) {
            advance(10);
            Answer answer = get("Cache-Control: " + directives);
            if (served) {
                answer.assertFromCache().assertAge(10);
            } else {
                answer.assertValidated().assertStatus(200);
            }
        }

        @ParameterizedTest(name = "{0}: {1}")
        @CsvSource(delimiter = '|', value = {
            "max-stale=50                            | true",
            "max-stale=49                            | false",
            "Max-Stale=\"50\"                      | true",
            "max-stale=99999999999999999999          | true",
            "max-stale=-1                            | false",
            "max-stale=x                             | false",
            "max-stale=                              | false",
            "max-stale, min-fresh=1                  | false",
            "max-stale, no-cache                     | false",
            "max-stale=10, max-stale=100             | false",
            "max-stale, max-age=200                  | true",
            "max-stale, max-age=100                  | false"})
        @DisplayName("max-stale allows nothing where it is malformed, or where another asks for better")
        void staleNumbers(String directives, boolean served) {
            advance(150);
            Answer answer = get("Cache-Control: " + directives);
            if (served) {
                answer.assertFromCache().assertAge(150);
            } else {
                answer.assertValidated().assertStatus(200);
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"foo", "foo=\"no-cache\"", "x=\"a, max-age=0\"", "no-transform", "max-stale=5", "", ",,", "\"no-cache\"",
            "s-maxage=0", "must-revalidate", "private", "public", "no cache"})
        @DisplayName("others ask nothing")
        void others(String directives) {
            get("Cache-Control: " + directives).assertFromCache().assertBody("one");
        }

        @Test
        @DisplayName("are read over all field lines")
        void lines() {
            get("Cache-Control: foo", "Cache-Control: no-cache").assertValidated();
        }

        @Test
        @DisplayName("Pragma: no-cache counts where there is no Cache-Control (§5.4)")
        void pragma() {
            get("Pragma: no-cache").assertValidated();
            get("Pragma: foo").assertFromCache();
            get("Pragma: no-cache", "Cache-Control: max-age=50").assertFromCache();
        }

        @Test
        void whatAReloadBringsIsStored() {
            origin(ok("two", "Cache-Control: max-age=100", "ETag: \"2\""));
            get("Cache-Control: no-cache").assertForwarded().assertBody("two");
            get().assertFromCache().assertBody("two");
        }
    }

    @Nested
    @DisplayName("§5.2.2 Response directives")
    class OfResponses {

        @Test
        @DisplayName("MUST NOT be reused stale with must-revalidate, even when the origin fails (§5.2.2.2)")
        void mustRevalidate() {
            origin(ok("one", "Cache-Control: max-age=10, must-revalidate", "ETag: \"1\""), error(503));
            get();
            get().assertFromCache();
            advance(11);
            get("Cache-Control: max-stale").assertValidated().assertStatus(503);
        }

        @ParameterizedTest
        @ValueSource(strings = {"no-cache", "no-cache, max-age=60", "No-Cache", "max-age=60, no-cache", "public, no-cache, s-maxage=60"})
        @DisplayName("MUST NOT be reused with no-cache without successful validation (§5.2.2.4)")
        void noCache(String cacheControl) {
            origin(ok("one", "Cache-Control: " + cacheControl, "ETag: \"1\""), notModified("ETag: \"1\""), answer(503, "sorry"), ok("two"));
            get();
            get().assertValidated().assertStatus(200).assertBody("one");
            get("Cache-Control: max-stale").assertValidated().assertStatus(503);
        }

        @Test
        @DisplayName("public alone makes nothing fresh (§5.2.2.9)")
        void publicAlone() {
            origin(ok("one", "Cache-Control: public", "ETag: \"1\""), ok("two"));
            get();
            get().assertForwarded().assertBody("two");
        }

        @ParameterizedTest(name = "{0}")
        @CsvSource(delimiter = '|', value = {
            "s-maxage=10, max-age=100                     | 11",
            "s-maxage=x, max-age=100                      | 1",
            "s-maxage, max-age=100                        | 1",
            "s-maxage=-5, max-age=100                     | 1",
            "max-age=100, s-maxage=10, s-maxage=50        | 11",
            "max-age=10, foo=\"s-maxage=100\"             | 11",
            "max-age=10; s-maxage=100                     | 1"})
        @DisplayName("s-maxage outranks max-age (§5.2.2.10)")
        void sMaxAge(String cacheControl, long staleAfter) {
            origin(ok("one", "Cache-Control: " + cacheControl), ok("two"));
            get();
            advance(staleAfter);
            get().assertForwarded().assertBody("two");
        }

        @Test
        @DisplayName("Pragma in a response says nothing (§5.4)")
        void pragma() {
            origin(ok("one", "Cache-Control: max-age=10", "Pragma: no-cache"));
            get();
            get().assertFromCache();
        }

        @Test
        @DisplayName("only-if-cached, max-stale, min-fresh say nothing in a response")
        void requestDirectives() {
            origin(ok("one", "Cache-Control: max-age=10, max-stale=100, min-fresh=100, only-if-cached"), ok("two"));
            get();
            get().assertFromCache();
            advance(11);
            get().assertForwarded();
        }
    }
}
