package dev.etagere.store.fault;

import static dev.etagere.store.fault.Node.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.etagere.cache.Cache;
import dev.etagere.cache.CacheOptions;
import dev.etagere.cache.CacheStatistics;
import dev.etagere.cache.Health;
import dev.etagere.cache.Loaded;
import dev.etagere.cache.Loaded.Source;
import dev.etagere.cache.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What two nodes make of each other's values. */
abstract class SharedDataContract extends SharedLoadsContract {

    @Test
    void whatOnePutsTheOtherFinds() {
        atA.put("k", "v", "t");
        Loaded<String> found = atB.load("k", key -> "loaded");
        assertThat(found.value()).contains("v");
        assertThat(found.source()).isEqualTo(Source.FAR);
        assertThat(found.state()).isEqualTo(State.FRESH);
        isNear(atB, "k", "v");
        assertThat(atB.peek("k").orElseThrow().tags()).containsExactly("t");
    }

    @Test
    void whatOnePutsTakesThePlaceOfWhatTheOtherHasNear() throws InterruptedException {
        share("k", "old");
        for (int i = 0; i < 20; i++) {
            String value = "new" + i;
            assertThat((i % 2 == 0 ? atA : atB).put("k", value)).isTrue();
            assertThat((i % 2 == 0 ? atA : atB).get("k")).contains(value);
            Cache<String> other = i % 2 == 0 ? atB : atA;
            eventually(() -> other.get("k").filter(value::equals).isPresent());
            isNear(other, "k", value);
        }
    }

    @Test
    void evictionsReachTheOtherWhicheverWay() throws InterruptedException {
        List<Runnable> evictions = List.of(() -> atB.evict("k:1"), () -> atB.evictByTag("t"), () -> atB.evictMatching("k:*"), atB::clear,
                () -> b.evict("t"));
        for (Runnable eviction : evictions) {
            share("k:1", "v", "t");
            eviction.run();
            assertThat(atB.get("k:1")).isEmpty();
            assertThat(a.caches.await(b.caches.position(), Duration.ofSeconds(10))).isTrue();
            assertThat(atA.get("k:1")).isEmpty();
        }
    }

    @Test
    void evictionByTagTellsHowManyTheOtherPut() {
        for (int i = 0; i < 5; i++) {
            atA.put("k" + i, "v", "t", "u" + i % 2);
        }
        assertThat(atB.evictByTag("u0").count()).isEqualTo(3);
        assertThat(atB.evictByTag("u0").count()).isZero();
        assertThat(atB.evictByTag("u1", "t").count()).isBetween(2L, 5L);
        assertThat(atB.getByTag("t")).isEmpty();
        assertThat(atA.put("k", "v", "t")).isTrue();
        assertThat(atB.evictByTag("t").count()).isEqualTo(1);
    }

    @Test
    void clearTellsHowManyTheOtherPut() {
        atA.put("1", "v");
        atA.put("2", "v");
        assertThat(atB.clear().count()).isEqualTo(2);
        assertThat(atB.clear().count()).isZero();
    }

    @Test
    void valuesAreFoundByTheTagsThatTheOtherGaveThem() {
        atA.put("1", "one", "a", "b");
        atB.put("2", "two", "b", "c");
        atA.put("3", "three", "c");
        for (Cache<String> at : List.of(atA, atB)) {
            assertThat(at.getByTag("b")).isEqualTo(Map.of("1", "one", "2", "two"));
            assertThat(at.getByAllTags("b", "c")).isEqualTo(Map.of("2", "two"));
            assertThat(at.getByAnyTag("a", "c")).isEqualTo(Map.of("1", "one", "2", "two", "3", "three"));
        }
        atB.put("1", "one more", "c");
        eventually(() -> atA.getByTag("c").equals(Map.of("1", "one more", "2", "two", "3", "three")));
        assertThat(atA.getByTag("a")).isEmpty();
    }

    @Test
    void moreThanAPageIsFoundByTag() {
        for (int i = 0; i < 1_203; i++) {
            put("k" + i, "v" + i, "t", i % 100 == 0 ? "hundreds" : "others");
        }
        assertThat(atB.getByTag("t")).hasSize(1_203).containsEntry("k1202", "v1202");
        assertThat(atB.getByAllTags("t", "hundreds")).hasSize(13).containsKeys("k0", "k1200");
        assertThat(atB.getByAnyTag("others", "hundreds")).hasSize(1_203);
        assertThat(atB.evictByTag("t").count()).isEqualTo(1_203);
        assertThat(atB.evictByTag("t").count()).as("all of it was evicted").isZero();
        put("k1", "new", "t");
        assertThat(atB.evictByTag("t").count()).as("what was put since").isEqualTo(1);
    }

    @Test
    void putIfAbsentIsWonByOneOfMany() throws Exception {
        for (int round = 0; round < 5; round++) {
            String key = "lock" + round;
            CountDownLatch go = new CountDownLatch(1);
            List<Future<Boolean>> all = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                Cache<String> at = i % 2 == 0 ? atA : atB;
                String mine = "of " + i;
                all.add(threads.submit(() -> {
                    go.await();
                    return at.putIfAbsent(key, mine, HOUR);
                }));
            }
            go.countDown();
            int won = 0;
            for (Future<Boolean> one : all) {
                won += one.get() ? 1 : 0;
            }
            assertThat(won).isEqualTo(1);
            assertThat(atA.get(key)).isEqualTo(atB.get(key)).isPresent();
        }
    }

    @Test
    void whoeverPutsLastHasPutForAll() throws Exception {
        int whole = 0;
        for (int round = 0; round < 50 && whole < 10; round++) {
            CountDownLatch go = new CountDownLatch(1);
            List<Future<Boolean>> all = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Cache<String> at = i % 2 == 0 ? atA : atB;
                String mine = round + " of " + i;
                all.add(threads.submit(() -> {
                    go.await();
                    return at.put("k", mine);
                }));
            }
            go.countDown();
            boolean allPut = true;
            for (Future<Boolean> one : all) {
                allPut &= one.get();
            }
            a.caches.await(b.evict("heard").number(), Duration.ofSeconds(10));
            b.caches.await(a.evict("heard").number(), Duration.ofSeconds(10));
            assertThat(atA.get("k")).isEqualTo(atB.get("k"));
            if (allPut) {
                assertThat(atA.get("k")).isPresent();
                whole++;
            }
        }
        assertThat(whole).isEqualTo(10);
    }

    @Test
    void touchingProlongsForBoth() {
        atA.put("k", "v", Duration.ofSeconds(20), "t");
        assertThat(atB.get("k")).contains("v");
        assertThat(atB.touch("k", HOUR)).isTrue();
        assertThat(atA.peek("k").orElseThrow().state()).isEqualTo(State.FRESH);
        eventually(() -> atA.peek("k").filter(now -> now.remaining().toMinutes() > 30).isPresent());
        assertThat(atA.get("k")).contains("v");
        assertThat(atA.getByTag("t")).containsOnlyKeys("k");
        assertThat(atA.touch("nothing", HOUR)).isFalse();
    }

    @Test
    void shorteningIsHeardByTheOther() {
        share("k", "v");
        assertThat(atA.touch("k", Duration.ofMillis(300))).isTrue();
        eventually(() -> atB.get("k").isEmpty());
        share("k", "v");
        assertThat(atA.touch("k", Duration.ZERO)).isTrue();
        eventually(() -> atB.get("k").isEmpty());
    }

    @Test
    void countersOfBothAreOne() throws Exception {
        AtomicInteger went = new AtomicInteger();
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Cache<String> at = i % 2 == 0 ? atA : atB;
            all.add(threads.submit(() -> {
                for (int j = 0; j < 100; j++) {
                    if (at.increment("n", 1, HOUR, "t").isPresent()) {
                        went.incrementAndGet();
                    }
                }
            }));
        }
        for (Future<?> one : all) {
            one.get();
        }
        assertThat(went).hasValue(800);
        assertThat(atA.counter("n")).hasValue(800);
        assertThat(atB.counter("n")).hasValue(800);
        atB.evictByTag("t");
        assertThat(atA.counter("n")).isEmpty();
        assertThat(atA.increment("n", 1, HOUR)).hasValue(1);
    }

    /** As if they had been made one after another: each sum but the first is one more than another's, up to the next eviction. */
    @Test
    void everySumIsGivenOnceFromOneEvictionToTheNext() throws Exception {
        for (int round = 0; round < 5; round++) {
            AtomicLong given = new AtomicLong();
            List<Future<List<Long>>> all = new ArrayList<>();
            CountDownLatch go = new CountDownLatch(1);
            for (int i = 0; i < 6; i++) {
                Cache<String> at = i % 2 == 0 ? atA : atB;
                all.add(threads.submit(() -> {
                    go.await();
                    List<Long> sums = new ArrayList<>();
                    for (int j = 0; j < 40; j++) {
                        sums.add(at.increment("n", 1, HOUR, "t").orElseThrow());
                        given.incrementAndGet();
                    }
                    return sums;
                }));
            }
            go.countDown();
            while (given.get() < 60) {
                Thread.onSpinWait();
            }
            atA.evictByTag("t");
            List<Long> sums = new ArrayList<>();
            for (Future<List<Long>> one : all) {
                List<Long> own = one.get();
                for (int i = 1; i < own.size(); i++) {
                    assertThat(own.get(i)).as("each goes up, but where it was begun anew").matches(sum -> sum >= 1);
                }
                sums.addAll(own);
            }
            long last = atB.counter("n").orElse(0);
            long before = sums.size() - last;
            List<Long> expected = new ArrayList<>();
            for (long sum = 1; sum <= before; sum++) {
                expected.add(sum);
            }
            for (long sum = 1; sum <= last; sum++) {
                expected.add(sum);
            }
            assertThat(sums).containsExactlyInAnyOrderElementsOf(expected);
            atA.evict("n");
        }
    }

    @Test
    void aValueOfWhichNoBytesCanBeMadeTakesNothingWithItButTheOldOne() {
        Cache<Object> objects = a.caches.cache("objects", Object.class, CacheOptions.<Object>defaults().ttl(HOUR));
        assertThat(objects.put("k", "old")).isTrue();
        Object unwritable = new Object() {
            @Override
            public String toString() {
                return "unwritable";
            }

            public String getName() {
                throw new IllegalStateException("in a test");
            }
        };
        assertThat(objects.put("k", unwritable)).isFalse();
        assertThat(objects.get("k")).isEmpty();
        assertThat(objects.load("k", key -> unwritable).value()).contains(unwritable);
        assertThat(objects.putIfAbsent("k", unwritable, HOUR)).isFalse();
        assertThat(a.caches.health().state()).as("Redis is not to blame").isEqualTo(Health.State.SHARED);
        assertThat(objects.put("k", "new")).isTrue();
    }

    @Test
    void statisticsAreThoseOfTheNode() {
        atA.put("k", "v", "t");
        atB.get("k");
        atB.get("x");
        assertThat(atA.statistics()).extracting(CacheStatistics::puts, CacheStatistics::hits).containsExactly(1L, 0L);
        assertThat(atB.statistics()).extracting(CacheStatistics::puts, CacheStatistics::hits, CacheStatistics::misses)
                .containsExactly(0L, 1L, 1L);
        isNear(atB, "k", "v");
        assertThat(atB.statistics().entries()).isEqualTo(1);
    }
}
