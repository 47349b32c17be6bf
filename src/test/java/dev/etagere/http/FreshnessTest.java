package dev.etagere.http;

import static dev.etagere.http.Response.DATE;
import static dev.etagere.http.Response.NOW;
import static dev.etagere.http.Response.inSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Freshness (RFC 9111 §4.2)")
class FreshnessTest {

    private static Freshness of(String... fields) {
        return Freshness.of(Response.ok(fields), CacheRules.DEFAULT);
    }

    private static long lifetime(String... fields) {
        return of(fields).lifetime().toSeconds();
    }

    private static long age(String... fields) {
        return of(fields).correctedInitialAge().toSeconds();
    }

    @Nested
    @DisplayName("freshness_lifetime (§4.2.1)")
    class Lifetime {

        @Test
        @DisplayName("MUST: s-maxage, then max-age, then Expires")
        void theMostSpecificCounts() {
            String later = inSeconds(30);
            assertThat(lifetime("Cache-Control", "max-age=20, s-maxage=10", "Expires", later, "Date", DATE)).isEqualTo(10);
            assertThat(lifetime("Cache-Control", "max-age=20", "Expires", later, "Date", DATE)).isEqualTo(20);
            assertThat(lifetime("Expires", later, "Date", DATE)).isEqualTo(30);
            assertThat(lifetime("Cache-Control", "s-maxage=0, max-age=20", "Expires", later)).isZero();
            assertThat(lifetime("Cache-Control", "max-age=0", "Expires", later)).isZero();
            assertThat(lifetime("Cache-Control", "max-age=20", "Expires", "0")).isEqualTo(20);
        }

        @Test
        void anInvalidMaxAgeIsNotReplacedByExpiresOrAGuess() {
            assertThat(lifetime("Cache-Control", "max-age=x", "Expires", inSeconds(60))).isZero();
            assertThat(lifetime("Cache-Control", "s-maxage=x, max-age=60")).isZero();
            assertThat(lifetime("Cache-Control", "max-age", "Last-Modified", inSeconds(-86_400))).isZero();
        }

        @Test
        void expiresIsRelativeToDate() {
            assertThat(lifetime("Expires", inSeconds(60), "Date", inSeconds(-60))).isEqualTo(120);
            assertThat(lifetime("Expires", inSeconds(60), "Date", inSeconds(60))).isZero();
            assertThat(lifetime("Expires", inSeconds(-60), "Date", DATE)).isZero();
        }

        @Test
        @DisplayName("a missing or invalid Date is the time of receipt (RFC 9110 §6.6.1)")
        void withoutDateTheResponseTimeCounts() {
            assertThat(lifetime("Expires", inSeconds(60))).isEqualTo(60);
            assertThat(lifetime("Expires", inSeconds(60), "Date", "yesterday")).isEqualTo(60);
        }

        @ParameterizedTest
        @DisplayName("MUST: an invalid Expires is in the past, 0 above all (§5.3)")
        @ValueSource(strings = {"0", "-1", "", "soon", "3600", "Sat, 21 Nov 2076 12:00:00 UTC", "Sat, 21 Nov 2076 12:00:00 +0000",
            "Sat, 21 Nov 76 12:00:00 GMT", "Sat, 21-Nov-2076 12:00:00 GMT", "2076-11-21T12:00:00Z"})
        void invalidExpiresIsThePast(String expires) {
            Freshness freshness = of("Expires", expires, "Date", DATE, "Last-Modified", inSeconds(-86_400));
            assertThat(freshness.lifetime()).isZero();
            assertThat(freshness.heuristic()).isFalse();
            assertThat(freshness.isFresh(NOW)).isFalse();
        }

        @Test
        void severalExpiresAreThePastUnlessTheyAgree() {
            assertThat(lifetime("Expires", inSeconds(60), "Expires", inSeconds(90))).isZero();
            assertThat(lifetime("Expires", inSeconds(60) + ", " + inSeconds(60))).isZero();
            assertThat(lifetime("Expires", inSeconds(60), "Expires", inSeconds(60))).isEqualTo(60);
        }

        @Test
        void otherDateFormatsAreTakenForWhatTheyAre() {
            assertThat(lifetime("Date", DATE, "Expires", "Saturday, 21-Nov-26 13:00:00 GMT")).isEqualTo(3600);
            assertThat(lifetime("Date", DATE, "Expires", "Sat Nov 21 13:00:00 2026")).isEqualTo(3600);
            assertThat(lifetime("Date", DATE, "Expires", "Sunday, 21-Nov-77 13:00:00 GMT")).isZero();
        }

        @Test
        @DisplayName("MUST: overflow is 2^31 seconds (§1.2.2)")
        void hugeLifetimesAreCut() {
            assertThat(lifetime("Cache-Control", "max-age=99999999999999999999")).isEqualTo(1L << 31);
            assertThat(lifetime("Expires", "Fri, 31 Dec 9999 23:59:59 GMT")).isEqualTo(1L << 31);
            assertThat(of("Cache-Control", "max-age=99999999999999999999").isFresh(NOW.plusSeconds(1_000_000_000))).isTrue();
        }
    }

    @Nested
    @DisplayName("Heuristic freshness (§4.2.2)")
    class Heuristic {

        private final String anHourAgo = inSeconds(-3600);

        private Freshness status(int status, String... fields) {
            return Freshness.of(Response.of(status, fields), CacheRules.DEFAULT);
        }

        @ParameterizedTest
        @ValueSource(ints = {200, 203, 204, 300, 301, 308, 404, 405, 410, 414, 501})
        void aTenthOfTheTimeSinceTheLastModification(int status) {
            Freshness freshness = status(status, "Last-Modified", anHourAgo, "Date", DATE);
            assertThat(freshness.lifetime()).isEqualTo(Duration.ofMinutes(6));
            assertThat(freshness.heuristic()).isTrue();
        }

        @ParameterizedTest
        @DisplayName("MUST NOT: other statuses are not guessed at, unless public")
        @ValueSource(ints = {201, 202, 299, 302, 303, 307, 400, 403, 499, 500, 502, 503, 504, 599})
        void otherStatusesAreGuessedAtOnlyWherePublic(int status) {
            assertThat(status(status, "Last-Modified", anHourAgo).lifetime()).isZero();
            assertThat(status(status, "Last-Modified", anHourAgo, "Cache-Control", "public").lifetime()).hasMinutes(6);
        }

        @Test
        void theGuessIsBounded() {
            assertThat(of("Last-Modified", inSeconds(-86_400 * 365)).lifetime()).isEqualTo(Duration.ofDays(1));
            CacheRules anHour = new CacheRules(List.of(), false, true, Duration.ofHours(1));
            assertThat(Freshness.of(Response.ok("Last-Modified", "Thu, 01 Jan 1970 00:00:00 GMT"), anHour).lifetime()).hasHours(1);
        }

        @Test
        void nothingIsGuessedWithoutALastModificationInThePast() {
            assertThat(lifetime("ETag", "\"a\"")).isZero();
            assertThat(lifetime("Last-Modified", inSeconds(60))).isZero();
            assertThat(lifetime("Last-Modified", "never")).isZero();
        }

        @Test
        @DisplayName("MUST NOT: no guess where an expiration time is explicit")
        void nothingIsGuessedBesideAnExplicitTime() {
            assertThat(of("Last-Modified", anHourAgo, "Cache-Control", "max-age=5").heuristic()).isFalse();
            assertThat(lifetime("Last-Modified", anHourAgo, "Expires", "0")).isZero();
        }

        @Test
        void guessingCanBeSwitchedOff() {
            CacheRules none = new CacheRules(List.of(), false, false, Duration.ofDays(1));
            assertThat(Freshness.of(Response.ok("Last-Modified", anHourAgo), none).lifetime()).isZero();
        }
    }

    @Nested
    @DisplayName("Age (§4.2.3, §5.1)")
    class Age {

        @ParameterizedTest
        @DisplayName("SHOULD: the first member of Age is used")
        @ValueSource(strings = {"100", " 100 ", "100, 200", "100,junk", ", 100", "0100", "\t100\t,"})
        void theFirstMemberOfAgeCounts(String age) {
            assertThat(age("Age", age)).isEqualTo(100);
        }

        @Test
        void theFirstLineOfAgeCounts() {
            assertThat(age("Age", "100", "Age", "200")).isEqualTo(100);
            assertThat(age("Age", "", "Age", "200")).isEqualTo(200);
        }

        @ParameterizedTest
        @DisplayName("SHOULD: an invalid Age is ignored")
        @ValueSource(strings = {"", "-100", "+100", "100.5", "1e3", "abc", "abc, 100", "-1, 100", "\"100\"", "100;x=y", "100 200",
            "0x64", ","})
        void invalidAgesAreIgnored(String age) {
            assertThat(age("Age", age)).isZero();
        }

        @Test
        @DisplayName("MUST: a huge Age is 2^31 (§1.2.2)")
        void hugeAgesAreCut() {
            assertThat(age("Age", "99999999999999999999999")).isEqualTo(1L << 31);
            assertThat(of("Age", "99999999999999999999999", "Cache-Control", "max-age=2147483648").isFresh(NOW)).isFalse();
        }

        @Test
        void apparentAgeIsSinceDate() {
            assertThat(age("Date", inSeconds(-50))).isEqualTo(50);
            assertThat(age("Date", inSeconds(50))).isZero();
            assertThat(age("Date", "junk")).isZero();
        }

        @Test
        void theLargerOfAgeAndApparentAgeCounts() {
            assertThat(age("Date", inSeconds(-50), "Age", "20")).isEqualTo(50);
            assertThat(age("Date", inSeconds(-20), "Age", "50")).isEqualTo(50);
        }

        @Test
        void theDelayIsAddedToAgeButNotToApparentAge() {
            Instant asked = NOW.minusSeconds(7);
            assertThat(Freshness.of(new ResponseHead(200, Headers.of("Age", "50"), asked, NOW), CacheRules.DEFAULT).correctedInitialAge())
                    .hasSeconds(57);
            Headers dated = Headers.of("Date", inSeconds(-20));
            assertThat(Freshness.of(new ResponseHead(200, dated, asked, NOW), CacheRules.DEFAULT).correctedInitialAge()).hasSeconds(20);
        }

        @Test
        void aDateOfWholeSecondsDoesNotAgeTheResponseByTheRest() {
            Instant received = NOW.plusMillis(990);
            ResponseHead response = new ResponseHead(200, Headers.of("Date", DATE), received, received);
            assertThat(Freshness.of(response, CacheRules.DEFAULT).correctedInitialAge()).isZero();
        }

        @Test
        void aClockThatWentBackDoesNotMakeItYounger() {
            ResponseHead response = new ResponseHead(200, Headers.of("Age", "10"), NOW.plusSeconds(5), NOW);
            Freshness freshness = Freshness.of(response, CacheRules.DEFAULT);
            assertThat(freshness.correctedInitialAge()).hasSeconds(10);
            assertThat(freshness.currentAge(NOW.minusSeconds(100))).hasSeconds(10);
        }

        @Test
        void currentAgeGrowsWithResidentTime() {
            Freshness freshness = of("Age", "50", "Cache-Control", "max-age=60");
            assertThat(freshness.currentAge(NOW.plusMillis(4500))).isEqualTo(Duration.ofMillis(54_500));
            assertThat(freshness.remaining(NOW.plusSeconds(4))).hasSeconds(6);
            assertThat(freshness.remaining(NOW.plusSeconds(14))).isEqualTo(Duration.ofSeconds(-4));
        }

        @Test
        @DisplayName("fresh as long as freshness_lifetime > current_age (§4.2)")
        void freshUntilTheVeryEnd() {
            Freshness freshness = of("Age", "50", "Cache-Control", "max-age=60");
            assertThat(freshness.isFresh(NOW.plusMillis(9_999))).isTrue();
            assertThat(freshness.isFresh(NOW.plusMillis(10_000))).isFalse();
            assertThat(freshness.freshUntilMillis()).isEqualTo(NOW.plusSeconds(10).toEpochMilli());
        }
    }

    @Nested
    @DisplayName("What limits the use of stale responses (§4.2.4, §5.2.2, RFC 5861)")
    class Stale {

        @ParameterizedTest
        @ValueSource(strings = {"must-revalidate, max-age=1", "proxy-revalidate, max-age=1", "s-maxage=1", "s-maxage=junk"})
        void someDirectivesForbidIt(String control) {
            assertThat(of("Cache-Control", control + ", stale-while-revalidate=60").neverStale()).isTrue();
            assertThat(of("Cache-Control", control + ", stale-while-revalidate=60").usableUntilMillis())
                    .isLessThanOrEqualTo(NOW.plusSeconds(1).toEpochMilli());
        }

        @Test
        void maxAgeAndImmutableDoNot() {
            Freshness freshness = of("Cache-Control", "max-age=1, immutable, public");
            assertThat(freshness.neverStale() || freshness.alwaysValidate()).isFalse();
        }

        @Test
        void windowsBeginWhereFreshnessEnds() {
            Freshness freshness = of("Cache-Control", "max-age=10, stale-while-revalidate=30, stale-if-error=60");
            assertThat(freshness.staleWhileRevalidate()).hasSeconds(30);
            assertThat(freshness.staleIfError()).hasSeconds(60);
            assertThat(freshness.usableUntilMillis()).isEqualTo(NOW.plusSeconds(70).toEpochMilli());
        }

        @Test
        void noCacheIsNeverUsedWithoutValidation() {
            Freshness freshness = of("Cache-Control", "no-cache, max-age=10");
            assertThat(freshness.alwaysValidate()).isTrue();
            assertThat(freshness.usableUntilMillis()).isEqualTo(NOW.toEpochMilli());
            assertThat(of("Cache-Control", "no-cache=\"x-one\", max-age=10").alwaysValidate()).isFalse();
        }
    }

    @Test
    void aPolicyIsFreshForItsTimeWhateverTheResponseSays() {
        Freshness freshness = Freshness.ofTtl(Duration.ofMinutes(1), Duration.ofSeconds(5), Duration.ofSeconds(9), NOW);
        assertThat(freshness.freshUntilMillis()).isEqualTo(NOW.plusSeconds(60).toEpochMilli());
        assertThat(freshness.staleWhileRevalidate()).hasSeconds(5);
        assertThat(freshness.staleIfError()).hasSeconds(9);
        assertThat(freshness.currentAge(NOW.plusSeconds(3))).hasSeconds(3);
        assertThat(freshness.neverStale() || freshness.alwaysValidate() || freshness.heuristic()).isFalse();
    }

    @Test
    void durationsOutOfRangeAreCut() {
        Freshness freshness = Freshness.ofTtl(Duration.ofSeconds(Long.MAX_VALUE), Duration.ofSeconds(-1), Duration.ofDays(100_000), NOW);
        assertThat(freshness.lifetime()).hasSeconds(1L << 31);
        assertThat(freshness.staleWhileRevalidate()).isZero();
        assertThat(freshness.staleIfError()).hasSeconds(1L << 31);
        assertThat(freshness.usableUntilMillis()).isGreaterThan(NOW.toEpochMilli());
    }
}
