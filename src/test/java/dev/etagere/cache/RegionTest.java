package dev.etagere.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.etagere.cache.Loaded.Source;
import dev.etagere.cache.Region.Found;
import dev.etagere.cache.Region.Lifetime;
import dev.etagere.store.HandClock;
import dev.etagere.store.memory.MemoryBackend;
import dev.etagere.store.memory.MemoryOptions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RegionTest {

    private static final Duration HOUR = Duration.ofHours(1);

    private final HandClock time = new HandClock();
    private final CacheManager caches = new CacheManager(MemoryBackend.open(MemoryOptions.DEFAULT, time), time);
    private final Region<String> pages = caches.region("pages", String::length);
    private final Region<String> users = caches.region("users", String::length);

    @AfterEach
    void close() {
        caches.close();
    }

    private void put(Region<String> region, String key, String... tags) {
        assertThat(region.put(key, "value of " + key, lifetime(tags))).isTrue();
    }

    private Lifetime lifetime(String... tags) {
        return new Lifetime(Arrays.stream(tags).collect(Collectors.toSet()), caches.fence(), HOUR);
    }

    private void assertFound(Region<String> region, String key) {
        assertThat(region.find(key)).contains(new Found<>("value of " + key, false, Source.NEAR));
    }

    private void assertExpired(Region<String> region, String key) {
        assertThat(region.find(key)).contains(new Found<>("value of " + key, true, Source.NEAR));
    }

    private void assertGone(Region<String> region, String key) {
        assertThat(region.find(key)).isEmpty();
    }

    @Test
    void whatWasPutIsFound() {
        put(pages, "a", "t");
        assertFound(pages, "a");
        assertFound(pages, "a");
    }

    @Test
    void regionsDoNotSeeEachOthersEntries() {
        put(pages, "a");
        assertGone(users, "a");
    }

    @Test
    void theSameNameIsTheSameRegion() {
        put(pages, "a");
        assertFound(caches.region("pages", String::length), "a");
    }

    @Test
    void anEntryIsFoundUntilItsTimeIsOver() {
        put(pages, "a");
        time.advance(HOUR.minusMillis(1));
        assertFound(pages, "a");
        time.advance(Duration.ofMillis(1));
        assertGone(pages, "a");
    }

    @Test
    void whatIsKeptForNoTimeIsNotStored() {
        for (Duration none : List.of(Duration.ZERO, Duration.ofNanos(1), HOUR.negated(), Duration.ofSeconds(Long.MIN_VALUE))) {
            assertThat(pages.put("a", "v", new Lifetime(Set.of(), caches.fence(), none))).as("%s", none).isFalse();
        }
        assertGone(pages, "a");
    }

    @Test
    void keptForEverIsAllRight() {
        Lifetime forEver = new Lifetime(Set.of(), caches.fence(), Duration.ofSeconds(Long.MAX_VALUE, 999_999_999));
        assertThat(pages.put("a", "value of a", forEver)).isTrue();
        assertFound(pages, "a");
    }

    @Nested
    class HardEviction {

        @Test
        void ofATagHitsEveryEntryThatCarriesItAndNoOther() {
            put(pages, "a", "red", "round");
            put(pages, "b", "round");
            put(pages, "c", "blue");
            put(users, "u", "round");
            caches.evict(Set.of("round"));
            assertGone(pages, "a");
            assertGone(pages, "b");
            assertGone(users, "u");
            assertFound(pages, "c");
        }

        @Test
        void ofARegionsTagStaysInThatRegion() {
            put(pages, "a", "t");
            put(users, "a", "t");
            pages.evict(Set.of("t"));
            assertGone(pages, "a");
            assertFound(users, "a");
        }

        @Test
        void ofARegionLeavesTheOthersAlone() {
            put(pages, "a");
            put(users, "a");
            pages.evictAll();
            assertGone(pages, "a");
            assertFound(users, "a");
        }

        @Test
        void ofEverythingLeavesNothing() {
            put(pages, "a");
            put(users, "a", "t");
            caches.evictAll();
            assertGone(pages, "a");
            assertGone(users, "a");
        }

        @Test
        void ofAKeyLeavesTheOthersAlone() {
            put(pages, "a");
            put(pages, "b");
            put(users, "a");
            pages.remove("a");
            assertGone(pages, "a");
            assertFound(pages, "b");
            assertFound(users, "a");
        }

        @Test
        void ofAPatternHitsTheKeysThatMatchInAllRegions() {
            put(pages, "/a/1");
            put(pages, "/b/1");
            put(users, "/a/2");
            caches.evictMatching("/a/*");
            assertGone(pages, "/a/1");
            assertGone(users, "/a/2");
            assertFound(pages, "/b/1");
        }

        @Test
        void ofALoadUnderWayRefusesItsResult() {
            List<Runnable> evictions = List.of(() -> caches.evict(Set.of("t")), () -> pages.evict(Set.of("t")), () -> pages.remove("a"),
                    () -> caches.evictMatching("*"), pages::evictAll, caches::evictAll);
            for (Runnable eviction : evictions) {
                Lifetime began = lifetime("t");
                eviction.run();
                assertThat(pages.put("a", "old", began)).isFalse();
                assertGone(pages, "a");
            }
        }

        @Test
        void doesNotHitWhatIsLoadedAfterIt() {
            caches.evict(Set.of("t"));
            pages.remove("a");
            caches.evictMatching("*");
            put(pages, "a", "t");
            assertFound(pages, "a");
        }

        @Test
        void getsTheNextNumber() {
            long before = caches.position();
            assertThat(caches.evict(Set.of("t"))).isEqualTo(new Eviction(before + 1, true));
            assertThat(pages.expire(Set.of("t")).number()).isEqualTo(before + 2);
            assertThat(pages.remove("a").number()).isEqualTo(before + 3);
            assertThat(caches.position()).isEqualTo(before + 3);
            assertThat(caches.stats().evictions()).isEqualTo(3);
        }

        @Test
        void cannotBeReachedThroughNamesThatLookLikeTagsOfTheCacheItself() {
            put(pages, "a", "t");
            for (String odd : List.of("", "*", "pages", "a", "pages:a", "pages\0t", "Everything[]", "OfRegion[region=pages]",
                    "NamedIn[region=pages, name=t]")) {
                caches.evict(Set.of(odd));
                users.evict(Set.of(odd, "t"));
                users.remove(odd);
            }
            assertFound(pages, "a");
        }
    }

    @Nested
    class SoftEviction {

        @Test
        void leavesEntriesToBeFoundAsExpired() {
            put(pages, "a", "t");
            put(pages, "b");
            caches.expire(Set.of("t"));
            assertExpired(pages, "a");
            assertExpired(pages, "a");
            assertFound(pages, "b");
        }

        @Test
        void ofARegionsTagStaysInThatRegion() {
            put(pages, "a", "t");
            put(users, "a", "t");
            pages.expire(Set.of("t"));
            assertExpired(pages, "a");
            assertFound(users, "a");
        }

        @Test
        void isOverWithTheNextLoad() {
            put(pages, "a", "t");
            caches.expire(Set.of("t"));
            put(pages, "a", "t");
            assertFound(pages, "a");
        }

        @Test
        void ofALoadUnderWayLetsItsResultInAsExpired() {
            Lifetime began = lifetime("t");
            caches.expire(Set.of("t"));
            assertThat(pages.put("a", "value of a", began)).isTrue();
            assertExpired(pages, "a");
        }

        @Test
        void yieldsToAHardOneWhateverTheOrder() {
            put(pages, "a", "t");
            caches.expire(Set.of("t"));
            caches.evict(Set.of("t"));
            assertGone(pages, "a");
            put(pages, "b", "t");
            caches.evict(Set.of("t"));
            caches.expire(Set.of("t"));
            assertGone(pages, "b");
        }

        @Test
        void isNotForgottenWhenOtherTagsAreEvicted() {
            put(pages, "a", "t");
            caches.expire(Set.of("t"));
            caches.evict(Set.of("other"));
            assertExpired(pages, "a");
        }
    }

    @Nested
    class Unknown {

        @Test
        void aFenceOfAnotherEpochIsRefused() {
            Fence fence = caches.fence();
            assertThat(pages.put("a", "v", new Lifetime(Set.of(), new Fence(fence.epoch() + 1, fence.position()), HOUR))).isFalse();
        }

        @Test
        void aFenceAheadOfTheClockIsRefused() {
            Fence fence = caches.fence();
            assertThat(pages.put("a", "v", new Lifetime(Set.of(), new Fence(fence.epoch(), fence.position() + 1), HOUR))).isFalse();
        }

        @Test
        void tooManyTagsAreRefused() {
            int tooMany = MemoryOptions.DEFAULT.maxTagsPerEntry() + 1;
            Set<String> many = IntStream.range(0, tooMany).mapToObj(i -> "t" + i).collect(Collectors.toSet());
            assertThat(pages.put("a", "v", new Lifetime(many, caches.fence(), HOUR))).isFalse();
            assertThat(pages.stats().refused()).isEqualTo(1);
        }
    }

    @Test
    void findsAndPutsAreCounted() {
        put(pages, "a");
        pages.find("a");
        pages.find("b");
        users.find("a");
        assertThat(pages.stats()).isEqualTo(new RegionStats(1, 1, 1, 0));
        CacheStats all = caches.stats();
        assertThat(all.requests()).isEqualTo(new RegionStats(1, 2, 1, 0));
        assertThat(all.entries()).isEqualTo(1);
        assertThat(all.bytes()).isPositive();
    }

    @Test
    void afterTheCloseNothingIsFoundAndNothingFails() {
        put(pages, "a");
        caches.close();
        assertThatCode(caches::close).doesNotThrowAnyException();
        assertGone(pages, "a");
        assertThat(pages.put("a", "v", lifetime())).isFalse();
        assertGone(pages, "a");
        assertThat(caches.evict(Set.of("t")).number()).isPositive();
    }
}
