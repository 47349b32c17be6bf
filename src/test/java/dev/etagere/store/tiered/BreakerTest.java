package dev.etagere.store.tiered;

import static org.assertj.core.api.Assertions.assertThat;

import dev.etagere.store.StoreHealth;
import dev.etagere.store.tiered.Breaker.Trial;
import org.junit.jupiter.api.Test;

class BreakerTest {

    private long now = 1_000;
    private final Breaker breaker = new Breaker(() -> now, 10, 80);

    private void tryAnd(Trial outcome) {
        assertThat(breaker.mayTry()).isTrue();
        breaker.tried(outcome);
    }

    @Test
    void itBeginsClosedAndNobodyTries() {
        assertThat(breaker.state()).isEqualTo(StoreHealth.Breaker.CLOSED);
        assertThat(breaker.mayTry()).isFalse();
    }

    @Test
    void theFirstFailureOpensIt() {
        assertThat(breaker.failed()).isTrue();
        assertThat(breaker.failed()).isFalse();
        assertThat(breaker.isClosed()).isFalse();
        assertThat(breaker.mayTry()).isFalse();
    }

    @Test
    void afterARestOneTriesAndSuccessCloses() {
        breaker.failed();
        now += 10;
        assertThat(breaker.mayTry()).isTrue();
        assertThat(breaker.mayTry()).isFalse();
        assertThat(breaker.state()).isEqualTo(StoreHealth.Breaker.HALF_OPEN);
        breaker.tried(Trial.WELL);
        assertThat(breaker.isClosed()).isTrue();
    }

    @Test
    void eachFailedTrialDoublesTheRestUpToTheLongest() {
        breaker.failed();
        for (long rest : new long[] {10, 20, 40, 80, 80}) {
            now += rest - 1;
            assertThat(breaker.mayTry()).isFalse();
            now++;
            tryAnd(Trial.FAILED);
        }
    }

    @Test
    void aTrialThatIsNeverHeardOfAgainDoesNotKeepItHalfOpen() {
        breaker.failed();
        now += 10;
        assertThat(breaker.mayTry()).isTrue();
        now += 79;
        assertThat(breaker.mayTry()).isFalse();
        now++;
        tryAnd(Trial.WELL);
        assertThat(breaker.isClosed()).isTrue();
    }

    @Test
    void aFailureSoonAfterItClosedIsFollowedByALongerRest() {
        breaker.failed();
        now += 10;
        tryAnd(Trial.WELL);
        breaker.failed();
        now += 19;
        assertThat(breaker.mayTry()).isFalse();
        now++;
        tryAnd(Trial.WELL);
        now += 81;
        breaker.failed();
        now += 10;
        assertThat(breaker.mayTry()).isTrue();
    }

    @Test
    void aStoreThatWasReachedIsTriedAtOnceAndItsFailuresBeginAnew() {
        breaker.failed();
        for (long rest : new long[] {10, 20, 40}) {
            now += rest;
            tryAnd(Trial.FAILED);
        }
        assertThat(breaker.mayTry()).isFalse();
        breaker.heard();
        tryAnd(Trial.FAILED);
        now += 9;
        assertThat(breaker.mayTry()).isFalse();
        now++;
        tryAnd(Trial.WELL);
        assertThat(breaker.isClosed()).isTrue();
    }

    @Test
    void aTrialThatBeganBeforeTheStoreWasReachedIsFollowedByTheShortestRest() {
        breaker.failed();
        now += 10;
        tryAnd(Trial.FAILED);
        now += 20;
        assertThat(breaker.mayTry()).isTrue();
        breaker.heard();
        assertThat(breaker.mayTry()).as("one at a time").isFalse();
        breaker.tried(Trial.FAILED);
        now += 10;
        assertThat(breaker.mayTry()).isTrue();
    }

    @Test
    void whereNothingFailedItStaysClosedWhenTheStoreIsReached() {
        breaker.heard();
        assertThat(breaker.isClosed()).isTrue();
        assertThat(breaker.mayTry()).isFalse();
    }

    @Test
    void whatWasUnderWayWhenItOpenedChangesNothing() {
        breaker.failed();
        breaker.tried(Trial.WELL);
        assertThat(breaker.state()).isEqualTo(StoreHealth.Breaker.OPEN);
    }
}
