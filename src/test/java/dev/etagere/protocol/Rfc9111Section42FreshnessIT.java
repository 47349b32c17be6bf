package dev.etagere.protocol;

import static dev.etagere.protocol.OriginAnswer.answer;
import static dev.etagere.protocol.OriginAnswer.error;
import static dev.etagere.protocol.OriginAnswer.exception;
import static dev.etagere.protocol.OriginAnswer.ok;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("RFC 9111 §4.2 Freshness")
class Rfc9111Section42FreshnessIT extends ProtocolTest {

    /** Fresh until just before so many seconds, and no longer. */
    private void assertFreshFor(long seconds) {
        get().assertForwarded();
        advance(seconds - 1);
        get().assertFromCache().assertBody("one");
        advance(1);
        get().assertForwarded().assertBody("two");
    }

    private void assertStaleAtOnce() {
        get().assertForwarded().assertBody("one");
        get().assertForwarded().assertBody("two");
    }

    @Nested
    @DisplayName("§4.2.1 Lifetime: explicit")
    class Lifetime {

        @ParameterizedTest(name = "{0}")
        @CsvSource(delimiter = '|', value = {
            "max-age=60                             | 60",
            "s-maxage=60                            | 60",
            "max-age=10, s-maxage=60                | 60",
            "s-maxage=60, max-age=100               | 60",
            "MAX-AGE=60                             | 60",
            "S-MaxAge=60                            | 60",
            "public,max-age=60,foo                  | 60",
            "max-age=060                            | 60",
            "max-age=\"60\"                         | 60",
            "x=\"max-age=10\", max-age=60           | 60",
            "x=\"a\\\", max-age=10\", max-age=60    | 60",
            "max-age=60, x-max-age=1                | 60",
            "foo max-age=10, max-age=60             | 60"})
        @DisplayName("MUST be s-maxage, else max-age, as the directives are read")
        void cacheControl(String cacheControl, int seconds) {
            origin(ok("one", "Cache-Control: " + cacheControl, "Expires: " + date(10)), ok("two", "Cache-Control: no-store"));
            assertFreshFor(seconds);
        }

        @Test
        @DisplayName("MUST be read over all field lines")
        void lines() {
            origin(ok("one", "Cache-Control: public", "Cache-Control: max-age=60"), ok("two", "Cache-Control: no-store"));
            assertFreshFor(60);
        }

        @Test
        @DisplayName("MUST be Expires minus Date where there is no max-age")
        void expires() {
            origin(ok("one", "Expires: " + date(60), "Date: " + date(0)), ok("two", "Cache-Control: no-store"));
            assertFreshFor(60);
        }

        @Test
        @DisplayName("MUST be Expires minus Date, not minus the cache's own time")
        void expiresOfAnotherClock() {
            origin(ok("one", "Expires: " + date(3660), "Date: " + date(3600)), ok("two", "Cache-Control: no-store"));
            assertFreshFor(60);
        }

        @Test
        @DisplayName("counts Expires from when the response came where it has no Date")
        void expiresWithoutDate() {
            origin(ok("one", "Expires: " + date(60)), ok("two", "Cache-Control: no-store"));
            assertFreshFor(60);
        }

        @ParameterizedTest
        @ValueSource(strings = {"EEEE, dd-MMM-yy HH:mm:ss 'GMT'", "EEE MMM ppd HH:mm:ss yyyy"})
        @DisplayName("MUST read Expires in the obsolete formats too (RFC 9110 §5.6.7)")
        void obsoleteFormats(String pattern) {
            String later = java.time.format.DateTimeFormatter.ofPattern(pattern, java.util.Locale.ENGLISH)
                    .format(now().plusSeconds(60).atOffset(java.time.ZoneOffset.UTC));
            origin(ok("one", "Expires: " + later), ok("two", "Cache-Control: no-store"));
            assertFreshFor(60);
        }

        @ParameterizedTest
        @ValueSource(strings = {"2147483647", "2147483648", "4294967296", "9223372036854775807", "99999999999999999999999999"})
        @DisplayName("MUST read a number too large for it as very large (§1.2.2)")
        void overflow(String seconds) {
            origin(ok("one", "Cache-Control: max-age=" + seconds));
            get();
            advance(86_400 * 300L);
            get().assertFromCache();
        }

        @ParameterizedTest
        @ValueSource(strings = {"max-age=0", "s-maxage=0, max-age=60", "max-age=-1", "max-age=abc", "max-age=1.5", "max-age=", "max-age",
                "max-age='60'",
            "max-age=60s", "max-age=\"\"", "max-age =60, max-age=0", "max-age=1e3", "max-age=0x3c"})
        @DisplayName("is over at once where max-age says so or is invalid")
        void staleAtOnce(String cacheControl) {
            origin(ok("one", "Cache-Control: " + cacheControl, "Expires: " + date(3600)), ok("two", "Cache-Control: no-store"));
            assertStaleAtOnce();
        }

        @ParameterizedTest
        @ValueSource(strings = {"0", "-1", "", "now", "tomorrow", "60", "Thu, 01 Jan 1970 00:00:00 GMT", "Thu, 99 Jan 2099 00:00:00 GMT",
            "2099-01-01T00:00:00Z", "Thu, 01 Jan 2099 00:00:00 UTC+1", "Thu, 01 Jan 2099 25:00:00 GMT"})
        @DisplayName("MUST be over where Expires is invalid, in particular 0 (§5.3)")
        void invalidExpires(String expires) {
            origin(ok("one", "Expires: " + expires, "Last-Modified: " + date(-1_000_000)), ok("two", "Cache-Control: no-store"));
            assertStaleAtOnce();
        }

        @Test
        void isOverWhereExpiresIsNotLaterThanDate() {
            origin(ok("one", "Expires: " + date(60), "Date: " + date(60)), ok("two", "Cache-Control: no-store"));
            assertStaleAtOnce();
        }

        @Test
        @DisplayName("takes the first of two, or counts as over")
        void duplicates() {
            origin(ok("one", "Cache-Control: max-age=10, max-age=3600"), ok("two", "Cache-Control: no-store"));
            get();
            advance(10);
            get().assertForwarded();
        }
    }

    @Nested
    @DisplayName("§4.2.2 Lifetime: heuristic")
    class Heuristic {

        @Test
        @DisplayName("MAY be a fraction of the time since it was last modified: a tenth")
        void tenth() {
            origin(ok("one", "Last-Modified: " + date(-1000), "Date: " + date(0)), ok("two", "Cache-Control: no-store"));
            assertFreshFor(100);
        }

        @Test
        @DisplayName("is bounded")
        void bounded() {
            origin(ok("one", "Last-Modified: " + date(-86_400 * 1000L)), ok("two", "Cache-Control: no-store"));
            get();
            advance(86_400 - 1);
            get().assertFromCache();
            advance(2);
            get().assertForwarded();
        }

        @ParameterizedTest
        @ValueSource(strings = {"Cache-Control: max-age=0", "Cache-Control: s-maxage=0", "Expires: 0"})
        @DisplayName("MUST NOT be used where there is an explicit one")
        void notWhereExplicit(String field) {
            origin(ok("one", "Last-Modified: " + date(-1_000_000), field), ok("two", "Cache-Control: no-store"));
            assertStaleAtOnce();
        }

        @Test
        void isNoneWithoutLastModified() {
            origin(ok("one", "ETag: \"1\""), ok("two", "Cache-Control: no-store"));
            assertStaleAtOnce();
        }

        @Test
        void isNoneWhereLastModifiedLiesAhead() {
            origin(ok("one", "Last-Modified: " + date(1000), "Date: " + date(0)), ok("two", "Cache-Control: no-store"));
            assertStaleAtOnce();
        }

        @Test
        @DisplayName("MAY be used for other statuses where the response is public")
        void publicOne() {
            origin(answer(302, "one", "Cache-Control: public", "Last-Modified: " + date(-1000)), ok("two"));
            get();
            get().assertFromCache().assertStatus(302);
        }
    }

    @Nested
    @DisplayName("§4.2.3 Age")
    class Ages {

        @Test
        @DisplayName("MUST count what the origin's Age says")
        void ageField() {
            origin(ok("one", "Cache-Control: max-age=60", "Age: 50"), ok("two", "Cache-Control: no-store"));
            assertFreshFor(10);
        }

        @Test
        void anAgeBeyondTheLifetimeIsStaleAtOnce() {
            origin(ok("one", "Cache-Control: max-age=60", "Age: 60"), ok("two", "Cache-Control: no-store"));
            assertStaleAtOnce();
        }

        @ParameterizedTest
        @ValueSource(strings = {"abc", "-10", "1.5", "", "7200;x", "\"10\""})
        @DisplayName("SHOULD ignore an Age that is invalid (§5.1)")
        void invalidAge(String age) {
            origin(ok("one", "Cache-Control: max-age=60", "Age: " + age), ok("two", "Cache-Control: no-store"));
            assertFreshFor(60);
        }

        @Test
        @DisplayName("MUST read an Age too large for it as very large (§1.2.2)")
        void overflow() {
            origin(ok("one", "Cache-Control: max-age=3600", "Age: 99999999999999999999"), ok("two", "Cache-Control: no-store"));
            assertStaleAtOnce();
        }

        @Test
        @DisplayName("SHOULD use the first of several (§5.1)")
        void several() {
            origin(ok("one", "Cache-Control: max-age=60", "Age: 50, 0"), ok("two", "Cache-Control: no-store"));
            assertFreshFor(10);
        }

        @Test
        @DisplayName("counts what Date says")
        void apparentAge() {
            origin(ok("one", "Cache-Control: max-age=60", "Date: " + date(-50)), ok("two", "Cache-Control: no-store"));
            assertFreshFor(10);
        }

        @Test
        @DisplayName("is the greater of both, and never less than nothing")
        void greater() {
            Resource older = at("/age").origin(ok("one", "Cache-Control: max-age=60", "Date: " + date(-10), "Age: 30"));
            older.get();
            older.get().assertFromCache().assertAge(30);
            Resource ahead = at("/date").origin(ok("one", "Cache-Control: max-age=60", "Date: " + date(1000)));
            ahead.get();
            advance(5);
            ahead.get().assertFromCache().assertAge(5);
        }

        @Test
        void isNotSentBySomethingThatComesFromTheOrigin() {
            origin(ok("one", "Cache-Control: max-age=60"));
            get().assertForwarded().assertNoField("Age");
        }
    }

    @Nested
    @DisplayName("§4.2.4 Stale responses")
    class Stale {

        @ParameterizedTest
        @ValueSource(strings = {"must-revalidate", "proxy-revalidate", "no-cache", "s-maxage=10"})
        @DisplayName("MUST NOT be generated where a directive forbids it, whatever the request and the failure")
        void forbidden(String directive) {
            origin(ok("one", "Cache-Control: max-age=10, stale-if-error=600, " + directive, "ETag: \"1\""), error(503), exception());
            get();
            advance(20);
            get("Cache-Control: max-stale=100, stale-if-error=100").assertForwarded().assertStatus(503);
            get("Cache-Control: max-stale=100, stale-if-error=100").assertForwarded().assertStatus(500);
        }

        @Test
        @DisplayName("SHOULD NOT be generated where nothing allows it")
        void notAllowed() {
            origin(ok("one", "Cache-Control: max-age=10", "ETag: \"1\""), answer(503, "sorry"), answer(404, "gone"));
            get();
            advance(20);
            get().assertForwarded().assertStatus(503).assertBody("sorry");
            get().assertForwarded().assertStatus(404).assertBody("gone");
        }
    }
}
