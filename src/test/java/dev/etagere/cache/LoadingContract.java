package dev.etagere.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.etagere.cache.Loaded.Source;
import dev.etagere.store.HandClock;
import dev.etagere.store.StoreBackend;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** How a data cache loads, over whichever store. */
abstract class LoadingContract {

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
        void whatCannotBeKeptIsNotHiddenByWhatWasThereBefore() {
            Cache<User> small = opened("smaller", options -> options.holding(CacheOptions.Holding.COPIED).maxEntryBytes(40));
            User large = new User("Ada".repeat(40), "3");
            assertThat(small.put("7", ADA)).isTrue();
            assertThat(small.put("7", large)).isFalse();
            assertThat(small.get("7")).isEmpty();
            small.put("7", ADA);
            assertThat(small.put("7", BOB, Duration.ZERO)).isFalse();
            assertThat(small.get("7")).isEmpty();
            small.put("7", ADA);
            assertThat(small.refresh("7", key -> large).value()).contains(large);
            assertThat(small.get("7")).isEmpty();
        }

        @Test
        void aRefreshThatFindsNothingLeavesNothing() {
            users.put("7", ADA);
            assertThat(users.refresh("7", key -> null).value()).isEmpty();
            assertThat(users.get("7")).isEmpty();
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
