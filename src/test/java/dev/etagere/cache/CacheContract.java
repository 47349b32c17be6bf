package dev.etagere.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.etagere.cache.CacheOptions.Holding;
import dev.etagere.cache.Loaded.Source;
import dev.etagere.store.HandClock;
import dev.etagere.store.StoreBackend;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a data cache has to hold to, over whichever store; a store's test extends it. */
public abstract class CacheContract {

    protected static final Duration MINUTE = Duration.ofMinutes(1);
    protected static final Duration HOUR = Duration.ofHours(1);

    /** A value of more than one part. */
    public record User(String name, String department) {
    }

    protected static final User ADA = new User("Ada", "3");
    protected static final User BOB = new User("Bob", "3");
    protected static final User EVE = new User("Eve", "4");

    protected final HandClock time = new HandClock();
    protected CacheManager caches;
    protected Cache<User> users;

    protected abstract StoreBackend open(InstantSource clock);

    @BeforeEach
    void openCaches() {
        caches = new CacheManager(open(time), time);
        users = opened("users", options -> options.ttl(HOUR));
    }

    @AfterEach
    void closeCaches() {
        caches.close();
    }

    protected Cache<User> opened(String name, UnaryOperator<CacheOptions<User>> options) {
        return caches.cache(name, User.class, options.apply(CacheOptions.defaults()));
    }

    private static Loader<User, RuntimeException> mustNotLoad() {
        return key -> {
            throw new AssertionError("loads " + key);
        };
    }

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

    @Nested
    class Loading {

        @Test
        void loadsOnceAndTellsWhereItCameFrom() {
            Loaded<User> first = users.load("7", key -> {
                time.advance(Duration.ofMillis(300));
                return ADA;
            });
            assertThat(first).isEqualTo(new Loaded<>(Optional.of(ADA), Source.LOADER, State.FRESH, Duration.ofMillis(300),
                    Duration.ofMillis(300)));
            Loaded<User> second = users.load("7", mustNotLoad());
            assertThat(second.value()).contains(ADA);
            assertThat(second.cached()).isTrue();
            assertThat(second.loadTime()).hasMillis(300);
            assertThat(second.took()).isZero();
            assertThat(users.statistics()).extracting(CacheStatistics::hits, CacheStatistics::misses, CacheStatistics::loads,
                    CacheStatistics::puts).containsExactly(1L, 1L, 1L, 1L);
        }

        @Test
        void theTtlBeginsWhenTheLoadHasEnded() {
            users.load("7", key -> {
                time.advance(MINUTE);
                return ADA;
            });
            time.advance(HOUR.minusMillis(1));
            assertThat(users.get("7")).contains(ADA);
        }

        @Test
        void noValueIsNotStored() {
            AtomicInteger loads = new AtomicInteger();
            for (int i = 0; i < 2; i++) {
                assertThat(users.get("7", key -> {
                    loads.incrementAndGet();
                    return null;
                })).isNull();
            }
            assertThat(loads).hasValue(2);
            assertThat(users.peek("7")).isEmpty();
        }

        @Test
        void noValueIsStoredWhereItIsAskedFor() {
            Cache<User> negative = opened("negative", options -> options.negativeTtl(MINUTE).tags("t"));
            negative.load("7", key -> null);
            assertThat(negative.load("7", mustNotLoad()).value()).isEmpty();
            assertThat(negative.get("7")).isEmpty();
            assertThat(negative.getByTag("t")).isEmpty();
            assertThat(negative.putIfAbsent("7", ADA, MINUTE)).isTrue();
            negative.load("8", key -> null);
            time.advance(MINUTE);
            assertThat(negative.load("8", key -> BOB).value()).contains(BOB);
            negative.load("9", key -> null);
            negative.evictByTag("t");
            assertThat(negative.load("9", key -> EVE).value()).contains(EVE);
        }

        @Test
        void aFailureIsThrownAsItIsAndNotStored() {
            IOException failure = new IOException("down");
            assertThatThrownBy(() -> users.get("7", key -> {
                throw failure;
            })).isSameAs(failure);
            assertThat(users.get("7", key -> ADA)).isEqualTo(ADA);
            assertThat(users.statistics().loadFailures()).isEqualTo(1);
            assertThat(users.statistics().loads()).isEqualTo(1);
        }

        @Test
        void aLoaderMayUseTheCacheItself() {
            User loaded = users.get("a", a -> users.get("b", b -> users.get("a", again -> ADA)));
            assertThat(loaded).isEqualTo(ADA);
        }

        @Test
        void whatIsTooLargeIsGivenButNotStored() {
            Cache<User> small = opened("small", options -> options.maxEntryBytes(1));
            assertThat(small.load("7", key -> ADA).value()).contains(ADA);
            assertThat(small.put("7", ADA)).isFalse();
            assertThat(small.get("7")).isEmpty();
        }

        @Test
        void aCallMaySayTtlAndTags() {
            users.load("7", MINUTE, key -> ADA, "t");
            assertThat(users.getByTag("t")).containsOnlyKeys("7");
            time.advance(MINUTE);
            assertThat(users.get("7")).isEmpty();
        }

        @Test
        void theTtlMayComeFromKeyAndValue() {
            Cache<User> byValue = opened("byValue", options -> options.ttlOf((key, user) -> user.equals(ADA) ? MINUTE : HOUR));
            byValue.load("1", key -> ADA);
            byValue.put("2", BOB);
            time.advance(MINUTE);
            assertThat(byValue.get("1")).isEmpty();
            assertThat(byValue.get("2")).contains(BOB);
        }

        @Test
        void refreshLoadsWhateverIsThere() {
            users.put("7", ADA);
            assertThat(users.refresh("7", key -> BOB).source()).isEqualTo(Source.LOADER);
            assertThat(users.get("7")).contains(BOB);
        }

        @Test
        void aWarmUpTellsHowManyOfHowManyAreDone() {
            users.put("1", ADA);
            WarmUp result = users.warmUp(List.of("1", "2", "3", "4", "2"), key -> switch (key) {
                case "2" -> BOB;
                case "3" -> throw new IOException("in a test");
                default -> null;
            });
            assertThat(result).isEqualTo(new WarmUp(4, 1, 1, 1, Duration.ZERO));
            assertThat(result.done()).isEqualTo(2);
            assertThat(result).hasToString("2 of 4 done (1 were there, 1 loaded, 1 failed) in 0 ms");
        }
    }

    @Nested
    class Peeking {

        @Test
        void tellsAgeWhatRemainsAndTagsAndChangesNothing() {
            users.put("7", ADA, MINUTE, "t");
            time.advance(Duration.ofSeconds(20));
            assertThat(users.peek("7")).contains(new Peek(State.FRESH, Duration.ofSeconds(20), Duration.ofSeconds(40), Set.of("t")));
            assertThat(users.statistics().hits() + users.statistics().misses()).isZero();
        }
    }

    @Nested
    class Statistics {

        @Test
        void tellHowFullItIs() {
            users.put("1", ADA, HOUR, "t");
            users.put("2", BOB, HOUR, "t");
            users.put("2", EVE, HOUR, "t");
            assertThat(users.statistics().entries()).isEqualTo(2);
            assertThat(users.statistics().bytes()).isPositive();
            users.evictByTag("t");
            assertThat(users.statistics().entries()).isZero();
            assertThat(users.statistics().bytes()).isZero();
            assertThat(users.statistics().evictions()).isEqualTo(1);
        }

        @Test
        void tellTheHitRateAndBeginAnewWhenTheyAreReset() {
            users.put("1", ADA);
            users.get("1");
            users.get("1");
            users.get("1");
            users.get("2");
            assertThat(users.statistics().hitRate()).isEqualTo(0.75);
            users.resetStatistics();
            assertThat(users.statistics().hitRate()).isZero();
            assertThat(users.statistics().entries()).isEqualTo(1);
            assertThat(users.statistics().puts()).isZero();
        }
    }
}
