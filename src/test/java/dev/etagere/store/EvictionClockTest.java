package dev.etagere.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.etagere.store.EvictionClock.Verdict;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EvictionClockTest {

    private final LocalClock clock = new LocalClock(100);

    private Entry<String> load(LocalClock on, String key, String... tags) {
        return new Entry<>("region", key, "value", List.of(tags), on.epoch(), on.position(), Long.MAX_VALUE);
    }

    private static List<Tag> named(String... tags) {
        return Set.of(tags).stream().<Tag>map(Tag.Named::new).toList();
    }

    @Test
    void anEvictionGetsTheNextNumberHoweverManyTagsItHas() {
        assertThat(clock.evict(named("a", "b", "c")).number()).isEqualTo(1);
        assertThat(clock.expire(named("a")).number()).isEqualTo(2);
        assertThat(clock.evictMatching("*").number()).isEqualTo(3);
        assertThat(clock.evict(List.of()).number()).isEqualTo(4);
        assertThat(clock.position()).isEqualTo(4);
    }

    @Test
    void anEvictionIsOneWriteATagWhateverNumberOfEntriesCarryIt() {
        List<Entry<String>> entries = IntStream.range(0, 1_000).mapToObj(i -> load(clock, "k" + i, "t")).toList();
        clock.evict(named("t"));
        assertThat(clock.size()).isEqualTo(1);
        assertThat(entries).allMatch(entry -> clock.judge(entry) == Verdict.EVICTED);
    }

    @Test
    void evictingOneTagAgainAndAgainTakesNoMoreRoom() {
        for (int i = 0; i < 1_000; i++) {
            clock.evict(named("t"));
        }
        assertThat(clock.size()).isEqualTo(1);
        assertThat(clock.floor()).isZero();
    }

    @Test
    void anEvictionUnderWayHitsTheLoadThatBeginsMeanwhile() {
        Entry<String>[] began = newArray();
        enter(new Change.Evict(named("t")), () -> began[0] = load(clock, "a", "t"));
        assertThat(clock.judge(began[0])).isEqualTo(Verdict.EVICTED);
    }

    @Test
    void anEvictionUnderWayHidesNothingFromWhoeverReadsAfterIt() {
        Entry<String> entry = load(clock, "a", "t");
        assertThat(clock.judge(entry)).isEqualTo(Verdict.VALID);
        enter(new Change.Evict(named("t")), () -> clock.judge(entry));
        assertThat(clock.judge(entry)).isEqualTo(Verdict.EVICTED);
    }

    @Test
    void aSoftEvictionUnderWayHidesNothingFromWhoeverReadsAfterIt() {
        Entry<String> entry = load(clock, "a", "t");
        enter(new Change.Expire(named("t")), () -> clock.judge(entry));
        assertThat(clock.judge(entry)).isEqualTo(Verdict.EXPIRED);
        assertThat(clock.judge(entry)).isEqualTo(Verdict.EXPIRED);
    }

    @Test
    void clocksDoNotShareAnEpoch() {
        LocalClock restarted = new LocalClock(100);
        assertThat(restarted.epoch()).isNotEqualTo(clock.epoch());
        assertThat(restarted.judge(load(clock, "a"))).isEqualTo(Verdict.EVICTED);
    }

    @Test
    void aFenceAheadOfTheClockIsNotValid() {
        assertThat(clock.judge(new Entry<>("region", "a", "v", List.of(), clock.epoch(), 1, Long.MAX_VALUE))).isEqualTo(Verdict.EVICTED);
    }

    @Test
    void whatIsForgottenCountsAsEvicted() {
        Entry<String> old = load(clock, "a", "t0");
        Entry<String> untouched = load(clock, "b", "other");
        for (int i = 0; i <= 100; i++) {
            clock.evict(named("t" + i));
        }
        assertThat(clock.floor()).isPositive();
        assertThat(clock.judge(old)).isEqualTo(Verdict.EVICTED);
        assertThat(clock.judge(untouched)).isEqualTo(Verdict.EVICTED);
    }

    @Test
    void whatIsLoadedAboveTheFloorIsStillJudgedByItsTags() {
        for (int i = 0; i < 100; i++) {
            clock.evict(named("t" + i));
        }
        Entry<String> kept = load(clock, "a", "kept");
        Entry<String> hit = load(clock, "b", "u0");
        clock.evict(named("u0"));
        assertThat(clock.floor()).isBetween(1L, kept.fence());
        assertThat(clock.judge(kept)).isEqualTo(Verdict.VALID);
        assertThat(clock.judge(hit)).isEqualTo(Verdict.EVICTED);
    }

    @Test
    void theTableIsBounded() {
        for (int i = 0; i < 10_000; i++) {
            clock.evict(named("t" + i));
            assertThat(clock.size()).isLessThanOrEqualTo(100);
        }
        assertThat(clock.size()).isGreaterThanOrEqualTo(50);
    }

    @Test
    void oneEvictionOfMoreTagsThanTheTableHoldsIsInForceAllTheSame() {
        Entry<String> before = load(clock, "a", "t7");
        clock.evict(IntStream.range(0, 5_000).<Tag>mapToObj(i -> new Tag.Named("t" + i)).toList());
        assertThat(clock.size()).isLessThanOrEqualTo(100);
        assertThat(clock.judge(before)).isEqualTo(Verdict.EVICTED);
        assertThat(clock.judge(load(clock, "a", "t7"))).isEqualTo(Verdict.VALID);
    }

    @Test
    void longTagsCountForSeveral() {
        for (int i = 0; i < 100; i++) {
            clock.evict(List.of(new Tag.OfKey("region", i + "x".repeat(8_000))));
        }
        assertThat(clock.size()).isLessThan(5);
        assertThat(clock.judge(load(clock, "a"))).isEqualTo(Verdict.VALID);
    }

    @Test
    void patternsAreBoundedAndTheForgottenOnesCountAsEvicted() {
        Entry<String> old = load(clock, "a");
        for (int i = 0; i < 1_000; i++) {
            clock.evictMatching("none" + i + "*");
        }
        assertThat(clock.patterns()).hasSizeBetween(64, 128).contains("none999*");
        assertThat(clock.judge(old)).isEqualTo(Verdict.EVICTED);
        Entry<String> fresh = load(clock, "a");
        clock.evictMatching("b*");
        assertThat(clock.judge(fresh)).isEqualTo(Verdict.VALID);
        clock.evictMatching("a*");
        assertThat(clock.judge(fresh)).isEqualTo(Verdict.EVICTED);
    }

    @Test
    void aTableThatHoldsNothingIsRefused() {
        assertThatThrownBy(() -> new LocalClock(0)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("maxTags");
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Entry<String>[] newArray() {
        return new Entry[1];
    }

    /** Something happens when the marks have been written and the number is not yet published. */
    private void enter(Change change, Runnable happens) {
        synchronized (clock.lock) {
            long number = clock.position() + 1;
            clock.enter(change, number);
            happens.run();
            clock.publish(number);
        }
    }
}
