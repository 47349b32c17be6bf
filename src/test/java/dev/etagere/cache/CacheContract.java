package dev.etagere.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.etagere.cache.CacheOptions.Holding;
import dev.etagere.cache.Loaded.Source;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a data cache has to hold to, over whichever store; a store's test extends it. */
public abstract class CacheContract extends LoadingContract {

    @Nested
    class PutAndGet {

        @Test
        void nothingIsThereAtFirst() {
            assertThat(users.get("7")).isEmpty();
            assertThat(users.getOrDefault("7", EVE)).isEqualTo(EVE);
            assertThat(users.getByTag("users")).isEmpty();
            assertThat(users.peek("7")).isEmpty();
        }

        @Test
        void whatWasPutIsThereUntilItsTtlIsOver() {
            assertThat(users.put("7", ADA, Duration.ofMinutes(10), "users", "department:3")).isTrue();
            time.advance(Duration.ofMinutes(10).minusMillis(1));
            assertThat(users.get("7")).contains(ADA);
            assertThat(users.getOrDefault("7", EVE)).isEqualTo(ADA);
            time.advance(Duration.ofMillis(1));
            assertThat(users.get("7")).isEmpty();
        }

        @Test
        void theTtlOfTheCacheIsTheDefault() {
            users.put("7", ADA);
            time.advance(HOUR.minusMillis(1));
            assertThat(users.get("7")).contains(ADA);
            time.advance(Duration.ofMillis(1));
            assertThat(users.get("7")).isEmpty();
        }

        @Test
        void aTtlOfNothingStoresNothing() {
            assertThat(users.put("7", ADA, Duration.ZERO)).isFalse();
            assertThat(users.put("7", ADA, Duration.ofSeconds(-1))).isFalse();
            assertThat(users.get("7")).isEmpty();
        }

        @Test
        void severalKeysAreGotAtOnce() {
            users.put("1", ADA);
            users.put("2", BOB);
            assertThat(users.getAll(List.of("2", "3", "1", "2"))).isEqualTo(Map.of("1", ADA, "2", BOB));
            assertThat(users.statistics().hits()).isEqualTo(2);
            assertThat(users.statistics().misses()).isEqualTo(1);
        }

        @Test
        void putIfAbsentPutsOnlyWhereNothingIs() {
            assertThat(users.putIfAbsent("7", ADA, MINUTE)).isTrue();
            assertThat(users.putIfAbsent("7", BOB, MINUTE)).isFalse();
            assertThat(users.get("7")).contains(ADA);
            users.evict("7");
            assertThat(users.putIfAbsent("7", BOB, MINUTE)).isTrue();
            time.advance(MINUTE);
            assertThat(users.putIfAbsent("7", EVE, MINUTE)).isTrue();
            assertThat(users.get("7")).contains(EVE);
        }

        @Test
        void cachesAreIsolated() {
            Cache<User> others = opened("others", options -> options);
            users.put("7", ADA, "t");
            others.put("7", BOB, "t");
            users.increment("n", 1, HOUR);

            others.evictByTag("t");
            others.evictMatching("*");
            assertThat(others.clear().count()).isLessThanOrEqualTo(1);

            assertThat(users.get("7")).contains(ADA);
            assertThat(users.counter("n")).hasValue(1);
            assertThat(others.get("7")).isEmpty();
        }

        @Test
        void anotherVersionSeesNothingOfWhatWasThere() {
            opened("versioned", options -> options).put("7", ADA);
            CacheManager next = new CacheManager(open(time), time);
            assertThat(next.cache("versioned", User.class, CacheOptions.<User>defaults().version(2)).get("7")).isEmpty();
            next.close();
        }

        @Test
        void aCacheIsOpenedForOneType() {
            assertThat(opened("users", options -> options)).isSameAs(users);
            assertThatThrownBy(() -> caches.cache("users", String.class, CacheOptions.defaults()))
                    .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("\"users\"").hasMessageContaining("User");
            assertThatThrownBy(() -> opened("no good", options -> options)).isInstanceOf(IllegalArgumentException.class);
        }

        @Test
        void copiesAreCopies() {
            Cache<List<String>> lists = caches.cache("lists", new TypeOf<List<String>>() { }.type(),
                    CacheOptions.<List<String>>defaults().holding(Holding.COPIED));
            List<String> mine = new ArrayList<>(List.of("a"));
            lists.put("k", mine);
            mine.add("b");
            lists.get("k").orElseThrow().add("c");
            assertThat(lists.get("k")).contains(List.of("a"));
        }
    }

    @Nested
    class Touching {

        @Test
        void prolongsWithoutWritingTheValue() {
            users.put("7", ADA, MINUTE, "t");
            time.advance(MINUTE.dividedBy(2));
            assertThat(users.touch("7", MINUTE)).isTrue();
            time.advance(MINUTE.minusMillis(1));
            assertThat(users.get("7")).contains(ADA);
            assertThat(users.statistics().puts()).isEqualTo(1);
            assertThat(users.getByTag("t")).containsOnlyKeys("7");
            time.advance(Duration.ofMillis(1));
            assertThat(users.get("7")).isEmpty();
            assertThat(users.touch("7", MINUTE)).isFalse();
        }

        @Test
        void doesNotBringBackWhatWasEvicted() {
            users.put("7", ADA, MINUTE, "t");
            users.evictByTag("t");
            assertThat(users.touch("7")).isFalse();
            assertThat(users.get("7")).isEmpty();
        }

        @Test
        void whatWasTouchedIsEvictedAsBefore() {
            users.put("7", ADA, MINUTE, "t");
            users.touch("7");
            assertThat(users.evictByTag("t").count()).isEqualTo(1);
            assertThat(users.get("7")).isEmpty();
        }
    }

    @Nested
    class Counting {

        @Test
        void addsUpUntilTheEndThatTheFirstSet() {
            assertThat(users.increment("n", 1, MINUTE)).hasValue(1);
            time.advance(MINUTE.dividedBy(2));
            assertThat(users.increment("n", 5, MINUTE)).hasValue(6);
            assertThat(users.increment("n", -2, MINUTE)).hasValue(4);
            assertThat(users.counter("n")).hasValue(4);
            time.advance(MINUTE.dividedBy(2));
            assertThat(users.counter("n")).isEmpty();
            assertThat(users.increment("n", 1, MINUTE)).hasValue(1);
        }

        @Test
        void countersAndValuesOfOneKeyAreApart() {
            users.put("n", ADA);
            users.increment("n", 3, MINUTE);
            assertThat(users.get("n")).contains(ADA);
            users.put("n", BOB);
            assertThat(users.counter("n")).hasValue(3);
        }

        @Test
        void stopsAtTheEndsOfTheRange() {
            users.increment("n", Long.MAX_VALUE - 1, MINUTE);
            assertThat(users.increment("n", 5, MINUTE)).hasValue(Long.MAX_VALUE);
            users.increment("m", Long.MIN_VALUE, MINUTE);
            assertThat(users.increment("m", -1, MINUTE)).hasValue(Long.MIN_VALUE);
        }

        @Test
        void everyEvictionHitsCounters() {
            List<Runnable> evictions = List.of(() -> users.evict("n:1"), () -> users.evictByTag("t"), () -> users.evictMatching("n:*"),
                    users::clear, () -> caches.evict(List.of("t")), () -> caches.evictAll());
            for (Runnable eviction : evictions) {
                users.increment("n:1", 7, MINUTE, "t");
                eviction.run();
                assertThat(users.counter("n:1")).isEmpty();
                assertThat(users.increment("n:1", 0, MINUTE)).isEqualTo(OptionalLong.of(0));
                users.evict("n:1");
            }
        }

        @Test
        void noneIsLostWhereManyCount() throws InterruptedException {
            List<Thread> threads = IntStream.range(0, 8).mapToObj(i -> new Thread(() -> {
                for (int j = 0; j < 500; j++) {
                    users.increment("n", 1, MINUTE);
                }
            })).toList();
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(users.counter("n")).hasValue(4_000);
        }
    }

    @Nested
    class Evicting {

        @BeforeEach
        void fill() {
            users.put("user:1", ADA, HOUR, "users", "department:3");
            users.put("user:2", BOB, HOUR, "users", "department:3");
            users.put("user:3", EVE, HOUR, "users", "department:4");
        }

        @Test
        void byKeyTellsHowManyWereThere() {
            assertThat(users.evict("user:1", "user:2", "user:9").count()).isEqualTo(2);
            assertThat(users.getByTag("users")).isEqualTo(Map.of("user:3", EVE));
        }

        @Test
        void byTagTellsHowManyWereHit() {
            assertThat(users.evictByTag("department:3").count()).isEqualTo(2);
            assertThat(users.evictByTag("department:3").count()).isZero();
            assertThat(users.getByTag("users")).isEqualTo(Map.of("user:3", EVE));
            assertThat(users.getByTag("department:3")).isEmpty();
        }

        @Test
        void anEntryWithSeveralOfTheTagsIsCountedOnce() {
            assertThat(users.evictByTag("users", "department:3").count()).isEqualTo(3);
        }

        @Test
        void byPattern() {
            users.put("other:1", ADA, HOUR, "users");
            users.evictMatching("user:*");
            assertThat(users.getByTag("users")).containsOnlyKeys("other:1");
        }

        @Test
        void clearEvictsAll() {
            assertThat(users.clear().count()).isEqualTo(3);
            assertThat(users.getByTag("users")).isEmpty();
            assertThat(users.get("user:1")).isEmpty();
        }

        @Test
        void anEvictionOfTheApplicationHitsCachesToo() {
            caches.evict(Set.of("department:4"));
            assertThat(users.get("user:3")).isEmpty();
            assertThat(users.get("user:1")).contains(ADA);
        }

        @Test
        void whatIsPutAfterAnEvictionIsThere() {
            users.evictByTag("users");
            users.put("user:1", EVE, HOUR, "users");
            assertThat(users.getByTag("users")).isEqualTo(Map.of("user:1", EVE));
            assertThat(users.evictByTag("users").count()).isEqualTo(1);
        }

        @Test
        void softlyMakesStale() {
            users.expireByTag("users");
            assertThat(users.peek("user:1")).hasValueSatisfying(peek -> {
                assertThat(peek.state()).isEqualTo(State.STALE);
                assertThat(peek.remaining()).isZero();
            });
            assertThat(users.get("user:1")).isEmpty();
            assertThat(users.getByTag("users")).isEmpty();
            assertThat(users.load("user:1", key -> EVE).source()).isEqualTo(Source.LOADER);
            assertThat(users.get("user:1")).contains(EVE);
        }
    }

    @Nested
    class ByTags {

        @BeforeEach
        void fill() {
            users.put("1", ADA, HOUR, "a", "b");
            users.put("2", BOB, HOUR, "b", "c");
            users.put("3", EVE, HOUR, "c");
        }

        @Test
        void oneTag() {
            assertThat(users.getByTag("b")).isEqualTo(Map.of("1", ADA, "2", BOB));
        }

        @Test
        void allOfSeveral() {
            assertThat(users.getByAllTags("b", "c")).isEqualTo(Map.of("2", BOB));
            assertThat(users.getByAllTags("a", "c")).isEmpty();
            assertThat(users.getByAllTags()).isEmpty();
        }

        @Test
        void anyOfSeveral() {
            assertThat(users.getByAnyTag("a", "c", "x")).isEqualTo(Map.of("1", ADA, "2", BOB, "3", EVE));
            assertThat(users.getByAnyTag()).isEmpty();
        }

        @Test
        void theTagsAreThoseOfTheLastPut() {
            users.put("1", EVE, HOUR, "c");
            assertThat(users.getByTag("a")).isEmpty();
            assertThat(users.getByTag("c")).isEqualTo(Map.of("1", EVE, "2", BOB, "3", EVE));
        }

        @Test
        void whatIsOverIsNotAmongThem() {
            users.put("1", ADA, MINUTE, "a", "b");
            time.advance(MINUTE);
            assertThat(users.getByTag("b")).isEqualTo(Map.of("2", BOB));
        }

        @Test
        void theyAreBounded() {
            Cache<User> few = opened("few", options -> options.maxResults(2));
            for (int i = 0; i < 5; i++) {
                few.put("k" + i, ADA, "t", "u" + i % 2);
            }
            assertThat(few.getByTag("t")).hasSize(2);
            assertThat(few.getByAnyTag("t", "u0", "u1")).hasSize(2);
        }

        @Test
        void tagsComeFromTheCacheTheValueAndTheCall() {
            Cache<User> tagged = opened("tagged", options -> options.tags("users").tagsOf(user ->
                     List.of("department:" + user.department())));
            tagged.put("1", ADA, "mine");
            tagged.load("2", key -> EVE);

            assertThat(tagged.peek("1").orElseThrow().tags()).containsExactlyInAnyOrder("users", "department:3", "mine");
            assertThat(tagged.peek("2").orElseThrow().tags()).containsExactlyInAnyOrder("users", "department:4");
            assertThat(tagged.evictByTag("department:4").count()).isEqualTo(1);
            assertThat(tagged.get("2")).isEmpty();
        }
    }
}
