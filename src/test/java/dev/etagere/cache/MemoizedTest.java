package dev.etagere.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MemoizedTest {

    private final TestCaches test = new TestCaches();
    private final Cache<String> texts = test.open(options -> options.ttl(Duration.ofHours(1)));
    private final AtomicInteger calls = new AtomicInteger();

    private record Range(int from, int to) {
    }

    private String slow(Object argument) {
        calls.incrementAndGet();
        test.time.advance(Duration.ofSeconds(2));
        return "of " + argument;
    }

    @Test
    void tellsWhetherTheResultWasRememberedAndHowLongItTook() {
        Memoized<Integer, String> function = texts.memoize("slow", this::slow);
        Loaded<String> first = function.call(7);
        Loaded<String> second = function.call(7);
        assertThat(first.cached()).isFalse();
        assertThat(first.took()).hasSeconds(2);
        assertThat(second.cached()).isTrue();
        assertThat(second.took()).isZero();
        assertThat(second.loadTime()).hasSeconds(2);
        assertThat(function.apply(7)).isEqualTo("of 7");
        assertThat(calls).hasValue(1);
    }

    @Test
    void forgetsOneResultOrAllAndNothingElse() {
        Memoized<Integer, String> function = texts.memoize("slow", this::slow);
        Memoized<Integer, String> other = texts.memoize("other", this::slow);
        function.apply(1);
        function.apply(2);
        other.apply(1);
        texts.put("slow:3", "mine");
        assertThat(function.evict(1).count()).isEqualTo(1);
        assertThat(function.call(2).cached()).isTrue();
        assertThat(function.evictAll().count()).isEqualTo(1);
        assertThat(function.call(2).cached()).isFalse();
        assertThat(other.call(1).cached()).isTrue();
        assertThat(texts.get("slow:3")).contains("mine");
    }

    @Test
    void ttlAndTagsMayComeFromArgumentAndResult() {
        Memoized<Integer, String> function = texts.<Integer>memoize("slow", this::slow)
                .ttl((id, result) -> id > 8 ? Duration.ofMinutes(5) : Duration.ofHours(2))
                .tags((id, result) -> List.of("id:" + id, result));
        function.apply(9);
        function.apply(1);
        assertThat(texts.getByTag("of 9")).hasSize(1);
        test.time.advance(Duration.ofMinutes(5));
        assertThat(function.call(9).cached()).isFalse();
        assertThat(function.call(1).cached()).isTrue();
        texts.evictByTag("id:1");
        assertThat(function.call(1).cached()).isFalse();
    }

    @Test
    void severalArgumentsAreARecordThatSaysWhatTellsItApart() {
        Memoized<Range, String> function = texts.<Range>memoize("slow", this::slow)
                .keyedBy(range -> CacheKeys.of(range.from(), range.to()));
        function.apply(new Range(1, 12));
        assertThat(function.call(new Range(1, 12)).cached()).isTrue();
        assertThat(function.call(new Range(11, 2)).cached()).isFalse();
        assertThatThrownBy(() -> texts.<Range>memoize("unkeyed", this::slow).apply(new Range(1, 2)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void failuresAndNullsAreNotRemembered() {
        Memoized<Integer, String> failing = texts.memoize("failing", id -> {
            calls.incrementAndGet();
            if (id == 0) {
                throw new IllegalStateException("in a test");
            }
            return null;
        });
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> failing.apply(0)).hasMessage("in a test");
            assertThat(failing.call(1).value()).isEmpty();
            assertThatThrownBy(() -> failing.apply(1)).isInstanceOf(NullPointerException.class);
        }
        assertThat(calls).hasValue(6);
    }
}
