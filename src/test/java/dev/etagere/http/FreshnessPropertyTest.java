package dev.etagere.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class FreshnessPropertyTest {

    private static Freshness freshness(int maxAge, int age, int window) {
        return Freshness.of(Response.ok("Cache-Control", "max-age=" + maxAge + ", stale-while-revalidate=" + window, "Age", "" + age),
                CacheRules.DEFAULT);
    }

    @Property
    void whatIsStaleStaysStaleAndAgesGrow(@ForAll @IntRange int maxAge, @ForAll @IntRange int age,
            @ForAll @LongRange(max = 1L << 40) long first,
            @ForAll @LongRange(max = 1L << 40) long later) {
        Freshness freshness = freshness(maxAge, age, 0);
        Instant before = Response.NOW.plusMillis(Math.min(first, later));
        Instant after = Response.NOW.plusMillis(Math.max(first, later));
        assertThat(freshness.currentAge(after)).isGreaterThanOrEqualTo(freshness.currentAge(before));
        assertThat(freshness.remaining(after)).isLessThanOrEqualTo(freshness.remaining(before));
        assertThat(freshness.isFresh(after) && !freshness.isFresh(before)).isFalse();
    }

    @Property
    void theTermsAgree(@ForAll @IntRange(max = 10_000) int maxAge, @ForAll @IntRange(max = 10_000) int age,
            @ForAll @IntRange(max = 20_000) int seconds) {
        Freshness freshness = freshness(maxAge, age, 0);
        Instant now = Response.NOW.plusSeconds(seconds);
        assertThat(freshness.isFresh(now)).isEqualTo(now.toEpochMilli() < freshness.freshUntilMillis()).isEqualTo(maxAge > age + seconds);
        assertThat(freshness.remaining(now)).isEqualTo(freshness.lifetime().minus(freshness.currentAge(now)));
    }

    @Property
    void freshThenServableThenNot(@ForAll @IntRange(max = 100) int maxAge, @ForAll @IntRange(max = 100) int window,
            @ForAll @IntRange(max = 300) int seconds) {
        ServeDecision decision = ServeDecision.of(CacheControl.none(), freshness(maxAge, 0, window), Response.NOW.plusSeconds(seconds));
        if (seconds < maxAge) {
            assertThat(decision).isEqualTo(new ServeDecision.Serve(Duration.ofSeconds(seconds), false));
        } else if (window > 0 && seconds <= maxAge + window) {
            assertThat(decision).isEqualTo(new ServeDecision.ServeAndRefresh(Duration.ofSeconds(seconds)));
        } else {
            assertThat(decision).isInstanceOf(ServeDecision.Validate.class);
        }
    }
}
