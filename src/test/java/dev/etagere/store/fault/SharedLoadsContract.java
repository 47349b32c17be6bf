package dev.etagere.store.fault;

import static dev.etagere.store.fault.Node.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.etagere.cache.Cache;
import dev.etagere.cache.CacheOptions;
import dev.etagere.cache.Loaded;
import dev.etagere.cache.Loaded.Source;
import dev.etagere.cache.State;
import dev.etagere.store.redis.RedisOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What two nodes make of each other's loads. */
@Timeout(60)
abstract class SharedLoadsContract {

    static final Duration HOUR = Duration.ofHours(1);

    final ExecutorService threads = Executors.newCachedThreadPool();
    RedisOptions options;
    Node a;
    Node b;
    Cache<String> atA;
    Cache<String> atB;

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

    static Cache<String> cache(Node node, String name, UnaryOperator<CacheOptions<String>> more) {
        return node.caches.cache(name, String.class, more.apply(CacheOptions.<String>defaults().ttl(HOUR)));
    }

    /** As often as it takes: on a busy machine a connection may be given up, and what was on its way by it counts as not put. */
    void put(String key, String value, String... tags) {
        eventually(() -> atA.put(key, value, tags));
    }

    /** Both have it near. */
    void share(String key, String value, String... tags) {
        put(key, value, tags);
        isNear(atA, key, value);
        isNear(atB, key, value);
    }

    static void isNear(Cache<String> cache, String key, String value) {
        eventually(() -> cache.get(key).filter(value::equals).isPresent()
                && cache.load(key, none -> "of no store").source() == Source.NEAR);
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
}
