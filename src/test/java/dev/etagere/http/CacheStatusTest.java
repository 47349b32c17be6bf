package dev.etagere.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.etagere.http.CacheStatus.Forward;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("Cache-Status (RFC 9211)")
class CacheStatusTest {

    private static CacheStatus hit(String cache, String key, String detail) {
        return new CacheStatus(cache, true, Optional.empty(), OptionalInt.empty(), OptionalLong.empty(), false, false,
                Optional.ofNullable(key),
                Optional.ofNullable(detail));
    }

    @Test
    void aHitTellsWhatRemains() {
        CacheStatus status = new CacheStatus("Etagere", true, Optional.empty(), OptionalInt.empty(), OptionalLong.of(-5), false, false,
                Optional.empty(), Optional.empty());
        assertThat(status).hasToString("Etagere; hit; ttl=-5");
    }

    @Test
    void aMissTellsWhyAndWhatBecameOfIt() {
        CacheStatus status = new CacheStatus("Etagere", false, Optional.of(Forward.URI_MISS), OptionalInt.of(200), OptionalLong.of(60),
                true, true,
                Optional.of("k"), Optional.of("no-store"));
        assertThat(status).hasToString("Etagere; fwd=uri-miss; fwd-status=200; stored; collapsed; ttl=60; key=\"k\"; detail=no-store");
    }

    @Test
    @DisplayName("MUST NOT: hit and fwd together (§2.1, §2.2)")
    void aHitDidNotGoForward() {
        CacheStatus status = new CacheStatus("E", true, Optional.of(Forward.STALE), OptionalInt.of(304), OptionalLong.empty(), true, true,
                Optional.empty(), Optional.empty());
        assertThat(status).hasToString("E; hit");
    }

    @ParameterizedTest
    @EnumSource
    void everyReasonIsAToken(Forward forward) {
        CacheStatus status = new CacheStatus("E", false, Optional.of(forward), OptionalInt.empty(), OptionalLong.empty(), false, false,
                Optional.empty(), Optional.empty());
        assertThat(status).hasToString("E; fwd=" + forward.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "Etagere | Etagere", "my cache | \"my cache\"", "1cache | \"1cache\"", "`` | \"\"", "a.example:80/x | a.example:80/x", "*x | *x",
        "a;hit | \"a;hit\"", "a\"b\\c | \"a\\\"b\\\\c\"", "caf\u00e9 | \"caf%C3%A9\"", "a,b | \"a,b\""})
    void namesAreTokensOrStrings(String cache, String written) {
        assertThat(hit(cache, null, null)).hasToString(written + "; hit");
        assertThat(hit("E", null, cache)).hasToString("E; hit; detail=" + written);
    }

    @Test
    void hostileTextsCannotLeaveTheirString() {
        assertThat(hit("E", "a\r\nSet-Cookie: x=\"y\"\u0000\u007f\u20ac", null))
                .hasToString("E; hit; key=\"a%0D%0ASet-Cookie: x=\\\"y\\\"%00%7F%E2%82%AC\"");
        assertThat(hit("E", "token", null)).hasToString("E; hit; key=\"token\"");
    }

    @Test
    @DisplayName("MUST: integers have at most 15 digits (RFC 8941 §3.3.1)")
    void integersAreCut() {
        CacheStatus status = new CacheStatus("E", true, Optional.empty(), OptionalInt.empty(), OptionalLong.of(Long.MIN_VALUE), false,
                false,
                Optional.empty(), Optional.empty());
        assertThat(status).hasToString("E; hit; ttl=-999999999999999");
    }
}
