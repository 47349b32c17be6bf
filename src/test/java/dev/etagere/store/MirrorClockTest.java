package dev.etagere.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.etagere.store.EvictionClock.Numbered;
import dev.etagere.store.EvictionClock.Verdict;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MirrorClockTest {

    private static final long SHARED = 7;
    private static final long START = 1_000;

    private final MirrorClock clock = new MirrorClock(100);

    @BeforeEach
    void attach() {
        clock.attach(SHARED, START);
    }

    private Entry<String> load(String key, String... tags) {
        return new Entry<>("region", key, "value", List.of(tags), clock.epoch(), clock.position(), Long.MAX_VALUE);
    }

    private static Change evict(String tag) {
        return new Change.Evict(List.of(new Tag.Named(tag)));
    }

    @Test
    void whatWasLoadedBeforeItWasAttachedIsNotValid() {
        Entry<String> before = new Entry<>("region", "a", "value", List.of(), SHARED, START - 1, Long.MAX_VALUE);
        assertThat(clock.judge(before)).isEqualTo(Verdict.EVICTED);
        assertThat(clock.judge(load("a"))).isEqualTo(Verdict.VALID);
    }

    @Test
    void itKnowsHowFarItWasWhenItLeft() {
        assertThat(clock.leftAt(SHARED)).isEqualTo(Long.MIN_VALUE);
        clock.apply(SHARED, START + 1, evict("t"));
        clock.detach();
        assertThat(clock.leftAt(SHARED)).isEqualTo(START + 1);
        assertThat(clock.leftAt(SHARED + 1)).isEqualTo(Long.MIN_VALUE);
        clock.attach(SHARED, START);
        clock.detach();
        assertThat(clock.leftAt(SHARED)).as("the furthest").isEqualTo(START + 1);
        clock.attach(SHARED + 1, 3);
        clock.detach();
        assertThat(clock.leftAt(SHARED + 1)).isEqualTo(3);
    }

    @Test
    void evictionsComeInOrderOnceEach() {
        Entry<String> entry = load("a", "t");
        clock.apply(SHARED, START + 1, evict("other"));
        assertThat(clock.judge(entry)).isEqualTo(Verdict.VALID);
        clock.apply(SHARED, START + 2, evict("t"));
        assertThat(clock.judge(entry)).isEqualTo(Verdict.EVICTED);
        Entry<String> after = load("a", "t");
        clock.apply(SHARED, START + 2, evict("t"));
        assertThat(clock.judge(after)).isEqualTo(Verdict.VALID);
        assertThat(clock.position()).isEqualTo(START + 2);
    }

    @Test
    void evictionsThatWereMissedCountAsEvictionsOfEverything() {
        Entry<String> entry = load("a");
        clock.apply(SHARED, START + 3, evict("other"));
        assertThat(clock.judge(entry)).isEqualTo(Verdict.EVICTED);
        assertThat(clock.judge(load("a"))).isEqualTo(Verdict.VALID);
        Entry<String> next = load("b");
        clock.skip(SHARED, START + 9);
        assertThat(clock.judge(next)).isEqualTo(Verdict.EVICTED);
        assertThat(clock.position()).isEqualTo(START + 9);
    }

    @Test
    void anOwnEvictionIsInForceBeforeThoseOfOthersThatPrecedeItAreKnown() {
        Entry<String> hit = load("a", "t");
        Entry<String> other = load("b", "u");
        assertThat(clock.judge(hit)).isEqualTo(Verdict.VALID);
        clock.ahead(SHARED, START + 2, evict("t"));
        assertThat(clock.judge(hit)).isEqualTo(Verdict.EVICTED);
        assertThat(clock.position()).as("no fence beyond what is known").isEqualTo(START);
        clock.apply(SHARED, START + 1, evict("u"));
        assertThat(clock.judge(other)).isEqualTo(Verdict.EVICTED);
        clock.apply(SHARED, START + 2, evict("t"));
        assertThat(clock.judge(load("a", "t"))).isEqualTo(Verdict.VALID);
    }

    @Test
    void anEarlierNumberThatComesLaterTakesNothingBack() {
        Entry<String> entry = load("a", "t");
        clock.ahead(SHARED, START + 2, evict("t"));
        clock.apply(SHARED, START + 1, evict("t"));
        assertThat(clock.judge(entry)).isEqualTo(Verdict.EVICTED);
        assertThat(clock.judge(load("a", "t"))).as("loaded between the two").isEqualTo(Verdict.EVICTED);
    }

    @Test
    void aPatternAheadIsTriedOnEntriesThatWereLookedAtBefore() {
        Entry<String> entry = load("abc");
        assertThat(clock.judge(entry)).isEqualTo(Verdict.VALID);
        clock.ahead(SHARED, START + 5, new Change.EvictMatching("a*"));
        assertThat(clock.judge(entry)).isEqualTo(Verdict.EVICTED);
    }

    @Test
    void anEvictionThatCannotBeToldLeavesItAloneWithWhatIsLoadedFromThenOn() {
        Entry<String> before = load("a");
        assertThat(clock.make(evict("t"))).isEqualTo(new Numbered(0, false));
        assertThat(clock.isAttached()).isFalse();
        assertThat(clock.epoch()).isNotEqualTo(SHARED);
        assertThat(clock.judge(before)).isEqualTo(Verdict.EVICTED);
        Entry<String> alone = load("a", "t");
        assertThat(clock.judge(alone)).isEqualTo(Verdict.VALID);
        clock.make(evict("t"));
        assertThat(clock.judge(alone)).isEqualTo(Verdict.EVICTED);
        Entry<String> last = load("a");
        clock.attach(SHARED, START + 1);
        assertThat(clock.judge(last)).as("nobody knows what others evicted").isEqualTo(Verdict.EVICTED);
    }

    @Test
    void whatIsToldOfAnotherEpochIsNotTaken() {
        Entry<String> entry = load("a", "t");
        clock.apply(8, START + 1, evict("t"));
        clock.skip(8, START + 5);
        assertThat(clock.judge(entry)).isEqualTo(Verdict.VALID);
        assertThat(clock.position()).isEqualTo(START);
    }

    @Test
    void anOwnEvictionOnAnotherClockThanItFollowsIsNotTaken() {
        Entry<String> entry = load("a", "t");
        assertThat(clock.ahead(8, START + 1, evict("t"))).isFalse();
        assertThat(clock.judge(entry)).isEqualTo(Verdict.VALID);
        clock.detach();
        Entry<String> alone = load("a", "t");
        assertThat(clock.ahead(SHARED, START + 1, evict("t"))).isFalse();
        assertThat(clock.judge(alone)).isEqualTo(Verdict.VALID);
    }

    @Test
    void aReaderCanWaitForANumber() throws InterruptedException {
        assertThat(clock.await(START, Duration.ZERO)).isTrue();
        assertThat(clock.await(START + 1, Duration.ofMillis(1))).isFalse();
        Thread teller = new Thread(() -> clock.apply(SHARED, START + 1, evict("t")));
        teller.start();
        assertThat(clock.await(START + 1, Duration.ofSeconds(20))).isTrue();
        teller.join();
    }
}
