package dev.etagere.jaxrs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.etagere.jaxrs.Client.Answer;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests at the same time, and a write between the read and the answer of a load. */
class CoalescingIT {

    private final Slow slow = new Slow();
    private App app;

    @BeforeEach
    void start() {
        app = new App(slow);
    }

    @AfterEach
    void stop() {
        slow.gate.countDown();
        app.close();
    }

    @Path("slow")
    @Produces("text/plain")
    public static class Slow {
        private final AtomicInteger runs = new AtomicInteger();
        private volatile CountDownLatch entered = new CountDownLatch(1);
        private volatile CountDownLatch gate = new CountDownLatch(0);
        private volatile String row = "old";

        private void hold() {
            entered = new CountDownLatch(1);
            gate = new CountDownLatch(1);
        }

        @GET
        @Cached(ttl = "10m", staleWhileRevalidate = "10m", tags = "row")
        public String get() throws InterruptedException {
            int run = runs.incrementAndGet();
            String read = row;
            entered.countDown();
            assertThat(gate.await(10, TimeUnit.SECONDS)).isTrue();
            return read + "-" + run;
        }

        @PUT
        @Evict(tags = "row")
        public void put() {
            row = "new";
        }
    }

    private CompletableFuture<Answer> asked() {
        return CompletableFuture.supplyAsync(() -> app.get("/slow"));
    }

    @Test
    void oneRunServesAllWhoWait() throws Exception {
        slow.hold();
        List<CompletableFuture<Answer>> answers = new ArrayList<>(List.of(asked()));
        assertThat(slow.entered.await(10, TimeUnit.SECONDS)).isTrue();
        answers.add(asked());
        answers.add(asked());
        slow.gate.countDown();

        for (CompletableFuture<Answer> answer : answers) {
            assertThat(answer.get(10, TimeUnit.SECONDS).text()).isEqualTo("old-1");
        }
        assertThat(slow.runs).hasValue(1);
    }

    @Test
    void loadThatReadBeforeAWriteIsNotServedAfterIt() throws Exception {
        slow.hold();
        CompletableFuture<Answer> early = asked();
        assertThat(slow.entered.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(app.client.ask("PUT", "/slow").status()).isEqualTo(204);
        slow.gate.countDown();
        assertThat(early.get(10, TimeUnit.SECONDS).text()).isEqualTo("old-1");

        Answer later = app.get("/slow");
        assertThat(later.isHit()).isFalse();
        assertThat(later.text()).isEqualTo("new-2");
        assertThat(app.get("/slow").text()).isEqualTo("new-2");
    }

    @Test
    void whileOneRequestRefreshesTheOthersGetWhatIsStaleAtOnce() throws Exception {
        app.get("/slow");
        app.clock.pass(Duration.ofMinutes(11));
        slow.hold();
        CompletableFuture<Answer> leader = asked();
        assertThat(slow.entered.await(10, TimeUnit.SECONDS)).isTrue();
        Answer other = app.get("/slow");
        slow.gate.countDown();

        assertThat(other.text()).isEqualTo("old-1");
        assertThat(other.field("Age")).isEqualTo("660");
        assertThat(leader.get(10, TimeUnit.SECONDS).text()).isEqualTo("old-2");
        assertThat(app.get("/slow").text()).isEqualTo("old-2");
    }
}
