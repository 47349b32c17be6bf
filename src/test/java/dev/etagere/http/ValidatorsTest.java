package dev.etagere.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Validators (RFC 9110 §8.8)")
class ValidatorsTest {

    private static final String TEN = "Sun, 01 Nov 2026 10:00:00 GMT";
    private static final String A_SECOND_LATER = "Sun, 01 Nov 2026 10:00:01 GMT";

    @Test
    void areReadFromTheFieldsOfTheResponse() {
        Validators validators = Validators.of(Headers.of("etag", "W/\"1\"", "Last-Modified", TEN, "Date", A_SECOND_LATER));
        assertThat(validators.entityTag()).contains(new EntityTag(true, "1"));
        assertThat(validators.lastModified()).contains(Instant.parse("2026-11-01T10:00:00Z"));
        assertThat(validators.date()).contains(Instant.parse("2026-11-01T10:00:01Z"));
        assertThat(validators.isEmpty()).isFalse();
    }

    @Test
    void malformedOrRepeatedFieldsCountAsAbsent() {
        assertThat(Validators.of(Headers.of("ETag", "abc", "Last-Modified", "yesterday", "Date", "0"))).isEqualTo(Validators.NONE);
        assertThat(Validators.of(Headers.of("ETag", "\"1\"", "ETag", "\"2\"")).entityTag()).isEmpty();
        assertThat(Validators.of(Headers.empty()).isEmpty()).isTrue();
    }

    @Test
    @DisplayName("SHOULD both be sent for validation (RFC 9111 §4.3.1)")
    void conditionsCarryBoth() {
        Headers conditions = Validators.of(Headers.of("ETag", "W/\"1\"", "Last-Modified", "Sun Nov  1 10:00:00 2026")).conditions();
        assertThat(conditions.size()).isEqualTo(2);
        assertThat(conditions.first("If-None-Match")).contains("W/\"1\"");
        assertThat(conditions.first("If-Modified-Since")).contains(TEN);
    }

    @Test
    void aDateAloneMakesNoCondition() {
        Validators validators = Validators.of(Headers.of("Date", TEN));
        assertThat(validators.isEmpty()).isTrue();
        assertThat(validators.conditions().size()).isZero();
    }

    @Test
    @DisplayName("a Last-Modified is strong when Date is at least one second later (§8.8.2.2)")
    void strongLastModified() {
        assertThat(Validators.of(Headers.of("Last-Modified", TEN, "Date", A_SECOND_LATER)).strongLastModified()).isPresent();
        assertThat(Validators.of(Headers.of("Last-Modified", TEN, "Date", TEN)).strongLastModified()).isEmpty();
        assertThat(Validators.of(Headers.of("Last-Modified", TEN)).strongLastModified()).isEmpty();
        assertThat(Validators.of(Headers.of("Date", TEN)).strongLastModified()).isEmpty();
    }

    @Test
    void aTagIsStrongUnlessMarkedWeak() {
        assertThat(Validators.of(Headers.of("ETag", "\"1\"")).strongEntityTag()).isPresent();
        assertThat(Validators.of(Headers.of("ETag", "W/\"1\"")).strongEntityTag()).isEmpty();
    }
}
