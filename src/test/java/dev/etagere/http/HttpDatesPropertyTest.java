package dev.etagere.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class HttpDatesPropertyTest {

    @Property
    void whatIsWrittenReadsTheSame(@ForAll @LongRange(min = -62_167_219_200L, max = 253_402_300_799L) long seconds) {
        Instant instant = Instant.ofEpochSecond(seconds);
        assertThat(HttpDates.parse(HttpDates.format(instant))).contains(instant);
    }

    @Property
    void readingNeverThrows(@ForAll String text) {
        assertThat(HttpDates.parse(text)).isEmpty();
    }

    @Example
    void hugeValuesAreNoDates() {
        assertThat(HttpDates.parse("Sun, " + "0".repeat(1_000_000))).isEmpty();
        assertThat(HttpDates.parse(",".repeat(1_000_000))).isEmpty();
    }
}
