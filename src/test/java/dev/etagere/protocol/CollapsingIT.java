package dev.etagere.protocol;

import static dev.etagere.protocol.OriginAnswer.answer;
import static dev.etagere.protocol.OriginAnswer.ok;
import static dev.etagere.protocol.OriginAnswer.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Requests at the same time: RFC 9111 §4 collapsed requests, RFC 9211 §2.6")
class CollapsingIT extends ProtocolTest {

    private static final String FRESH = "Cache-Control: max-age=3600";

    private final ExecutorService clients = Executors.newFixedThreadPool(8);
    private final CountDownLatch goOn = new CountDownLatch(1);

    @AfterEach
    void end() {
        goOn.countDown();
        clients.shutdownNow();
    }

    private List<Answer> together(String... fieldOfEach) {
        List<CompletableFuture<Answer>> answers = new ArrayList<>();
        answers.add(CompletableFuture.supplyAsync(() -> get(fieldOfEach[0]), clients));
        resource().awaitOriginRequests(1);
        for (int i = 1; i < fieldOfEach.length; i++) {
            String field = fieldOfEach[i];
            answers.add(CompletableFuture.supplyAsync(() -> get(field), clients));
        }
        CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS).execute(goOn::countDown);
        return answers.stream().map(CompletableFuture::join).toList();
    }

    @Test
    @DisplayName("one request goes forward and its answer, once stored, answers the others")
    void collapsed() {
        origin(waiting(goOn, ok("one", FRESH)), ok("two", FRESH));
        List<Answer> answers = together("X: 1", "X: 2", "X: 3", "X: 4");
        assertThat(answers).extracting(Answer::body).containsOnly("one");
        assertThat(resource().awaitOriginRequests(1)).hasSize(1);
    }

    @Test
    @DisplayName("those that waited say why they would have gone forward (RFC 9211 §2.2, §2.6)")
    void reasons() {
        origin(ok("one", "Cache-Control: max-age=10"), waiting(goOn, ok("two", FRESH)), ok("three", FRESH));
        get();
        advance(11);
        List<CompletableFuture<Answer>> answers = new ArrayList<>();
        answers.add(CompletableFuture.supplyAsync(() -> get(), clients));
        resource().awaitOriginRequests(2);
        answers.add(CompletableFuture.supplyAsync(() -> get(), clients));
        CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS).execute(goOn::countDown);
        answers.get(0).join().assertBody("two").assertCacheStatus("fwd=stale", "stored");
        Answer second = answers.get(1).join().assertBody("two");
        if (!second.values("Cache-Status").get(0).contains("hit")) {
            second.assertCacheStatus("fwd=stale", "collapsed");
        }
    }

    @Test
    @DisplayName("MUST NOT share what may not be stored")
    void notStorable() {
        origin(waiting(goOn, ok("mine", "Cache-Control: private, max-age=60")), ok("yours", "Cache-Control: private, max-age=60"));
        List<Answer> answers = together("Cookie: 1", "Cookie: 2", "Cookie: 3");
        assertThat(answers).extracting(Answer::body).containsExactly("mine", "yours", "yours");
    }

    @Test
    @DisplayName("MUST NOT share a variant with a request that selects another (§4.1)")
    void otherVariant() {
        origin(waiting(goOn, ok("one", FRESH, "Vary: X")), ok("two", FRESH, "Vary: X"), ok("three", FRESH, "Vary: X"));
        List<Answer> answers = together("X: 1", "X: 1", "X: 2");
        assertThat(answers).extracting(Answer::body).containsExactly("one", "one", "two");
    }

    @Test
    @DisplayName("MUST NOT share what was authorized for one alone (§3.5)")
    void authorized() {
        origin(waiting(goOn, ok("mine", FRESH)), ok("yours", FRESH));
        List<Answer> answers = together("Authorization: Basic bWU6", "Authorization: Basic eW91");
        assertThat(answers).extracting(Answer::body).containsExactly("mine", "yours");
    }

    @Test
    @DisplayName("a failure answers no one else")
    void failure() {
        origin(waiting(goOn, answer(500, "sorry")), ok("two", FRESH));
        List<Answer> answers = together("X: 1", "X: 2");
        assertThat(answers).extracting(Answer::status).containsExactly(500, 200);
    }

    @Test
    @DisplayName("a write is never held up by a read, and what was read before it does not outlive it (§4.4)")
    void aWriteMeanwhile() {
        origin(waiting(goOn, ok("old", FRESH)), ok("done"), ok("new", FRESH));
        CompletableFuture<Answer> reader = CompletableFuture.supplyAsync(() -> get(), clients);
        resource().awaitOriginRequests(1);
        send("PUT").assertStatus(200).assertBody("done");
        goOn.countDown();
        assertThat(reader.join().body()).isEqualTo("old");
        get().assertForwarded().assertBody("new");
    }
}
