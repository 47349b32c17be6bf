package dev.etagere.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Dates (RFC 9110 §5.6.7)")
class HttpDatesTest {

    private static final Instant EXAMPLE = Instant.parse("1994-11-06T08:49:37Z");

    @Nested
    @DisplayName("MUST: all three formats are accepted")
    class Formats {

        @ParameterizedTest
        @ValueSource(strings = {"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
            "Sun Nov 06 08:49:37 1994", "  Sun, 06 Nov 1994 08:49:37 GMT\t"})
        void eachIsRead(String text) {
            assertThat(HttpDates.parse(text)).contains(EXAMPLE);
        }

        @ParameterizedTest
        @DisplayName("SHOULD: a cache disregards case (RFC 9111 §4.2)")
        @ValueSource(strings = {"sun, 06 nov 1994 08:49:37 gmt", "SUNDAY, 06-NOV-94 08:49:37 GMT", "sUN nOV  6 08:49:37 1994"})
        void caseIsDisregarded(String text) {
            assertThat(HttpDates.parse(text)).contains(EXAMPLE);
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', value = {
            "Thu, 01 Jan 1970 00:00:00 GMT | 1970-01-01T00:00:00Z",
            "Thu, 29 Feb 2024 23:59:59 GMT | 2024-02-29T23:59:59Z",
            "Sat, 31 Dec 2016 23:59:60 GMT | 2017-01-01T00:00:00Z",
            "Fri, 31 Dec 9999 23:59:59 GMT | 9999-12-31T23:59:59Z",
            "Sat, 01 Jan 0000 00:00:00 GMT | 0000-01-01T00:00:00Z",
            "Sun Nov 16 08:49:37 1994 | 1994-11-16T08:49:37Z",
            "Wednesday, 09-Sep-20 01:02:03 GMT | 2020-09-09T01:02:03Z"})
        void edgesOfTheCalendarAreRead(String text, Instant date) {
            assertThat(HttpDates.parse(text)).contains(date);
        }
    }

    @ParameterizedTest
    @DisplayName("MUST: a two-digit year more than 50 years ahead is the most recent past one with these digits")
    @CsvSource(delimiter = '|', value = {
        "2026-11-21T12:00:00Z | Saturday, 21-Nov-76 12:00:00 GMT | 2076-11-21T12:00:00Z",
        "2026-11-21T12:00:00Z | Sunday, 21-Nov-76 12:00:01 GMT   | 1976-11-21T12:00:01Z",
        "2026-11-21T12:00:00Z | Saturday, 22-Nov-76 00:00:00 GMT | 1976-11-22T00:00:00Z",
        "2026-11-21T12:00:00Z | Saturday, 21-Nov-77 12:00:00 GMT | 1977-11-21T12:00:00Z",
        "2026-11-21T12:00:00Z | Saturday, 21-Nov-26 12:00:00 GMT | 2026-11-21T12:00:00Z",
        "1994-11-06T00:00:00Z | Sunday, 06-Nov-44 00:00:00 GMT   | 2044-11-06T00:00:00Z",
        "1994-11-06T00:00:00Z | Sunday, 06-Nov-45 00:00:00 GMT   | 1945-11-06T00:00:00Z",
        "2060-01-01T00:00:00Z | Sunday, 06-Nov-94 00:00:00 GMT   | 2094-11-06T00:00:00Z"})
    void twoDigitYearsHaveTheCenturyThatTheTimeTells(Instant now, String text, Instant date) {
        assertThat(HttpDates.parse(text, now)).contains(date);
    }

    @ParameterizedTest
    @DisplayName("SHOULD: anything else is no date, another zone than GMT included (RFC 9111 §4.2)")
    @ValueSource(strings = {"", " ", "0", "-1", "now", "Sun", "Sun,", "Sun, 6 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 94 08:49:37 GMT",
        "Sun, 06 Nov 1994 8:49:37 GMT", "Sun, 06 Nov 1994 08:49 GMT", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 UTC",
        "Sun, 06 Nov 1994 08:49:37 EST", "Sun, 06 Nov 1994 08:49:37 +0000", "Sun, 06 Nov 1994 08:49:37 GMT+1",
        "Sun, 06 Nov 1994 08:49:37 GMT;",
        "Sun, 06 Nov 1994 08.49.37 GMT", "Sun, 06-Nov-1994 08:49:37 GMT", "Sun,  06 Nov 1994 08:49:37 GMT",
        "Sun, 06  Nov 1994 08:49:37 GMT",
        "Sun 06 Nov 1994 08:49:37 GMT", "06 Nov 1994 08:49:37 GMT", "Sun, 31 Nov 1994 08:49:37 GMT", "Sun, 00 Nov 1994 08:49:37 GMT",
        "Sun, 30 Feb 2024 08:49:37 GMT", "Sun, 29 Feb 2023 08:49:37 GMT", "Sun, 06 Nov 1994 24:00:00 GMT",
        "Sun, 06 Nov 1994 08:60:00 GMT",
        "Sun, 06 Nov 1994 08:49:61 GMT", "Sun, 06 Foo 1994 08:49:37 GMT", "Foo, 06 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 19940 08:49:37 GMT",
        "Sunday, 6-Nov-94 08:49:37 GMT", "Sunday, 06-Nov-1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 CET",
        "Sund, 06-Nov-94 08:49:37 GMT",
        "Sunday, 06 Nov 94 08:49:37 GMT", "Sunday,06-Nov-94 08:49:37 GMT", "Sun Nov 6 08:49:37 1994", "Sun Nov  6 08:49:37 1994 GMT",
        "Sun Nov  6 08:49:37 94", "Sun Nov   6 08:49:37 1994", "1994-11-06T08:49:37Z", "784111777", "\"Sun, 06 Nov 1994 08:49:37 GMT\"",
        "Sun, 06 Nov 1994 08:49:37 GMT, Sun, 06 Nov 1994 08:49:37 GMT", "Sun, ٠٦ Nov 1994 08:49:37 GMT", "Sun, 06 Nov -994 08:49:37 GMT"})
    void anythingElseIsNoDate(String text) {
        assertThat(HttpDates.parse(text)).isEmpty();
    }

    @Test
    void datesAreWrittenAsImfFixdateToTheSecondBefore() {
        assertThat(HttpDates.format(EXAMPLE.plusMillis(999))).isEqualTo("Sun, 06 Nov 1994 08:49:37 GMT");
        assertThat(HttpDates.format(Instant.MAX)).isEqualTo("Fri, 31 Dec 9999 23:59:59 GMT");
        assertThat(HttpDates.format(Instant.MIN)).isEqualTo("Sat, 01 Jan 0000 00:00:00 GMT");
    }
}
