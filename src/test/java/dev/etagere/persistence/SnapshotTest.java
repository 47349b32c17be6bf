package dev.etagere.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.etagere.Etagere;
import dev.etagere.http.Headers;
import dev.etagere.persistence.Shop.Product;
import dev.etagere.response.CachePolicy;
import dev.etagere.response.FakeRequest;
import dev.etagere.response.Load;
import dev.etagere.response.Observed;
import dev.etagere.response.Outcome;
import dev.etagere.response.Reply;
import dev.etagere.response.RequestView;
import dev.etagere.response.Treatment;
import jakarta.persistence.EntityManager;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.hibernate.cfg.JdbcSettings;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The race that others lose, with a database that gives every transaction the snapshot of its beginning: a GET reads the old row, a write
 * commits and evicts, and only then the GET ends. What it brought is never served to who comes later.
 */
@Timeout(60)
class SnapshotTest {

    private static final RequestView GET = FakeRequest.get("/products/7");

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger loads = new AtomicInteger();
    private volatile Instant now = Instant.parse("2026-11-21T10:00:00Z");
    private @Nullable Shop opened;

    @AfterEach
    void close() {
        threads.shutdownNow();
        shop().close();
    }

    private Shop shop() {
        return Objects.requireNonNull(opened);
    }

    private void open(String isolation) {
        Etagere etagere = Etagere.builder().clock(() -> now).build();
        opened = Shop.open(etagere, Map.of(Caches.SETTING, etagere, JdbcSettings.ISOLATION, isolation));
        shop().transaction(manager -> manager.persist(new Product(7, "old", null)));
    }

    /** How the GET comes to load: nothing is there; what is there is stale, and refreshed, or must be validated. */
    private enum Way {
        MISS(policy -> policy, Duration.ZERO),
        REFRESH(policy -> policy.staleWhileRevalidate(Duration.ofHours(1)), Duration.ofSeconds(11)),
        REVALIDATION(policy -> policy, Duration.ofSeconds(11));

        private final UnaryOperator<CachePolicy.Builder> terms;
        private final Duration age;

        Way(UnaryOperator<CachePolicy.Builder> terms, Duration age) {
            this.terms = terms;
            this.age = age;
        }

        Treatment treatment() {
            CachePolicy.Builder policy = CachePolicy.builder().name("test").ttl(Duration.ofSeconds(10)).tags("product:7");
            return new Treatment.Cached(terms.apply(policy).build(), Map.of());
        }
    }

    /** Where the GET stands when the write commits and evicts. */
    private enum Step { TRANSACTION_BEGUN, BEFORE_THE_READ, AFTER_THE_READ, BEFORE_THE_END, AFTER_THE_TRANSACTION, DONE }

    static Stream<Arguments> cases() {
        return Stream.of("REPEATABLE_READ", "SERIALIZABLE").flatMap(isolation -> Stream.of(Way.values()).flatMap(way ->
                Stream.of(Step.values()).map(step -> Arguments.of(isolation, way, step))));
    }

    @ParameterizedTest(name = "{0}, {1}, written {2}")
    @MethodSource("cases")
    void whatAGetReadBeforeTheWriteIsNotServedAfterIt(String isolation, Way way, Step step) throws Exception {
        open(isolation);
        if (way != Way.MISS) {
            get(way, at -> { });
            now = now.plus(way.age);
        }
        Halt halt = new Halt(step);
        Future<?> reader = threads.submit(() -> get(way, halt));
        halt.awaitStop();

        shop().transaction(manager -> manager.find(Product.class, 7L).name = "new");
        halt.goOn();
        reader.get(30, TimeUnit.SECONDS);

        assertThat(get(way, at -> { })).isEqualTo("new");
        assertThat(get(way, at -> { })).isEqualTo("new");
    }

    @Test
    void aFollowerDoesNotGetWhatItsLeaderReadBeforeTheWrite() throws Exception {
        open("REPEATABLE_READ");
        Halt halt = new Halt(Step.AFTER_THE_READ);
        Future<?> leader = threads.submit(() -> get(Way.MISS, halt));
        halt.awaitStop();
        shop().transaction(manager -> manager.find(Product.class, 7L).name = "new");
        CountDownLatch asked = new CountDownLatch(1);
        Future<String> follower = threads.submit(() -> {
            asked.countDown();
            return get(Way.MISS, at -> { });
        });
        assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
        halt.goOn();

        leader.get(30, TimeUnit.SECONDS);
        assertThat(follower.get(30, TimeUnit.SECONDS)).isEqualTo("new");
    }

    @Test
    void whatIsReadInANewTransactionIsKept() throws Exception {
        open("REPEATABLE_READ");
        get(Way.MISS, at -> { });
        get(Way.MISS, at -> { });
        assertThat(loads).hasValue(1);
    }

    /** Told of the steps of a GET. */
    @FunctionalInterface
    private interface Steps {
        void at(Step step);
    }

    /** A GET within a transaction that begins before the cache is asked: an open session in a filter before the cache's. */
    private String get(Way way, Steps steps) {
        try (EntityManager manager = shop().factory.createEntityManager()) {
            manager.getTransaction().begin();
            manager.createNativeQuery("select 1 from Product", Integer.class).getResultList();
            steps.at(Step.TRANSACTION_BEGUN);
            Outcome outcome = shop().etagere.responses().handle(GET, way.treatment());
            String answer = switch (kind(outcome)) {
                case 0 -> text(((Outcome.Hit) outcome).reply());
                case 1 -> {
                    Outcome.Stale stale = (Outcome.Stale) outcome;
                    stale.refresh().ifPresent(load -> run(load, manager, steps));
                    yield text(stale.reply());
                }
                case 2 -> run(((Outcome.Revalidate) outcome).load(), manager, steps);
                default -> run(((Outcome.Miss) outcome).load(), manager, steps);
            };
            manager.getTransaction().commit();
            steps.at(Step.AFTER_THE_TRANSACTION);
            steps.at(Step.DONE);
            return answer;
        }
    }

    private static int kind(Outcome outcome) {
        return outcome instanceof Outcome.Hit ? 0 : outcome instanceof Outcome.Stale ? 1 : outcome instanceof Outcome.Revalidate ? 2 : 3;
    }

    /** Answers with the product's name and its entity tag, and 304 where the cache has that already. */
    private String run(Load load, EntityManager manager, Steps steps) {
        loads.incrementAndGet();
        steps.at(Step.BEFORE_THE_READ);
        String name = manager.find(Product.class, 7L).name;
        steps.at(Step.AFTER_THE_READ);
        String tag = '"' + name + '"';
        boolean known = load.change().added().first("If-None-Match").filter(tag::equals).isPresent();
        load.plan(known ? 304 : 200, Headers.of("ETag", tag), Observed.NOTHING);
        steps.at(Step.BEFORE_THE_END);
        load.complete(Optional.of(known ? new byte[0] : name.getBytes(StandardCharsets.UTF_8)), Observed.NOTHING);
        return name;
    }

    private static String text(Reply reply) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try {
            reply.writeTo(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return body.toString(StandardCharsets.UTF_8);
    }

    /** Holds a GET at one step until the write is over. */
    private static final class Halt implements Steps {
        private final Step step;
        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);

        Halt(Step step) {
            this.step = step;
        }

        @Override
        public void at(Step now) {
            if (now == step) {
                reached.countDown();
                try {
                    released.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        void awaitStop() throws InterruptedException {
            assertThat(reached.await(30, TimeUnit.SECONDS)).as("the GET comes to that step").isTrue();
        }

        void goOn() {
            released.countDown();
        }
    }
}
