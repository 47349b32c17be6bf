package dev.etagere.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.etagere.servlet.Browser.Answer;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Asynchronous processing: what is held leaves before the container completes")
class AsyncIT {

    /** Completes by the context that the event carries. */
    private record OnTimeout(AtomicBoolean slow) implements AsyncListener {
        @Override
        public void onTimeout(AsyncEvent event) throws IOException {
            HttpServletResponse response = (HttpServletResponse) event.getAsyncContext().getResponse();
            response.setStatus(503);
            response.getWriter().print("too slow");
            event.getAsyncContext().complete();
        }

        @Override
        public void onComplete(AsyncEvent event) {
        }

        @Override
        public void onError(AsyncEvent event) {
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
        }
    }

    @Test
    void timeoutStoresNothingAndItsListenerAnswers() throws Exception {
        AtomicBoolean slow = new AtomicBoolean(true);
        try (Site site = Site.caching().serve("x", (request, response) -> {
            AsyncContext async = request.startAsync();
            if (slow.get()) {
                async.setTimeout(50);
                async.addListener(new OnTimeout(slow));
            } else {
                response.getWriter().print("in time");
                async.complete();
            }
        }).start()) {
            Answer late = site.browser.get("/cached/x");
            assertThat(late.status()).isEqualTo(503);
            assertThat(late.text()).isEqualTo("too slow");
            slow.set(false);
            Answer answer = site.browser.get("/cached/x");
            assertThat(answer.isHit()).isFalse();
            assertThat(answer.text()).isEqualTo("in time");
            assertThat(site.browser.get("/cached/x").isHit()).isTrue();
        }
    }

    @Test
    void timeoutWithoutListenerIsTheContainersAffair() throws Exception {
        try (Site site = Site.caching().serve("x", (request, response) -> {
            AsyncContext async = request.startAsync();
            async.setTimeout(50);
            response.getWriter().print("begun");
        }).start()) {
            int plain = site.browser.get("/plain/x").status();
            assertThat(site.browser.get("/cached/x").status()).isEqualTo(plain);
            assertThat(site.browser.get("/cached/x").isHit()).isFalse();
        }
    }

    @Test
    void streamedAnswerIsKeptWhenTheCycleEndsWell() throws Exception {
        try (Site site = Site.caching().serve("x", (request, response) -> {
            AsyncContext async = request.startAsync();
            async.start(() -> {
                try {
                    for (int i = 0; i < 3; i++) {
                        response.getOutputStream().write(("part " + i).getBytes(UTF_8));
                        response.flushBuffer();
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                } finally {
                    async.complete();
                }
            });
        }).start()) {
            assertThat(site.browser.get("/cached/x").text()).isEqualTo("part 0part 1part 2");
            Answer hit = hit(site, "/cached/x");
            assertThat(hit.text()).isEqualTo("part 0part 1part 2");
        }
    }

    /** The end of a cycle is told after the client has the answer. */
    private static Answer hit(Site site, String path) {
        Answer answer = site.browser.get(path);
        for (long end = System.nanoTime() + 10_000_000_000L; !answer.isHit() && System.nanoTime() < end;) {
            answer = site.browser.get(path);
        }
        assertThat(answer.isHit()).isTrue();
        return answer;
    }

    @Test
    void dispatchThatDoesNotComeBackThroughTheFilterLosesNothing() throws Exception {
        Site.HandClock clock = new Site.HandClock();
        AtomicInteger runs = new AtomicInteger();
        try (Site site = Site.with(settings -> settings.clock(clock).rule("/cached/{path...}", policy -> policy.ttl(Duration.ofMinutes(1))))
                .dispatchers(EnumSet.of(DispatcherType.REQUEST))
                .serve("x", (request, response) -> {
                    if (request.getDispatcherType() == DispatcherType.REQUEST) {
                        request.startAsync().dispatch();
                    } else if (request.getHeader("If-None-Match") != null) {
                        response.setStatus(304);
                    } else {
                        runs.incrementAndGet();
                        response.setHeader("ETag", "\"1\"");
                        response.setContentType("text/plain");
                        response.getWriter().print("dispatched");
                    }
                })
                .serve("big", (request, response) -> {
                    if (request.getDispatcherType() == DispatcherType.REQUEST) {
                        request.startAsync().dispatch();
                    } else {
                        response.getOutputStream().write(new byte[300_000]);
                    }
                })
                .serve("redirect", (request, response) -> {
                    if (request.getDispatcherType() == DispatcherType.REQUEST) {
                        request.startAsync().dispatch();
                    } else {
                        response.sendRedirect("/plain/x");
                    }
                }).start()) {
            assertThat(site.browser.get("/cached/x").text()).isEqualTo("dispatched");
            assertThat(hit(site, "/cached/x").text()).isEqualTo("dispatched");
            clock.pass(Duration.ofMinutes(2));
            int before = runs.get();
            Answer validated = site.browser.get("/cached/x");
            assertThat(validated.status()).as("a 304 to our own condition is not the client's").isEqualTo(200);
            assertThat(validated.text()).isEqualTo("dispatched");
            assertThat(runs).hasValue(before);
            assertThat(site.browser.get("/cached/big").body()).hasSize(300_000);
            assertThat(site.browser.get("/cached/redirect").status()).isEqualTo(302);
        }
    }

    @Test
    @DisplayName("RFC 9111 §4.3.4: a dispatched 304 refreshes what is stored")
    void validationThroughADispatch() throws Exception {
        Site.HandClock clock = new Site.HandClock();
        AtomicInteger runs = new AtomicInteger();
        try (Site site = Site.with(settings -> settings.clock(clock).rule("/cached/{path...}", policy -> policy.ttl(Duration.ofMinutes(1))))
                .serve("x", (request, response) -> {
                    if (request.getDispatcherType() == DispatcherType.REQUEST) {
                        AsyncContext async = request.startAsync();
                        async.start(async::dispatch);
                    } else if (request.getHeader("If-None-Match") != null) {
                        response.sendError(304);
                    } else {
                        runs.incrementAndGet();
                        response.setHeader("ETag", "\"1\"");
                        response.getWriter().print("dispatched");
                    }
                }).start()) {
            site.browser.get("/cached/x");
            clock.pass(Duration.ofMinutes(2));
            Answer validated = site.browser.get("/cached/x");
            assertThat(validated.status()).isEqualTo(200);
            assertThat(validated.text()).isEqualTo("dispatched");
            assertThat(site.browser.get("/cached/x").isHit()).isTrue();
            assertThat(runs).hasValue(1);
        }
    }

    @Test
    void asynchronousHandlerIsRefreshedBeforeTheAnswerFromItsSecondStaleRequestOn() throws Exception {
        Site.HandClock clock = new Site.HandClock();
        AtomicInteger version = new AtomicInteger();
        try (Site site = Site.with(settings -> settings.clock(clock).rule("/cached/{path...}",
                policy -> policy.ttl(Duration.ofMinutes(1)).staleWhileRevalidate(Duration.ofHours(1)))).serve("x", (request, response) -> {
                    AsyncContext async = request.startAsync();
                    response.getWriter().print("version " + version.incrementAndGet());
                    async.complete();
                }).start()) {
            site.browser.get("/cached/x");
            clock.pass(Duration.ofMinutes(2));
            assertThat(site.browser.get("/cached/x").text()).isEqualTo("version 1");
            List<String> texts = new java.util.ArrayList<>();
            for (long end = System.nanoTime() + 10_000_000_000L; !texts.contains("version 2") && System.nanoTime() < end;) {
                texts.add(site.browser.get("/cached/x").text());
            }
            assertThat(texts).contains("version 2");
        }
    }
}
