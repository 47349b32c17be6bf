package dev.etagere.store.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.etagere.Etagere;
import dev.etagere.cache.Cache;
import dev.etagere.event.ResourceEvent;
import dev.etagere.store.redis.TestRedis;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a cache that is closed: at any time, more than once, while it is used, and while Redis hangs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ClosingTest {

    private RealRedis redis;

    @BeforeAll
    void start() {
        redis = new RealRedis();
    }

    @AfterAll
    void stop() {
        redis.close();
    }

    private Etagere open(String store, String namespace) {
        String uri = store.equals("memory") ? store : "redis://127.0.0.1:" + redis.port();
        String yaml = "store: " + uri + "\nnamespace: " + namespace + "\nredis: { clientName: " + namespace + " }";
        return Etagere.open(yaml, "closing", Map.of(), ClosingTest.class.getClassLoader());
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "redis"})
    void closingTwiceIsHarmlessAndLeavesNoThread(String store) {
        String namespace = TestRedis.newNamespace() + "-twice";
        Etagere etagere = open(store, namespace);
        etagere.cache("users", String.class).put("7", "Ana");
        etagere.close();
        assertThatCode(etagere::close).doesNotThrowAnyException();
        assertThat(threadsOf(namespace)).isEmpty();
        assertThat(Etagere.opened()).doesNotContain(etagere);
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "redis"})
    void whoUsesItAfterwardsIsServedAndNothingIsKept(String store) throws InterruptedException {
        String namespace = TestRedis.newNamespace() + "-after";
        Etagere etagere = open(store, namespace);
        Cache<String> users = etagere.cache("users", String.class);
        users.put("7", "Ana", Duration.ofHours(1), "users");
        etagere.close();

        AtomicInteger loads = new AtomicInteger();
        assertThat(users.get("7")).isEmpty();
        for (int i = 1; i <= 2; i++) {
            assertThat(users.get("7", key -> "load " + loads.incrementAndGet())).isEqualTo("load " + i);
        }
        assertThatCode(() -> {
            users.put("8", "Ben");
            etagere.evict("users");
            etagere.expire("users");
            etagere.evictAll();
            etagere.events().publish(ResourceEvent.updated("user", 7));
            etagere.fenceScope().close();
            etagere.health();
        }).doesNotThrowAnyException();
        assertThat(users.get("8")).isEmpty();
        assertThat(etagere.cache("opened-later", String.class).get("1", key -> "one")).isEqualTo("one");
        assertThat(threadsOf(namespace)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "redis"})
    void aLoadThatIsUnderWayEndsWithItsValue(String store) throws Exception {
        String namespace = TestRedis.newNamespace() + "-load";
        Etagere etagere = open(store, namespace);
        Cache<String> users = etagere.cache("users", String.class);
        CountDownLatch loading = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        CompletableFuture<String> load = CompletableFuture.supplyAsync(() -> users.get("7", key -> {
            loading.countDown();
            await(go);
            return "Ana";
        }));
        CompletableFuture<String> waits = CompletableFuture.supplyAsync(() -> {
            await(loading);
            return users.get("7", key -> "Ana");
        });
        await(loading);

        etagere.close();

        go.countDown();
        assertThat(load.get(10, TimeUnit.SECONDS)).isEqualTo("Ana");
        assertThat(waits.get(10, TimeUnit.SECONDS)).isEqualTo("Ana");
        assertThat(users.get("7")).isEmpty();
        assertThat(threadsOf(namespace)).isEmpty();
    }

    @Test
    void whereRedisHangsItTakesABoundedTimeAndLeavesNoThread() {
        String namespace = TestRedis.newNamespace() + "-hangs";
        Etagere etagere = open("redis", namespace);
        etagere.cache("users", String.class).put("7", "Ana");
        redis.hang();
        try {
            etagere.cache("users", String.class).get("8", key -> "Ben");
            long began = System.nanoTime();
            etagere.close();
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(6));
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
            while (!threadsOf(namespace).isEmpty() && System.nanoTime() < deadline) {
                LockSupport.parkNanos(1_000_000);
            }
            assertThat(threadsOf(namespace)).isEmpty();
        } finally {
            redis.resume();
        }
        assertThat(connectionsGone(namespace)).as("Redis finds its connections closed").isTrue();
    }

    private boolean connectionsGone(String name) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (redis.clients().contains("name=" + name + " ")) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            LockSupport.parkNanos(1_000_000);
        }
        return true;
    }

    private static List<String> threadsOf(String namespace) {
        return Thread.getAllStackTraces().keySet().stream().filter(Thread::isAlive).map(Thread::getName)
                .filter(name -> name.contains(namespace)).toList();
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody came");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
