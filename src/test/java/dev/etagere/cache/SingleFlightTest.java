package dev.etagere.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.etagere.cache.SingleFlight.Alone;
import dev.etagere.cache.SingleFlight.Follow;
import dev.etagere.cache.SingleFlight.Landing;
import dev.etagere.cache.SingleFlight.Lead;
import dev.etagere.cache.SingleFlight.Ticket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SingleFlightTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(5);

    private final SingleFlight field = new SingleFlight(4);
    private final ExecutorService others = Executors.newCachedThreadPool();

    @AfterEach
    void end() throws InterruptedException {
        others.shutdownNow();
        assertThat(others.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        assertThat(field.waiting()).isZero();
    }

    private <T> T elsewhere(Callable<T> work) throws Exception {
        return others.submit(work).get(20, TimeUnit.SECONDS);
    }

    /** On a thread that does nothing else, so that no follower can be taken for the leader. */
    private Lead lead(String key) throws InterruptedException {
        AtomicReference<Ticket> ticket = new AtomicReference<>();
        Thread leader = new Thread(() -> ticket.set(field.join(key)));
        leader.start();
        leader.join();
        return (Lead) ticket.get();
    }

    private Future<Landing> follow(String key, Duration atMost) {
        CountDownLatch joined = new CountDownLatch(1);
        int before = field.waiting();
        Future<Landing> landing = others.submit(() -> {
            Follow ticket = (Follow) field.join(key);
            joined.countDown();
            return ticket.await(atMost);
        });
        while (field.waiting() <= before && !landing.isDone()) {
            Thread.onSpinWait();
        }
        assertThat(joined.getCount()).isZero();
        return landing;
    }

    @Test
    void theFirstLeadsAndTheNextFollow() throws Exception {
        assertThat(lead("a")).isInstanceOf(Lead.class);
        assertThat(field.join("a")).isInstanceOf(Follow.class);
        assertThat(field.join("b")).isInstanceOf(Lead.class);
    }

    @Test
    void followersLearnHowTheFlightLanded() throws Exception {
        for (boolean shared : new boolean[] {true, false}) {
            Lead lead = lead("a");
            Future<Landing> one = follow("a", LONG);
            Future<Landing> two = follow("a", LONG);
            lead.land(shared);
            Landing expected = shared ? Landing.SHARED : Landing.NOT_SHARED;
            assertThat(one.get()).isEqualTo(expected);
            assertThat(two.get()).isEqualTo(expected);
        }
    }

    @Test
    void whoWaitsAfterTheLandingLearnsItAtOnce() throws Exception {
        Lead lead = lead("a");
        Follow follow = (Follow) field.join("a");
        lead.land(true);
        assertThat(follow.await(Duration.ZERO)).isEqualTo(Landing.SHARED);
    }

    @Test
    void afterALandingTheNextLeads() throws Exception {
        lead("a").land(true);
        assertThat(field.inFlight()).isZero();
        assertThat(field.join("a")).isInstanceOf(Lead.class);
    }

    @Test
    void landingTwiceIsHarmlessAndTheFirstCounts() throws Exception {
        Lead first = lead("a");
        Follow follow = (Follow) field.join("a");
        first.land(true);
        Lead second = lead("a");
        first.land(false);
        first.land(false);
        assertThat(follow.await(LONG)).isEqualTo(Landing.SHARED);
        assertThat(field.join("a")).as("the second flight goes on").isInstanceOf(Follow.class);
        second.land(false);
        assertThat(field.inFlight()).isZero();
    }

    @Test
    void aFlightMayLandOnAnotherThread() throws Exception {
        Lead lead = (Lead) field.join("a");
        Future<Landing> follower = follow("a", LONG);
        elsewhere(() -> {
            lead.land(true);
            return true;
        });
        assertThat(follower.get()).isEqualTo(Landing.SHARED);
    }

    @Test
    void aLeaderThatJoinsItsOwnKeyGoesAheadAlone() {
        assertThat(field.join("a")).isInstanceOf(Lead.class);
        assertThat(field.join("a")).isInstanceOf(Alone.class);
        assertThat(field.join("b")).isInstanceOf(Lead.class);
        assertThat(field.join("a")).isInstanceOf(Alone.class);
    }

    @Test
    void aLeaderWhoseWorkGoesOnWithoutItFollowsLikeOthers() {
        Lead lead = (Lead) field.join("a");
        lead.detach();
        Ticket again = field.join("a");
        lead.land(true);
        assertThat(((Follow) again).await(LONG)).isEqualTo(Landing.SHARED);
    }

    @Test
    void aFollowerWaitsNoLongerThanItWants() throws Exception {
        lead("a");
        assertThat(((Follow) field.join("a")).await(SHORT)).isEqualTo(Landing.TIMED_OUT);
    }

    @Test
    void aLeaderThatNeverLandsIsDeposedByTheFirstWhoseWaitRunsOut() throws Exception {
        Lead lost = lead("a");
        Future<Landing> patient = follow("a", LONG);
        assertThat(((Follow) field.join("a")).await(SHORT)).isEqualTo(Landing.TIMED_OUT);
        Ticket next = field.join("a");
        assertThat(next).isInstanceOf(Lead.class);
        lost.land(true);
        assertThat(patient.get()).as("who still waits for the lost one learns of its late landing").isEqualTo(Landing.SHARED);
        assertThat(elsewhere(() -> field.join("a"))).as("which does not end the new flight").isInstanceOf(Follow.class);
        ((Lead) next).land(true);
        assertThat(field.inFlight()).isZero();
    }

    @Test
    void aLateTimeoutDoesNotDeposeTheNextLeader() throws Exception {
        Lead first = lead("a");
        Follow late = (Follow) field.join("a");
        assertThat(((Follow) field.join("a")).await(SHORT)).isEqualTo(Landing.TIMED_OUT);
        lead("a");
        assertThat(late.await(SHORT)).isEqualTo(Landing.TIMED_OUT);
        assertThat(field.join("a")).as("the second flight goes on").isInstanceOf(Follow.class);
        first.land(false);
        assertThat(field.inFlight()).isEqualTo(1);
    }

    @Test
    void anInterruptedFollowerGoesOnAloneWithItsFlagSet() throws Exception {
        lead("a");
        CountDownLatch waits = new CountDownLatch(1);
        List<Object> seen = new ArrayList<>();
        Thread follower = new Thread(() -> {
            Follow ticket = (Follow) field.join("a");
            waits.countDown();
            seen.add(ticket.await(LONG));
            seen.add(Thread.currentThread().isInterrupted());
        });
        follower.start();
        waits.await();
        follower.interrupt();
        follower.join();
        assertThat(seen).containsExactly(Landing.INTERRUPTED, true);
        assertThat(field.waiting()).isZero();
        assertThat(field.join("a")).as("the flight goes on").isInstanceOf(Follow.class);
    }

    @Test
    void moreThanMayWaitGoAheadAlone() throws Exception {
        Lead a = lead("a");
        Lead b = lead("b");
        List<Follow> ready = List.of((Follow) field.join("a"), (Follow) field.join("b"));
        List<Future<Landing>> waiting = List.of(follow("a", LONG), follow("a", LONG), follow("b", LONG), follow("b", LONG));
        assertThat(field.join("a")).isInstanceOf(Alone.class);
        assertThat(field.join("b")).isInstanceOf(Alone.class);
        for (Follow tooLate : ready) {
            assertThat(tooLate.await(LONG)).isEqualTo(Landing.NOT_SHARED);
        }
        a.land(true);
        b.land(true);
        for (Future<Landing> landing : waiting) {
            assertThat(landing.get()).isEqualTo(Landing.SHARED);
        }
        assertThat(field.waiting()).isZero();
    }

    @Test
    void whereNobodyMayWaitEveryoneElseGoesAheadAlone() throws Exception {
        SingleFlight none = new SingleFlight(0);
        assertThat(elsewhere(() -> none.join("a"))).isInstanceOf(Lead.class);
        assertThat(none.join("a")).isInstanceOf(Alone.class);
        assertThatThrownBy(() -> new SingleFlight(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aWaitMayBeForEverOrForNoTime() throws Exception {
        Lead lead = lead("a");
        Future<Landing> forEver = follow("a", Duration.ofSeconds(Long.MAX_VALUE));
        Follow hasty = (Follow) field.join("a");
        assertThat(hasty.await(Duration.ofSeconds(Long.MIN_VALUE))).isEqualTo(Landing.TIMED_OUT);
        lead.land(true);
        assertThat(forEver.get()).isEqualTo(Landing.SHARED);
    }

    @Test
    void oneLeaderAtATimeAndNothingIsLeftBehind() throws Exception {
        int threads = 6;
        int rounds = 3_000;
        SingleFlight crowd = new SingleFlight(100);
        ConcurrentHashMap<String, AtomicInteger> working = new ConcurrentHashMap<>();
        AtomicInteger together = new AtomicInteger();
        AtomicInteger shared = new AtomicInteger();
        CyclicBarrier start = new CyclicBarrier(threads);
        List<Future<?>> done = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            done.add(others.submit(() -> {
                start.await();
                for (int i = 0; i < rounds || shared.get() == 0; i++) {
                    String key = "k" + i % 3;
                    Ticket ticket = crowd.join(key);
                    if (ticket instanceof Lead lead) {
                        AtomicInteger here = working.computeIfAbsent(key, k -> new AtomicInteger());
                        together.accumulateAndGet(here.incrementAndGet(), Math::max);
                        here.decrementAndGet();
                        lead.land(true);
                    } else if (ticket instanceof Follow follow && follow.await(LONG) == Landing.SHARED) {
                        shared.incrementAndGet();
                    }
                }
                return null;
            }));
        }
        for (Future<?> one : done) {
            one.get(25, TimeUnit.SECONDS);
        }
        assertThat(together).hasValue(1);
        assertThat(shared).hasPositiveValue();
        assertThat(crowd.inFlight()).isZero();
        assertThat(crowd.waiting()).isZero();
    }
}
