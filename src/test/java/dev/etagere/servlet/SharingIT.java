package dev.etagere.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.etagere.servlet.Browser.Answer;
import dev.etagere.servlet.container.Container;
import java.io.InputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Requests share what one of them makes, and see what a write has changed")
class SharingIT {

    @Test
    void requestsAtTheSameTimeShareOneRun() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        ExecutorService clients = Executors.newFixedThreadPool(8);
        try (Site site = Site.caching().serve("slow", (request, response) -> {
            await(go);
            response.getWriter().print("made once");
        }).start()) {
            CyclicBarrier together = new CyclicBarrier(9);
            List<CompletableFuture<Answer>> answers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                answers.add(CompletableFuture.supplyAsync(() -> {
                    meet(together);
                    return site.browser.get("/cached/slow");
                }, clients));
            }
            meet(together);
            // Whoever comes later finds it stored: the count is the same whether they wait or not.
            go.countDown();
            for (CompletableFuture<Answer> answer : answers) {
                assertThat(answer.get(10, TimeUnit.SECONDS).text()).isEqualTo("made once");
            }
            assertThat(site.runs("/cached/slow")).isOne();
        } finally {
            clients.shutdownNow();
        }
    }

    @Test
    @DisplayName("RFC 5861 §3: a stale answer is complete at the client while one run still refreshes it")
    void staleAnswerGoesOutBeforeItsRefresh() throws Exception {
        Site.HandClock clock = new Site.HandClock();
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch refreshed = new CountDownLatch(1);
        AtomicInteger version = new AtomicInteger();
        try (Site site = refreshing(clock).serve("x", (request, response) -> {
            int now = version.incrementAndGet();
            if (now > 1) {
                await(go);
            }
            response.setContentType("text/plain");
            response.getWriter().print("version " + now);
            response.flushBuffer();
            request.getRequestDispatcher("/plain/tail").include(request, response);
            refreshed.countDown();
        }).at("/plain/tail", (request, response) -> response.getWriter().print(" äé")).start()) {
            Answer first = site.browser.get("/cached/x");
            clock.pass(Duration.ofMinutes(5));
            Answer stale = site.browser.get("/cached/x");
            assertThat(stale.text()).startsWith("version 1");
            assertThat(stale.field("age")).isEqualTo("300");
            assertThat(site.browser.get("/cached/x").text()).as("while it is refreshed").startsWith("version 1");
            go.countDown();
            Answer fresh = until(site, "/cached/x", "version 2");
            assertThat(fresh.body()).isEqualTo(new String(first.body(), "ISO-8859-1").replace('1', '2').getBytes("ISO-8859-1"));
            assertThat(fresh.field("content-type")).isEqualTo(first.field("content-type"));
            assertThat(version).hasValue(2);
        }
    }

    @Test
    void refreshThatFailsLeavesTheStaleAnswerAndHarmsNoConnection() throws Exception {
        Site.HandClock clock = new Site.HandClock();
        AtomicInteger runs = new AtomicInteger();
        CountDownLatch refreshed = new CountDownLatch(1);
        try (Site site = refreshing(clock).serve("x", (request, response) -> {
            if (runs.incrementAndGet() > 1) {
                refreshed.countDown();
                response.sendError(500, "half way");
                throw new IllegalStateException("on purpose");
            }
            response.getWriter().print("version 1");
        }).start()) {
            site.browser.get("/cached/x");
            clock.pass(Duration.ofMinutes(5));
            for (int i = 0; i < 3; i++) {
                Answer answer = site.browser.get("/cached/x");
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.text()).isEqualTo("version 1");
            }
            assertThat(refreshed.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void refreshForwardsAndRedirectsWithoutTouchingTheClient() throws Exception {
        Site.HandClock clock = new Site.HandClock();
        AtomicInteger version = new AtomicInteger();
        try (Site site = refreshing(clock).serve("x", (request, response) -> {
            response.setHeader("X-Version", "" + version.incrementAndGet());
            request.getRequestDispatcher("/plain/view").forward(request, response);
        }).at("/plain/view", (request, response) -> {
            response.setContentType("text/html;charset=utf-8");
            response.getWriter().print("view €");
        }).start()) {
            site.browser.get("/cached/x");
            clock.pass(Duration.ofMinutes(5));
            assertThat(site.browser.get("/cached/x").field("x-version")).isEqualTo("1");
            // On Jetty the background run fails, as a forward needs an open response, and the next one comes first.
            Answer fresh = untilField(site, "/cached/x", "x-version", Container.isJetty() ? "3" : "2");
            assertThat(fresh.text()).isEqualTo("view €");
            assertThat(fresh.field("content-type")).isEqualToIgnoringCase("text/html;charset=utf-8");
        }
    }

    @Test
    void endlessRefreshIsStopped() throws Exception {
        Site.HandClock clock = new Site.HandClock();
        AtomicInteger runs = new AtomicInteger();
        CountDownLatch stopped = new CountDownLatch(1);
        try (Site site = refreshing(clock).serve("x", (request, response) -> {
            if (runs.incrementAndGet() == 1) {
                response.getWriter().print("ends");
                return;
            }
            response.setContentType("text/event-stream");
            try {
                while (true) {
                    response.getOutputStream().write("data: x\n\n".getBytes(UTF_8));
                    response.flushBuffer();
                }
            } finally {
                stopped.countDown();
            }
        }).start()) {
            site.browser.get("/cached/x");
            clock.pass(Duration.ofMinutes(5));
            assertThat(site.browser.get("/cached/x").text()).isEqualTo("ends");
            assertThat(stopped.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** The container would send the answer as soon as the declared length is written, before the handler has returned. */
    @Test
    void whoHasSeenTheAnswerToAWriteNoLongerGetsWhatWasBefore() throws Exception {
        AtomicReference<String> value = new AtomicReference<>("0");
        try (Site site = Site.with(settings -> settings
                .evictOn("/cached/item", Set.of("POST", "PUT"), "items")
                .rule("/cached/{path...}", policy -> policy.ttl(Duration.ofHours(1)).tags("items")))
                .at("/cached/item", (request, response) -> {
                    if (request.getMethod().equals("GET")) {
                        response.getWriter().print(value.get());
                        return;
                    }
                    value.set(request.getParameter("to"));
                    switch (request.getParameter("how")) {
                        case "declared" -> {
                            response.setContentLength(2);
                            response.getOutputStream().write("ok".getBytes(UTF_8));
                            response.getOutputStream().close();
                        }
                        case "flushed" -> {
                            response.getWriter().print("ok");
                            response.flushBuffer();
                        }
                        case "long" -> response.getOutputStream().write(new byte[3_000_000]);
                        case "redirect" -> response.sendRedirect("/cached/item");
                        case "async" -> {
                            var async = request.startAsync();
                            async.start(() -> {
                                ((jakarta.servlet.http.HttpServletResponse) async.getResponse()).setStatus(204);
                                async.complete();
                            });
                        }
                        default -> response.setStatus(204);
                    }
                }).start()) {
            int n = 0;
            for (int round = 0; round < 10; round++) {
                for (String how : List.of("declared", "flushed", "long", "redirect", "async", "empty")) {
                    site.browser.get("/cached/item");
                    String next = "" + ++n;
                    Answer answer = site.browser.ask("PUT", "/cached/item?how=" + how + "&to=" + next);
                    assertThat(answer.status()).as(how).isLessThan(400);
                    assertThat(site.browser.get("/cached/item").text()).as(how).isEqualTo(next);
                }
            }
        }
    }

    @Test
    void firstByteOfAWriteLeavesOnlyAfterItsEvictions() throws Exception {
        AtomicReference<String> value = new AtomicReference<>("old");
        CountDownLatch seen = new CountDownLatch(1);
        try (Site site = Site.with(settings -> settings.evictOn("/cached/item", Set.of("POST"), "items")
                .rule("/cached/{path...}", policy -> policy.ttl(Duration.ofHours(1)).tags("items")))
                .at("/cached/item", (request, response) -> {
                    if (request.getMethod().equals("POST")) {
                        value.set("new");
                        response.getWriter().print("begun");
                        response.flushBuffer();
                        await(seen);
                    } else {
                        response.getWriter().print(value.get());
                    }
                }).start()) {
            site.browser.get("/cached/item");
            try (Socket socket = site.browser.open("POST", "/cached/item")) {
                InputStream in = socket.getInputStream();
                assertThat(in.read()).isPositive();
                assertThat(site.browser.get("/cached/item").text()).isEqualTo("new");
            } finally {
                seen.countDown();
            }
        }
    }

    private static Site.Builder refreshing(Site.HandClock clock) {
        return Site.with(settings -> settings.clock(clock)
                .rule("/cached/{path...}", policy -> policy.ttl(Duration.ofMinutes(1)).staleWhileRevalidate(Duration.ofHours(1))));
    }

    /** A refresh ends after its answer: asks until it shows. */
    private static Answer until(Site site, String path, String text) {
        Answer answer = site.browser.get(path);
        for (long end = System.nanoTime() + 10_000_000_000L; !answer.text().startsWith(text) && System.nanoTime() < end;) {
            answer = site.browser.get(path);
        }
        assertThat(answer.text()).startsWith(text);
        return answer;
    }

    private static Answer untilField(Site site, String path, String field, String value) {
        Answer answer = site.browser.get(path);
        for (long end = System.nanoTime() + 10_000_000_000L; !answer.field(field).equals(value) && System.nanoTime() < end;) {
            answer = site.browser.get(path);
        }
        assertThat(answer.field(field)).isEqualTo(value);
        return answer;
    }

    static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
