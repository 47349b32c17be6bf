package dev.etagere.response;

import static dev.etagere.response.FakeRequest.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.etagere.cache.CacheManager;
import dev.etagere.http.Headers;
import dev.etagere.store.memory.MemoryBackend;
import dev.etagere.store.memory.MemoryOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Requests that come while another makes their response. */
class CoalescingTest {

    private static final Treatment CACHED =
            new Treatment.Cached(CachePolicy.builder().name("test").ttl(Duration.ofHours(1)).tags("t").build(), Map.of());

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CacheManager manager =
            new CacheManager(MemoryBackend.open(MemoryOptions.DEFAULT, InstantSource.system()), InstantSource.system());

    @AfterEach
    void stop() {
        threads.shutdownNow();
        manager.close();
    }

    private ResponseCache engine(Duration maxWait) {
        return new ResponseCache(manager,
                new ResponseOptions(ResponseOptions.DEFAULT.rules(), true, "Etagere", 1 << 20, 8, maxWait, 100, 100),
                InstantSource.system());
    }

    /** Lets other requests come to where they wait: there is nothing else by which to see a thread that is parked. */
    private static void untilWaiting(List<Thread> waiting, int count) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (waiting.stream().filter(t -> t.getState() == Thread.State.TIMED_WAITING).count() < count) {
            assertThat(System.nanoTime()).as("nobody waits").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private static void finish(Load load, String body, Headers headers) {
        load.plan(200, headers, Observed.NOTHING);
        load.complete(Optional.of(body.getBytes(StandardCharsets.UTF_8)), Observed.NOTHING);
    }

    private List<Future<Outcome>> follow(ResponseCache engine, int count, FakeRequest request) {
        List<Thread> waiting = new CopyOnWriteArrayList<>();
        List<Future<Outcome>> outcomes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            outcomes.add(threads.submit(() -> {
                waiting.add(Thread.currentThread());
                return engine.handle(request, CACHED);
            }));
        }
        untilWaiting(waiting, count);
        return outcomes;
    }

    @Test
    void oneRunServesAllWhoCameMeanwhile() throws Exception {
        ResponseCache engine = engine(Duration.ofSeconds(20));
        Outcome.Miss first = (Outcome.Miss) engine.handle(get("/x"), CACHED);
        List<Future<Outcome>> followers = follow(engine, 8, get("/x"));
        finish(first.load(), "made once", Headers.empty());
        for (Future<Outcome> follower : followers) {
            Reply reply = ((Outcome.Hit) follower.get(10, TimeUnit.SECONDS)).reply();
            List<String> status = new ArrayList<>();
            reply.eachHeader((name, value, replace) -> {
                if (name.equals("Cache-Status")) {
                    status.add(value);
                }
            });
            assertThat(status).singleElement().asString().contains("collapsed");
        }
        assertThat(engine.statistics().collapsed()).isEqualTo(8);
    }

    @Test
    void whoeverWaitsForAnotherUsersResponseDoesNotExist() {
        ResponseCache engine = engine(Duration.ofSeconds(20));
        assertThat(engine.handle(get("/x").by("ana"), CACHED)).isInstanceOf(Outcome.Miss.class);
        assertThat(engine.handle(get("/x").by("ben"), CACHED)).isInstanceOf(Outcome.Miss.class);
    }

    @Test
    void aFollowerDoesNotGetWhatWasEvictedWhileItWaited() throws Exception {
        ResponseCache engine = engine(Duration.ofSeconds(20));
        Outcome.Miss first = (Outcome.Miss) engine.handle(get("/x"), CACHED);
        List<Future<Outcome>> followers = follow(engine, 1, get("/x"));
        manager.evict(List.of("t"));
        finish(first.load(), "read before the eviction", Headers.empty());
        assertThat(followers.get(0).get(10, TimeUnit.SECONDS)).isInstanceOf(Outcome.Miss.class);
    }

    @Test
    void followersOfAnAnswerThatMayNotBeStoredGoAheadAndLaterRequestsDoNotWaitAtAll() throws Exception {
        ResponseCache engine = engine(Duration.ofSeconds(20));
        Outcome.Miss first = (Outcome.Miss) engine.handle(get("/x"), CACHED);
        List<Future<Outcome>> followers = follow(engine, 3, get("/x"));
        finish(first.load(), "secret", Headers.of("Set-Cookie", "a=b"));
        for (Future<Outcome> follower : followers) {
            assertThat(follower.get(10, TimeUnit.SECONDS)).isInstanceOf(Outcome.Miss.class);
        }
        assertThat(engine.handle(get("/x"), CACHED)).isInstanceOf(Outcome.Miss.class);
        Future<Outcome> another = threads.submit(() -> engine.handle(get("/x"), CACHED));
        assertThat(another.get(10, TimeUnit.SECONDS)).isInstanceOf(Outcome.Miss.class);
    }

    @Test
    void aLeaderThatFailsOrBreaksOffLetsFollowersGo() throws Exception {
        ResponseCache engine = engine(Duration.ofSeconds(20));
        Outcome.Miss failing = (Outcome.Miss) engine.handle(get("/x"), CACHED);
        List<Future<Outcome>> followers = follow(engine, 2, get("/x"));
        failing.load().fail("exception");
        for (Future<Outcome> follower : followers) {
            assertThat(follower.get(10, TimeUnit.SECONDS)).isInstanceOf(Outcome.Miss.class);
        }
    }

    @Test
    void theThreadThatBeganAnAsynchronousLoadWaitsForItLikeOthers() throws Exception {
        ResponseCache engine = engine(Duration.ofSeconds(20));
        Load load = ((Outcome.Miss) engine.handle(get("/x"), CACHED)).load();
        load.detach();
        Thread me = Thread.currentThread();
        Future<?> worker = threads.submit(() -> {
            untilWaiting(List.of(me), 1);
            finish(load, "made elsewhere", Headers.empty());
        });
        assertThat(engine.handle(get("/x"), CACHED)).isInstanceOf(Outcome.Hit.class);
        worker.get(10, TimeUnit.SECONDS);
    }

    @Test
    void aFollowerWaitsABoundedTime() throws Exception {
        ResponseCache engine = engine(Duration.ofMillis(50));
        engine.handle(get("/x"), CACHED);
        Future<Outcome> follower = threads.submit(() -> engine.handle(get("/x"), CACHED));
        assertThat(follower.get(10, TimeUnit.SECONDS)).isInstanceOf(Outcome.Miss.class);
    }

    @Test
    void afterALeaderThatNeverEndsOneOfTheWaitingLeads() throws Exception {
        ResponseCache engine = engine(Duration.ofMillis(50));
        engine.handle(get("/x"), CACHED);
        Outcome.Miss second = (Outcome.Miss) threads.submit(() -> engine.handle(get("/x"), CACHED)).get(10, TimeUnit.SECONDS);
        ResponseCache patient = engine;
        CountDownLatch made = new CountDownLatch(1);
        Future<Outcome> third = threads.submit(() -> {
            made.countDown();
            return patient.handle(get("/x"), CACHED);
        });
        made.await();
        finish(second.load(), "at last", Headers.empty());
        assertThat(third.get(10, TimeUnit.SECONDS)).isInstanceOfAny(Outcome.Hit.class, Outcome.Miss.class);
        assertThat(engine.handle(get("/x"), CACHED)).isInstanceOf(Outcome.Hit.class);
    }

    @Test
    void underManyThreadsNoReadIsOlderThanTheLastEvictionThatHadReturned() throws Exception {
        ResponseCache engine = engine(Duration.ofSeconds(5));
        AtomicInteger row = new AtomicInteger();
        AtomicInteger evicted = new AtomicInteger();
        List<Future<Integer>> readers = new ArrayList<>();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
        for (int i = 0; i < 6; i++) {
            readers.add(threads.submit(() -> {
                int reads = 0;
                while (System.nanoTime() < end) {
                    int atLeast = evicted.get();
                    assertThat(version(engine, row)).isGreaterThanOrEqualTo(atLeast);
                    reads++;
                }
                return reads;
            }));
        }
        while (System.nanoTime() < end) {
            int written = row.incrementAndGet();
            manager.evict(List.of("t"));
            evicted.set(written);
            Thread.yield();
        }
        for (Future<Integer> reader : readers) {
            assertThat(reader.get(20, TimeUnit.SECONDS)).isPositive();
        }
    }

    private static int version(ResponseCache engine, AtomicInteger row) {
        Outcome outcome = engine.handle(get("/x"), CACHED);
        if (outcome instanceof Outcome.Hit hit) {
            java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
            try {
                hit.reply().writeTo(out);
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
            return Integer.parseInt(out.toString(StandardCharsets.UTF_8));
        }
        int read = row.get();
        Thread.yield();
        finish(((Outcome.Miss) outcome).load(), Integer.toString(read), Headers.empty());
        return read;
    }
}
