package dev.etagere.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.etagere.cache.Region.Found;
import dev.etagere.cache.Region.Lifetime;
import dev.etagere.store.HandClock;
import dev.etagere.store.memory.MemoryBackend;
import dev.etagere.store.memory.MemoryOptions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class FenceScopeTest {

    private final CacheManager caches = caches(InstantSource.system(), Duration.ZERO);
    private final Region<String> pages = caches.region("pages", String::length);

    private static CacheManager caches(InstantSource time, Duration lag) {
        return new CacheManager(MemoryBackend.open(MemoryOptions.DEFAULT, time), time, lag);
    }

    private boolean load(String tag) {
        Fence fence = pages.fence();
        return pages.put("/a", "a", new Lifetime(Set.of(tag), fence, Duration.ofHours(1)));
    }

    @Nested
    class InAScope {

        @Test
        void whatWasEvictedAfterItBeganIsNotStored() {
            try (FenceScope scope = caches.open(caches.fence())) {
                caches.evict(Set.of("t"));

                assertThat(load("t")).isFalse();
                assertThat(load("another")).isTrue();
            }
            assertThat(load("t")).isTrue();
        }

        @Test
        void whatIsEvictedAfterTheLoadGoesAsWell() {
            try (FenceScope scope = caches.open(caches.fence())) {
                assertThat(load("t")).isTrue();
            }
            caches.evict(Set.of("t"));
            assertThat(pages.find("/a").map(Found::value)).isEmpty();
        }

        @Test
        void theOldestOfThoseThatAreOpenCounts() {
            FenceScope outer = caches.open(caches.fence());
            caches.evict(Set.of("t"));
            FenceScope inner = caches.open(new Fence(outer.fence().epoch(), caches.position()));
            assertThat(caches.fence()).isEqualTo(outer.fence());

            outer.close();
            assertThat(caches.fence()).isEqualTo(inner.fence());
            caches.evict(Set.of("t"));
            inner.close();
            assertThat(caches.fence().position()).isEqualTo(2);
        }

        @Test
        void aFenceThatIsNewerThanNowDoesNotMakeLoadsNewer() {
            try (FenceScope scope = caches.open(new Fence(caches.fence().epoch(), 99))) {
                assertThat(caches.fence().position()).isZero();
            }
        }

        @Test
        void aFenceOfAnotherClockLetsNothingBeStored() {
            try (FenceScope scope = caches.open(new Fence(caches.fence().epoch() + 1, 0))) {
                assertThat(load("t")).isFalse();
            }
        }

        @Test
        void otherThreadsAreNotConcerned() {
            try (FenceScope scope = caches.open(caches.fence())) {
                caches.evict(Set.of("t"));

                assertThat(CompletableFuture.supplyAsync(() -> load("t")).join()).isTrue();
            }
        }

        @Test
        void anotherThreadMayEndIt() {
            FenceScope scope = caches.open(caches.fence());
            caches.evict(Set.of("t"));

            CompletableFuture.runAsync(scope::close).join();

            assertThat(load("t")).isTrue();
        }
    }

    @Nested
    class WithAReplicaThatLags {

        private final HandClock time = new HandClock();
        private final CacheManager lagging = caches(time, Duration.ofSeconds(2));

        @Test
        void whatWasEvictedWithinTheLagCountsAsEvictedAfterTheLoadBegan() {
            lagging.evict(Set.of("t"));
            assertThat(lagging.fence().position()).isZero();
            time.advance(Duration.ofMillis(1_999));
            assertThat(lagging.fence().position()).isZero();
            time.advance(Duration.ofMillis(2));
            assertThat(lagging.fence().position()).isEqualTo(1);
        }

        @Test
        void aLoadAfterALongTimeKnowsOfTheEvictionsInBetween() {
            lagging.evict(Set.of("t"));
            time.advance(Duration.ofHours(1));

            assertThat(lagging.fence().position()).isEqualTo(1);
        }

        @Test
        void theFenceIsNeverLaterThanTheTruthAndSoonAsLate() {
            long[] positions = new long[20_000];
            for (int millis = 0; millis < positions.length; millis++) {
                if (millis % 7 == 0 || millis % 1_000 < 20) {
                    lagging.evict(Set.of("t"));
                }
                positions[millis] = lagging.position();
                long fence = lagging.fence().position();
                if (millis >= 2_100) {
                    assertThat(fence).as("after %d ms", millis).isBetween(positions[millis - 2_100], positions[millis - 2_000]);
                }
                time.advance(Duration.ofMillis(1));
            }
        }

        @Test
        void aClockThatGoesBackMakesFencesOlderAtTheMost() {
            lagging.evict(Set.of("t"));
            time.advance(Duration.ofSeconds(5));
            assertThat(lagging.fence().position()).isEqualTo(1);
            time.advance(Duration.ofSeconds(-4));
            lagging.evict(Set.of("t"));

            assertThat(lagging.fence().position()).isLessThanOrEqualTo(1);
        }
    }
}
