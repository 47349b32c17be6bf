package dev.etagere.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.etagere.Etagere;
import dev.etagere.cache.Health;
import dev.etagere.recipes.CircuitBreaker.OpenException;
import dev.etagere.recipes.CircuitBreaker.State;
import dev.etagere.recipes.ServiceRegistry.Instance;
import dev.etagere.recipes.SessionManager.Session;
import dev.etagere.recipes.UserRepository.User;
import dev.etagere.store.HandClock;
import dev.etagere.store.redis.TestRedis;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the recipes do on one node they do on two that share a Redis. */
@Timeout(60)
class RecipesOnTwoNodesTest {

    private static TestRedis redis;

    private final HandClock time = new HandClock();
    private final String namespace = TestRedis.newNamespace();
    private final Etagere a = node();
    private final Etagere b = node();

    @BeforeAll
    static void startRedis() {
        redis = TestRedis.started();
    }

    @AfterAll
    static void stopRedis() {
        redis.close();
    }

    @AfterEach
    void close() {
        a.close();
        b.close();
    }

    private Etagere node() {
        return node(redis, "5s");
    }

    private Etagere node(TestRedis server, String timeLimit) {
        String file = "namespace: " + namespace + "\nstore: redis://127.0.0.1:" + server.port()
                + "\nredis: { timeLimit: " + timeLimit + " }\n";
        Etagere node = Etagere.builder().clock(time).config(file, "etagere.yaml", Map.of(), getClass().getClassLoader()).build();
        eventually(() -> node.health().state() == Health.State.SHARED);
        return node;
    }

    private static void eventually(BooleanSupplier holds) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime()).as("time is up").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    @Test
    void aSessionBeganOnOneLivesAndEndsOnBoth() {
        SessionManager atA = new SessionManager(a, time);
        SessionManager atB = new SessionManager(b, time);
        String id = atA.create("ada", "10.0.0.1", "curl");
        for (int i = 0; i < 4; i++) {
            time.advance(Duration.ofMinutes(59));
            assertThat((i % 2 == 0 ? atB : atA).get(id)).map(Session::user).contains("ada");
        }
        atB.create("ada", "10.0.0.2", "curl");
        assertThat(atA.active()).hasSize(2);
        assertThat(atB.activeOfUser("ada")).hasSize(2);
        assertThat(atB.destroyOfAddress("10.0.0.1")).isEqualTo(1);
        assertThat(atB.get(id)).isEmpty();
        eventually(() -> atA.get(id).isEmpty());
        assertThat(atA.destroyOfUser("ada")).as("one that ended by its address may be counted still").isBetween(1L, 2L);
        eventually(() -> atB.active().isEmpty());
    }

    @Test
    void aRateIsLimitedOverBoth() throws InterruptedException {
        RateLimiter atA = new RateLimiter(a, time, 10, Duration.ofMinutes(1));
        RateLimiter atB = new RateLimiter(b, time, 10, Duration.ofMinutes(1));
        Queue<RateLimiter.Decision> decisions = new ConcurrentLinkedQueue<>();
        List<Thread> threads = IntStream.range(0, 16).mapToObj(i -> new Thread(() -> {
            decisions.add(atA.request("client"));
            decisions.add(atB.request("client"));
        })).toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(decisions).hasSize(32).filteredOn(RateLimiter.Decision::allowed).hasSize(10);
        atB.reset("client");
        assertThat(atA.request("client").remaining()).isEqualTo(9);
        time.advance(Duration.ofMinutes(1));
        assertThat(atB.request("client").remaining()).isEqualTo(9);
    }

    @Test
    void whileRedisIsAwayARateIsLimitedByEachNodeForTheWholeWindow() {
        try (TestRedis own = TestRedis.started(); Etagere alone = node(own, "300ms")) {
            RateLimiter limiter = new RateLimiter(alone, time, 3, Duration.ofMinutes(1));
            assertThat(limiter.request("client").remaining()).isEqualTo(2);
            own.stop();
            eventually(() -> {
                limiter.request("other");
                return alone.health().state() == Health.State.AWAY;
            });
            alone.evict("any");
            assertThat(limiter.request("client").remaining()).as("begun anew").isEqualTo(2);
            time.advance(Duration.ofSeconds(30));
            assertThat(limiter.request("client").remaining()).isEqualTo(1);
            assertThat(limiter.request("client").allowed()).isTrue();
            assertThat(limiter.request("client").allowed()).isFalse();
            time.advance(Duration.ofSeconds(30));
            assertThat(limiter.request("client").allowed()).isTrue();
            own.start();
        }
    }

    @Test
    void anInstanceRegisteredOnOneIsKnownToBoth() {
        ServiceRegistry atA = new ServiceRegistry(a, time);
        ServiceRegistry atB = new ServiceRegistry(b, time);
        atA.register("shop", "1", "h1", 80);
        assertThat(atB.healthy("shop")).extracting(Instance::host).containsExactly("h1");
        assertThat(atB.report("shop", "1", ServiceRegistry.Health.UNHEALTHY)).isTrue();
        eventually(() -> atA.healthy("shop").isEmpty());
        time.advance(Duration.ofSeconds(20));
        assertThat(atA.heartbeat("shop", "1")).isTrue();
        time.advance(Duration.ofSeconds(20));
        assertThat(atB.all("shop")).hasSize(1);
        time.advance(Duration.ofSeconds(20));
        assertThat(atB.heartbeat("shop", "1")).isFalse();
        assertThat(atA.all("shop")).isEmpty();
    }

    @Test
    void aBreakerThatOneTripsSparesTheServiceFromBoth() throws Exception {
        CircuitBreaker atA = new CircuitBreaker(a, 3, Duration.ofSeconds(30));
        CircuitBreaker atB = new CircuitBreaker(b, 3, Duration.ofSeconds(30));
        for (int i = 0; i < 3; i++) {
            CircuitBreaker at = i % 2 == 0 ? atA : atB;
            assertThatThrownBy(() -> at.call("mail", () -> {
                throw new IllegalStateException("down");
            })).hasMessage("down");
        }
        assertThat(atB.state("mail")).isEqualTo(State.OPEN);
        assertThatThrownBy(() -> atB.call("mail", () -> "ok")).isInstanceOf(OpenException.class);
        time.advance(Duration.ofSeconds(30));
        assertThat(atA.state("mail")).isEqualTo(State.HALF_OPEN);
        AtomicInteger tried = new AtomicInteger();
        assertThat(atA.call("mail", () -> {
            tried.incrementAndGet();
            assertThatThrownBy(() -> atB.call("mail", tried::incrementAndGet)).isInstanceOf(OpenException.class);
            return "ok";
        })).isEqualTo("ok");
        assertThat(tried).as("one of both tries").hasValue(1);
        eventually(() -> atB.state("mail") == State.CLOSED);
    }

    @Test
    void eventsOfBothAreSummedUp() {
        EventAnalytics atA = new EventAnalytics(a, time);
        EventAnalytics atB = new EventAnalytics(b, time);
        atA.record("view", "ada", Map.of("page", "/"));
        atB.record("view", "bob", Map.of("page", "/"));
        atB.record("buy", "ada", Map.of());
        assertThat(atA.ofUser("ada")).hasSize(2);
        assertThat(atA.summary(LocalDate.parse("2026-11-21"))).isEqualTo(new EventAnalytics.Summary(3, 2, Map.of("buy", 1L, "view", 2L)));
    }

    @Test
    void aChangeOnOneIsReadOnTheOther() throws SQLException {
        Map<String, User> rows = new HashMap<>(Map.of("7", new User("7", "Ada", "3")));
        AtomicInteger reads = new AtomicInteger();
        UserRepository.Table table = new UserRepository.Table() {
            @Override
            public Optional<User> find(String id) {
                reads.incrementAndGet();
                return Optional.ofNullable(rows.get(id));
            }

            @Override
            public void update(User user) {
                rows.put(user.id(), user);
            }

            @Override
            public void delete(String id) {
                rows.remove(id);
            }
        };
        UserRepository atA = new UserRepository(a, table);
        UserRepository atB = new UserRepository(b, table);
        assertThat(atA.find("7")).isEqualTo(atB.find("7")).isPresent();
        assertThat(reads).hasValue(1);
        assertThat(atB.knownOfDepartment("3")).containsOnlyKeys("7");
        atA.update(new User("7", "Ada", "4"));
        eventually(() -> {
            try {
                return atB.find("7").filter(user -> user.department().equals("4")).isPresent();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(atA.find("7").orElseThrow().department()).isEqualTo("4");
        assertThat(reads).hasValue(2);
    }
}
