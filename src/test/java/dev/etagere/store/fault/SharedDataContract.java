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
import dev.etagere.store.redis.RedisOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What two nodes make of each other's values. */
@Timeout(60)
abstract class SharedDataContract {

    static final Duration HOUR = Duration.ofHours(1);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private RedisOptions options;
    private Node a;
    private Node b;
    private Cache<String> atA;
    private Cache<String> atB;

    /** With a namespace that nobody else has. */
    abstract RedisOptions options();

    @BeforeEach
    void open() {
        options = options();
        a = new Node(options).well();
        b = new Node(options).well();
        atA = cache(a, "texts", UnaryOperator.identity());
        atB = cache(b, "texts", UnaryOperator.identity());
    }

    @AfterEach
    void close() throws InterruptedException {
        a.close();
        b.close();
        threads.shutdownNow();
        assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    private static Cache<String> cache(Node node, String name, UnaryOperator<CacheOptions<String>> more) {
        return node.caches.cache(name, String.class, more.apply(CacheOptions.<String>defaults().ttl(HOUR)));
    }

    /** As often as it takes: on a busy machine a connection may be given up, and what was on its way by it counts as not put. */
    private void put(String key, String value, String... tags) {
        eventually(() -> atA.put(key, value, tags));
    }

    /** Both have it near. */
    private void share(String key, String value, String... tags) {
        put(key, value, tags);
        isNear(atA, key, value);
        isNear(atB, key, value);
    }

    private static void isNear(Cache<String> cache, String key, String value) {
        eventually(() -> cache.get(key).filter(value::equals).isPresent()
                && cache.load(key, none -> "of no store").source() == Source.NEAR);
    }

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
    void ofTwoNodesOneLoads() throws Exception {
        AtomicInteger loads = new AtomicInteger();
        CountDownLatch began = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Future<Loaded<String>> first = threads.submit(() -> atA.load("k", key -> {
            loads.incrementAndGet();
            began.countDown();
            go.await();
            return "v";
        }));
        began.await();
        List<Future<Loaded<String>>> others = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            others.add(threads.submit(() -> atB.load("k", key -> "loaded by B " + loads.incrementAndGet())));
        }
        eventually(() -> waitsForOthers());
        go.countDown();
        assertThat(first.get().source()).isEqualTo(Source.LOADER);
        for (Future<Loaded<String>> other : others) {
            assertThat(other.get().value()).contains("v");
            assertThat(other.get().cached()).isTrue();
        }
        assertThat(loads).hasValue(1);
    }

    private static boolean waitsForOthers() {
        return Thread.getAllStackTraces().values().stream().anyMatch(stack -> List.of(stack).stream()
                .anyMatch(frame -> frame.getClassName().endsWith("tiered.Turns") && frame.getMethodName().equals("await")));
    }

    @Test
    void aSlowLoaderWhoseTurnIsOverDoesNotReplaceWhatIsNewer() throws Exception {
        Cache<String> slowly = cache(a, "waits", more -> more.wait(Duration.ofMillis(150)));
        Cache<String> other = cache(b, "waits", more -> more.wait(Duration.ofMillis(150)));
        CountDownLatch began = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Future<String> slow = threads.submit(() -> slowly.get("k", key -> {
            began.countDown();
            go.await();
            return "old";
        }));
        began.await();
        assertThat(other.get("k", key -> "new")).isEqualTo("new");
        go.countDown();
        assertThat(slow.get()).isEqualTo("old");
        assertThat(slowly.get("k")).contains("new");
        assertThat(other.get("k")).contains("new");
    }

    @Test
    void aLoadDoesNotReplaceWhatTheOtherPutMeanwhile() throws Exception {
        assertThat(atA.get("k", key -> {
            atB.put("k", "put");
            return "loaded";
        })).isEqualTo("loaded");
        assertThat(atA.get("k")).contains("put");
        assertThat(atB.get("k")).contains("put");
    }

    @Test
    void aLoadThatTheOtherEvictsMeanwhileIsNotStored() throws Exception {
        atA.load("k", HOUR, key -> {
            atB.evictByTag("t");
            return "old";
        }, "t");
        assertThat(atB.get("k")).isEmpty();
        eventually(() -> atA.get("k").isEmpty());
    }

    @Test
    void aHolderThatDiesKeepsNobodyForLongerThanTheWait() throws Exception {
        Cache<String> other = cache(b, "dies", more -> more.wait(Duration.ofMillis(200)));
        Node dies = new Node(options).well();
        Cache<String> there = cache(dies, "dies", more -> more.wait(Duration.ofMillis(200)));
        CountDownLatch began = new CountDownLatch(1);
        Future<String> never = threads.submit(() -> there.get("k", key -> {
            began.countDown();
            new CountDownLatch(1).await();
            return "never";
        }));
        began.await();
        dies.close();
        assertThat(other.get("k", key -> "v")).isEqualTo("v");
        never.cancel(true);
    }

    @Test
    void whatIsStaleIsRefreshedByOneNodeAndFoundByBoth() throws Exception {
        UnaryOperator<CacheOptions<String>> stale = more -> more.ttl(Duration.ofMillis(100)).staleWhileRevalidate(HOUR);
        Cache<String> there = cache(a, "stale", stale);
        Cache<String> here = cache(b, "stale", stale);
        there.put("k", "old");
        eventually(() -> there.peek("k").filter(peek -> peek.state() == State.STALE).isPresent());
        assertThat(here.get("k")).contains("old");
        CountDownLatch began = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Future<Loaded<String>> refreshes = threads.submit(() -> there.load("k", HOUR, key -> {
            began.countDown();
            go.await();
            return "new";
        }));
        began.await();
        Loaded<String> meanwhile = here.load("k", key -> "loaded twice");
        assertThat(meanwhile.value()).contains("old");
        assertThat(meanwhile.state()).isEqualTo(State.STALE);
        go.countDown();
        assertThat(refreshes.get().value()).contains("new");
        eventually(() -> here.get("k").filter("new"::equals).isPresent());
    }

    @Test
    void asyncLoadsShareWhatTheyBring() throws ExecutionException, InterruptedException {
        assertThat(atA.loadAsync("k", key -> CompletableFuture.completedStage("v")).toCompletableFuture().get().value()).contains("v");
        assertThat(atB.loadAsync("k", key -> CompletableFuture.completedStage("w")).toCompletableFuture().get().value()).contains("v");
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
