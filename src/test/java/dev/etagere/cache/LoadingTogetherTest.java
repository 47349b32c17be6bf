package dev.etagere.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.etagere.cache.Loaded.Source;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class LoadingTogetherTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final TestCaches test = new TestCaches();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void end() throws InterruptedException {
        threads.shutdownNow();
        assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    private static void awaitWaiting(Cache<String> cache, int number) {
        Flights<?> flights = ((DataCache<String>) cache).loads().flights();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (flights.waiting() < number) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    @Nested
    class OneAtATime {

        @Test
        void othersAreHandedWhatOneLoads() throws Exception {
            Cache<String> texts = test.open(options -> options.wait(MINUTE));
            CountDownLatch go = new CountDownLatch(1);
            AtomicInteger loads = new AtomicInteger();
            List<Future<Loaded<String>>> all = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                all.add(threads.submit(() -> texts.load("k", key -> {
                    loads.incrementAndGet();
                    go.await();
                    return "v";
                })));
            }
            awaitWaiting(texts, 9);
            go.countDown();
            List<Source> sources = new ArrayList<>();
            for (Future<Loaded<String>> one : all) {
                assertThat(one.get().value()).contains("v");
                sources.add(one.get().source());
            }
            assertThat(loads).hasValue(1);
            assertThat(sources).containsOnlyOnce(Source.LOADER).contains(Source.OTHER_CALLER);
            assertThat(((DataCache<String>) texts).loads().flights().underWay()).isZero();
        }

        @Test
        void othersAreHandedThatThereIsNone() throws Exception {
            Cache<String> texts = test.open(options -> options.wait(MINUTE));
            CountDownLatch go = new CountDownLatch(1);
            Future<Loaded<String>> leader = threads.submit(() -> texts.load("k", key -> {
                go.await();
                return null;
            }));
            while (((DataCache<String>) texts).loads().flights().underWay() == 0) {
                Thread.onSpinWait();
            }
            Future<Loaded<String>> follower = threads.submit(() -> texts.load("k", key -> "not asked"));
            awaitWaiting(texts, 1);
            go.countDown();
            assertThat(leader.get().value()).isEmpty();
            assertThat(follower.get().value()).isEmpty();
            assertThat(follower.get().source()).isEqualTo(Source.OTHER_CALLER);
        }

        @Test
        void afterAFailureTheOthersTryItThemselves() throws Exception {
            Cache<String> texts = test.open(options -> options.wait(MINUTE));
            CountDownLatch go = new CountDownLatch(1);
            Future<String> leader = threads.submit(() -> texts.get("k", key -> {
                go.await();
                throw new IllegalStateException("in a test");
            }));
            while (((DataCache<String>) texts).loads().flights().underWay() == 0) {
                Thread.onSpinWait();
            }
            Future<String> follower = threads.submit(() -> texts.get("k", key -> "v"));
            awaitWaiting(texts, 1);
            go.countDown();
            assertThatThrownBy(leader::get).hasRootCauseMessage("in a test");
            assertThat(follower.get()).isEqualTo("v");
        }

        @Test
        void nobodyWaitsLongerThanTheWait() throws Exception {
            Cache<String> texts = test.open(options -> options.wait(Duration.ofMillis(20)));
            CountDownLatch began = new CountDownLatch(1);
            CountDownLatch go = new CountDownLatch(1);
            Future<String> slow = threads.submit(() -> texts.get("k", key -> {
                began.countDown();
                go.await();
                return "slow";
            }));
            began.await();
            assertThat(threads.submit(() -> texts.get("k", key -> "fast")).get(10, TimeUnit.SECONDS)).isIn("fast");
            go.countDown();
            assertThat(slow.get()).isEqualTo("slow");
            assertThat(texts.get("k")).as("the slow one does not overwrite what is newer").contains("fast");
        }

        @Test
        void whereTooManyWaitTheNextLoadsItself() throws Exception {
            Cache<String> texts = test.open(options -> options.wait(MINUTE).waiters(0));
            CountDownLatch go = new CountDownLatch(1);
            Future<String> slow = threads.submit(() -> texts.get("k", key -> {
                go.await();
                return "slow";
            }));
            while (((DataCache<String>) texts).loads().flights().underWay() == 0) {
                Thread.onSpinWait();
            }
            assertThat(texts.get("k", key -> "fast")).isEqualTo("fast");
            go.countDown();
            slow.get();
        }

        @Test
        void asynchronousCallersShareToo() {
            Cache<String> texts = test.open(options -> options.wait(MINUTE));
            CompletableFuture<String> value = new CompletableFuture<>();
            CompletableFuture<Loaded<String>> first = texts.loadAsync("k", key -> value).toCompletableFuture();
            CompletableFuture<Loaded<String>> second = texts.loadAsync("k", key -> {
                throw new AssertionError("loads twice");
            }).toCompletableFuture();
            assertThat(second).isNotDone();
            value.complete("v");
            assertThat(first.join().source()).isEqualTo(Source.LOADER);
            assertThat(second.join().source()).isEqualTo(Source.OTHER_CALLER);
            assertThat(texts.getAsync("k")).isCompletedWithValue(Optional.of("v"));
        }

        @Test
        void anAsynchronousFailureIsHandedOnAndNotStored() {
            Cache<String> texts = test.open(options -> options);
            assertThatThrownBy(() -> texts.loadAsync("k", key -> CompletableFuture.failedStage(new IllegalStateException("in a test")))
                    .toCompletableFuture().join()).isInstanceOf(CompletionException.class).hasRootCauseMessage("in a test");
            assertThatThrownBy(() -> texts.loadAsync("k", key -> {
                throw new IllegalStateException("at once");
            }).toCompletableFuture().join()).isInstanceOf(CompletionException.class).hasRootCauseMessage("at once");
            assertThat(texts.statistics().loadFailures()).isEqualTo(2);
            assertThat(((DataCache<String>) texts).loads().flights().underWay()).isZero();
        }
    }

    @Nested
    class Stale {

        @Test
        void oneLoadsAnewWhileTheOthersUseWhatIsThere() {
            Cache<String> texts = test.open(options -> options.ttl(MINUTE).staleWhileRevalidate(MINUTE));
            texts.put("k", "old");
            test.time.advance(MINUTE);
            Loaded<String> loaded = texts.load("k", key -> {
                Loaded<String> other = CompletableFuture.supplyAsync(() -> texts.load("k", any -> "not asked"), threads).join();
                assertThat(other.value()).contains("old");
                assertThat(other.state()).isEqualTo(State.STALE);
                return "new";
            });
            assertThat(loaded.value()).contains("new");
            assertThat(texts.get("k")).contains("new");
        }

        @Test
        void isNotUsedPastItsWindow() {
            Cache<String> texts = test.open(options -> options.ttl(MINUTE).staleWhileRevalidate(MINUTE));
            texts.put("k", "old");
            test.time.advance(MINUTE.multipliedBy(2).minusMillis(1));
            assertThat(texts.get("k")).contains("old");
            test.time.advance(Duration.ofMillis(1));
            assertThat(texts.get("k")).isEmpty();
            assertThat(texts.peek("k")).isEmpty();
        }

        @Test
        void whereThereIsARefresherNobodyWaits() {
            ConcurrentLinkedQueue<Runnable> later = new ConcurrentLinkedQueue<>();
            Cache<String> texts = test.open(options -> options.ttl(MINUTE).staleWhileRevalidate(MINUTE).refresher(later::add));
            texts.put("k", "old");
            test.time.advance(MINUTE);
            assertThat(texts.load("k", key -> "new").value()).contains("old");
            assertThat(texts.load("k", key -> "not asked").value()).contains("old");
            assertThat(later).hasSize(1);
            later.remove().run();
            assertThat(texts.get("k")).contains("new");
        }

        @Test
        void aRefreshThatFailsLeavesWhatIsThere() {
            Cache<String> texts = test.open(options -> options.ttl(MINUTE).staleWhileRevalidate(MINUTE));
            texts.put("k", "old");
            test.time.advance(MINUTE);
            assertThat(texts.load("k", key -> {
                throw new IllegalStateException("in a test");
            }).value()).contains("old");
            assertThat(texts.statistics().loadFailures()).isEqualTo(1);
        }

        @Test
        void isUsedWhereALoadFailsIfThatIsAskedFor() {
            Cache<String> texts = test.open(options -> options.ttl(MINUTE).staleIfError(MINUTE));
            texts.put("k", "old");
            test.time.advance(MINUTE);
            assertThat(texts.get("k")).isEmpty();
            Loaded<String> loaded = texts.load("k", key -> {
                throw new IllegalStateException("in a test");
            });
            assertThat(loaded.value()).contains("old");
            assertThat(loaded.state()).isEqualTo(State.STALE);
            texts.evict("k");
            assertThatThrownBy(() -> texts.load("k", key -> {
                throw new IllegalStateException("in a test");
            })).hasMessage("in a test");
        }

        @Test
        void softlyExpiredValuesAreUsedLikeStaleOnes() {
            Cache<String> texts = test.open(options -> options.ttl(MINUTE).staleWhileRevalidate(MINUTE));
            texts.put("k", "old", "t");
            texts.expireByTag("t");
            assertThat(texts.get("k")).contains("old");
            assertThat(texts.load("k", key -> "new").value()).contains("new");
            assertThat(texts.peek("k").orElseThrow().state()).isEqualTo(State.FRESH);
        }
    }

    @Nested
    class ByChance {

        @Test
        void earlyRefreshIsTheLikelierTheNearerTheEndAndTheLongerTheLoad() {
            double[] chance = {0.5};
            DataCache<String> texts = test.open(options -> options.ttl(MINUTE).earlyRefresh(1), () -> chance[0]);
            texts.load("k", key -> {
                test.time.advance(Duration.ofSeconds(10));
                return "old";
            });
            test.time.advance(Duration.ofSeconds(50));
            assertThat(texts.load("k", key -> "early").value()).as("10 s left, 10 s · -ln(0.5) = 6.9 s").contains("old");
            chance[0] = 0.64;
            assertThat(texts.load("k", key -> "early").value()).as("10 s left, 10 s · -ln(0.36) = 10.2 s").contains("early");
        }

        @Test
        void aFailedEarlyRefreshLeavesWhatIsFresh() {
            DataCache<String> texts = test.open(options -> options.ttl(MINUTE).earlyRefresh(100), () -> 0.999);
            texts.load("k", key -> {
                test.time.advance(Duration.ofSeconds(10));
                return "old";
            });
            assertThat(texts.load("k", key -> {
                throw new IllegalStateException("in a test");
            }).value()).contains("old");
        }

        @Test
        void jitterTakesOffUpToItsPart() {
            double[] chance = {0};
            DataCache<String> texts = test.open(options -> options.ttl(MINUTE).jitter(0.1), () -> chance[0]);
            texts.put("all", "v");
            chance[0] = 0.5;
            texts.put("half", "v");
            assertThat(texts.peek("all").orElseThrow().remaining()).hasSeconds(60);
            assertThat(texts.peek("half").orElseThrow().remaining()).hasSeconds(57);
        }
    }
}
