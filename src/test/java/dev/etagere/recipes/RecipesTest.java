package dev.etagere.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.etagere.Etagere;
import dev.etagere.recipes.CircuitBreaker.OpenException;
import dev.etagere.recipes.CircuitBreaker.State;
import dev.etagere.recipes.RateLimiter.Decision;
import dev.etagere.recipes.ServiceRegistry.Health;
import dev.etagere.recipes.ServiceRegistry.Instance;
import dev.etagere.recipes.SessionManager.Session;
import dev.etagere.recipes.UserRepository.User;
import dev.etagere.store.HandClock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RecipesTest {

    private final HandClock time = new HandClock();
    private final Etagere etagere = Etagere.builder().clock(time).build();

    @AfterEach
    void close() {
        etagere.close();
    }

    @Nested
    class Sessions {

        private final SessionManager sessions = new SessionManager(etagere, time);

        @Test
        void liveAsLongAsTheyAreUsed() {
            String id = sessions.create("ada", "10.0.0.1", "curl");
            for (int i = 0; i < 5; i++) {
                time.advance(Duration.ofMinutes(59));
                assertThat(sessions.get(id)).map(Session::user).contains("ada");
            }
            time.advance(Duration.ofMinutes(60));
            assertThat(sessions.get(id)).isEmpty();
            assertThat(sessions.active()).isEmpty();
        }

        @Test
        void endOneByOneByUserAndByAddress() {
            String one = sessions.create("ada", "10.0.0.1", "curl");
            sessions.create("ada", "10.0.0.2", "curl");
            String bob = sessions.create("bob", "10.0.0.2", "curl");
            sessions.create("eve", "10.0.0.3", "curl");
            assertThat(sessions.active()).hasSize(4);
            assertThat(sessions.activeOfUser("ada")).hasSize(2);
            assertThat(sessions.destroy(one)).isTrue();
            assertThat(sessions.destroy(one)).isFalse();
            assertThat(sessions.destroyOfUser("ada")).isEqualTo(1);
            assertThat(sessions.destroyOfAddress("10.0.0.2")).isEqualTo(1);
            assertThat(sessions.get(bob)).isEmpty();
            assertThat(sessions.active()).hasSize(1);
        }
    }

    @Nested
    class RateLimits {

        private final RateLimiter limiter = new RateLimiter(etagere, time, 3, Duration.ofMinutes(1));

        @Test
        void letSoManyInAWindowAndTellWhatRemains() {
            time.advance(Duration.ofSeconds(20));
            assertThat(IntStream.range(0, 5).mapToObj(i -> limiter.request("a"))).extracting(Decision::allowed, Decision::remaining)
                    .containsExactly(tuple(true, 2L), tuple(true, 1L),
                            tuple(true, 0L), tuple(false, 0L),
                            tuple(false, 0L));
            assertThat(limiter.request("a").fields()).isEqualTo(Map.of("RateLimit", "\"default\";r=0;t=40", "Retry-After", "40"));
            assertThat(limiter.request("b").fields()).isEqualTo(Map.of("RateLimit", "\"default\";r=2;t=40"));
            time.advance(Duration.ofSeconds(40));
            assertThat(limiter.request("a").allowed()).isTrue();
        }

        @Test
        void letNoMoreInWhereManyAskAtOnce() throws InterruptedException {
            Queue<Decision> decisions = new ConcurrentLinkedQueue<>();
            List<Thread> threads = IntStream.range(0, 16).mapToObj(i -> new Thread(() -> decisions.add(limiter.request("a")))).toList();
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(decisions).hasSize(16).filteredOn(Decision::allowed).hasSize(3);
        }

        @Test
        void canBeReset() {
            IntStream.range(0, 5).forEach(i -> limiter.request("a"));
            limiter.reset("a");
            assertThat(limiter.request("a").remaining()).isEqualTo(2);
        }
    }

    @Nested
    class Analytics {

        private final EventAnalytics analytics = new EventAnalytics(etagere, time);

        @Test
        void findsEventsByHourUserAndTypeAndSumsUpADay() {
            analytics.record("view", "ada", Map.of("page", "/"));
            analytics.record("view", "ada", Map.of("page", "/"));
            analytics.record("buy", "ada", Map.of());
            time.advance(Duration.ofHours(1));
            analytics.record("view", "bob", Map.of());

            assertThat(analytics.ofHour(time.instant())).hasSize(1);
            assertThat(analytics.ofHour(time.instant().minus(Duration.ofHours(1)))).hasSize(3);
            assertThat(analytics.ofUser("ada")).hasSize(3);
            assertThat(analytics.ofUser("ada", "view")).hasSize(2);
            assertThat(analytics.summary(LocalDate.parse("2026-11-21")))
                    .isEqualTo(new EventAnalytics.Summary(4, 2, Map.of("buy", 1L, "view", 3L)));
            time.advance(Duration.ofDays(7));
            assertThat(analytics.ofUser("ada")).isEmpty();
        }
    }

    @Nested
    class Registry {

        private final ServiceRegistry registry = new ServiceRegistry(etagere, time);

        @Test
        void knowsInstancesAsLongAsTheyAreHeardOf() {
            registry.register("shop", "1", "h1", 80);
            registry.register("shop", "2", "h2", 80);
            registry.register("mail", "1", "h3", 25);
            time.advance(Duration.ofSeconds(20));
            assertThat(registry.heartbeat("shop", "1")).isTrue();
            time.advance(Duration.ofSeconds(20));
            assertThat(registry.all("shop")).extracting(Instance::id).containsExactly("1");
            assertThat(registry.heartbeat("shop", "2")).isFalse();
            registry.deregister("shop", "1");
            assertThat(registry.all("shop")).isEmpty();
        }

        @Test
        void tellsTheHealthyOnes() {
            registry.register("shop", "1", "h1", 80);
            registry.register("shop", "2", "h2", 80);
            assertThat(registry.report("shop", "1", Health.UNHEALTHY)).isTrue();
            assertThat(registry.report("shop", "9", Health.UNHEALTHY)).isFalse();
            assertThat(registry.healthy("shop")).extracting(Instance::id).containsExactly("2");
            assertThat(registry.all("shop")).hasSize(2);
        }
    }

    @Nested
    class Breaker {

        private final CircuitBreaker breaker = new CircuitBreaker(etagere, 3, Duration.ofSeconds(60));

        private void fail() {
            assertThatThrownBy(() -> breaker.call("pay", () -> {
                throw new IllegalStateException("down");
            })).hasMessage("down");
        }

        @Test
        void opensAfterSoManyFailuresAndClosesAfterATrialThatGoesWell() throws Exception {
            fail();
            fail();
            assertThat(breaker.call("pay", () -> "ok")).isEqualTo("ok");
            fail();
            assertThat(breaker.state("pay")).isEqualTo(State.OPEN);
            assertThatThrownBy(() -> breaker.call("pay", () -> "ok")).isInstanceOf(OpenException.class);
            assertThat(breaker.call("other", () -> "ok")).isEqualTo("ok");
            time.advance(Duration.ofSeconds(60));
            assertThat(breaker.state("pay")).isEqualTo(State.HALF_OPEN);
            assertThat(breaker.call("pay", () -> {
                assertThatThrownBy(() -> breaker.call("pay", () -> "a second trial")).isInstanceOf(OpenException.class);
                return "ok";
            })).isEqualTo("ok");
            assertThat(breaker.state("pay")).isEqualTo(State.CLOSED);
            fail();
            assertThat(breaker.state("pay")).isEqualTo(State.CLOSED);
        }

        @Test
        void opensAgainAfterATrialThatFails() {
            for (int i = 0; i < 3; i++) {
                fail();
            }
            time.advance(Duration.ofSeconds(60));
            fail();
            assertThat(breaker.state("pay")).isEqualTo(State.OPEN);
            time.advance(Duration.ofSeconds(60));
            assertThat(breaker.state("pay")).isEqualTo(State.HALF_OPEN);
        }
    }

    @Nested
    class Repository {

        private final Map<String, User> rows = new HashMap<>();
        private int reads;
        private final UserRepository repository = new UserRepository(etagere, new UserRepository.Table() {
            @Override
            public Optional<User> find(String id) {
                reads++;
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
        });

        @Test
        void readsTheTableOnceUntilSomethingChanges() throws Exception {
            User ada = new User("7", "Ada", "3");
            repository.update(ada);
            assertThat(repository.find("7")).contains(ada);
            assertThat(repository.find("7")).contains(ada);
            assertThat(reads).isEqualTo(1);
            assertThat(repository.knownOfDepartment("3")).containsOnlyKeys("7");
            repository.update(new User("7", "Ada L.", "4"));
            assertThat(repository.knownOfDepartment("3")).isEmpty();
            assertThat(repository.find("7")).map(User::name).contains("Ada L.");
            repository.delete("7");
            assertThat(repository.find("7")).isEmpty();
        }
    }
}
