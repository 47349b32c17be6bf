package dev.etagere.response;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CachePolicyTest {

    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void theDefaultsAreTheSafeSide() {
        CachePolicy policy = CachePolicy.builder().ttl(HOUR).build();

        assertThat(policy.scope()).isEqualTo(Scope.AUTO);
        assertThat(policy.query()).isEqualTo(QueryKey.ALL);
        assertThat(policy.statuses()).containsExactly(200);
        assertThat(policy.clientTtl()).isEmpty();
        assertThat(policy.staleWhileRevalidate()).isZero();
        assertThat(policy.staleIfError()).isZero();
        assertThat(policy.jitter()).isZero();
        assertThat(policy.requestDirectives()).isTrue();
    }

    @Test
    void oneThatIsBuiltOnAnotherDiffersInWhatWasSet() {
        CachePolicy base = CachePolicy.builder().name("base").ttl(HOUR).clientTtl(Duration.ZERO).scope(Scope.PUBLIC)
                .query(QueryKey.only("q")).vary("Accept").key(request -> Optional.of("k")).tags("t:{id}").staleWhileRevalidate(HOUR)
                .staleIfError(HOUR)
                .statuses(200, 404).condition(request -> false).jitter(0.5).ignoreRequestDirectives().build();

        assertThat(base.toBuilder().build()).isEqualTo(base);
        assertThat(base.toBuilder().ttl(Duration.ofDays(1)).build().ttl()).isEqualTo(Duration.ofDays(1));
        assertThat(base.toBuilder().heedRequestDirectives().build().requestDirectives()).isTrue();
    }

    @Test
    void fieldNamesAreKeptOnceInLowerCase() {
        assertThat(CachePolicy.builder().ttl(HOUR).vary("Accept", "ACCEPT", "X-A").build().vary()).containsExactly("accept", "x-a");
    }

    @Test
    void aPolicyWithoutTtlIsNone() {
        assertThat(CachePolicy.builder().hasTtl()).isFalse();
        assertThatThrownBy(() -> CachePolicy.builder().build()).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void valuesOutOfRangeAreRefusedWhereTheyAreSet(Consumer<CachePolicy.Builder> mistake) {
        assertThatThrownBy(() -> mistake.accept(CachePolicy.builder())).isInstanceOf(IllegalArgumentException.class);
    }

    static Stream<Consumer<CachePolicy.Builder>> mistakes() {
        return Stream.of(
                policy -> policy.ttl(Duration.ZERO),
                policy -> policy.ttl(HOUR.negated()),
                policy -> policy.ttl(Duration.ofDays(365).plusMillis(1)),
                policy -> policy.clientTtl(HOUR.negated()),
                policy -> policy.staleWhileRevalidate(HOUR.negated()),
                policy -> policy.staleIfError(Duration.ofSeconds(Long.MAX_VALUE)),
                policy -> policy.statuses(),
                policy -> policy.statuses(199),
                policy -> policy.statuses(600),
                policy -> policy.statuses(200, 206),
                policy -> policy.statuses(304),
                policy -> policy.jitter(-0.1),
                policy -> policy.jitter(1.1),
                policy -> policy.jitter(Double.NaN),
                policy -> policy.vary("*"),
                policy -> policy.vary(""),
                policy -> policy.vary("a,b"),
                policy -> policy.tags("{"));
    }

    @Test
    void theRecordItselfRefusesThemToo() {
        CachePolicy good = CachePolicy.builder().ttl(HOUR).build();

        assertThatThrownBy(() -> new CachePolicy("p", Duration.ZERO, Optional.empty(), Scope.AUTO, QueryKey.ALL, List.of(), List.of(),
                List.of(), Duration.ZERO, Duration.ZERO, good.statuses(), good.condition(), 0, true))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aQueryKeyThatNamesAllNamesNone() {
        assertThatThrownBy(() -> new QueryKey(QueryKey.Mode.ALL, Set.of("a"), false)).isInstanceOf(IllegalArgumentException.class);
        assertThat(QueryKey.only("a", "a").names()).containsExactly("a");
        assertThat(QueryKey.ignoring("a").inAnyOrder()).isEqualTo(new QueryKey(QueryKey.Mode.IGNORE, Set.of("a"), true));
    }
}
