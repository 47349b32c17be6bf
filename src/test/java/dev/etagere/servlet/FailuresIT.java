package dev.etagere.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.etagere.servlet.Browser.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Nothing is stored of an answer that did not end well")
class FailuresIT {

    private static Site.Builder stale(Site.HandClock clock) {
        return Site.with(settings -> settings.clock(clock)
                .rule("/cached/{path...}", policy -> policy.ttl(Duration.ofMinutes(1)).staleIfError(Duration.ofHours(1))));
    }

    /** Asks although the answer may break off. */
    private static void tolerant(Site site, String path) {
        try (Socket socket = site.browser.openOnce("GET", path)) {
            InputStream in = socket.getInputStream();
            byte[] buffer = new byte[1 << 14];
            socket.setSoTimeout(10_000);
            while (in.read(buffer) >= 0) {
                continue;
            }
        } catch (IOException brokenOff) {
            // as expected
        }
    }

    @Test
    void exceptionBeforeTheFirstByteIsTheContainersAffair() throws Exception {
        AtomicBoolean broken = new AtomicBoolean(true);
        try (Site site = Site.caching().serve("x", (request, response) -> {
            response.setHeader("X-A", "1");
            response.getWriter().print("text");
            if (broken.get()) {
                throw new IllegalStateException("on purpose");
            }
        }).start()) {
            assertThat(site.browser.get("/cached/x").status()).isEqualTo(500);
            broken.set(false);
            Answer answer = site.browser.get("/cached/x");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.isHit()).isFalse();
            assertThat(answer.text()).isEqualTo("text");
            assertThat(site.browser.get("/cached/x").isHit()).isTrue();
        }
    }

    @Test
    void exceptionAfterTheFirstByteStoresNothing() throws Exception {
        AtomicBoolean broken = new AtomicBoolean(true);
        try (Site site = Site.caching().serve("x", (request, response) -> {
            response.getWriter().print("text");
            response.flushBuffer();
            if (broken.get()) {
                throw new IllegalStateException("on purpose");
            }
        }).start()) {
            tolerant(site, "/cached/x");
            broken.set(false);
            assertThat(site.browser.get("/cached/x").isHit()).isFalse();
        }
    }

    @Test
    void declaredLengthThatIsNotMetStoresNothing() throws Exception {
        try (Site site = Site.caching().serve("short", (request, response) -> {
            response.setContentLength(10);
            response.getOutputStream().write("12345".getBytes(UTF_8));
        }).serve("short-flushed", (request, response) -> {
            response.setContentLength(10);
            response.getOutputStream().write("12345".getBytes(UTF_8));
            response.flushBuffer();
        }).serve("short-text", (request, response) -> {
            response.setHeader("content-length", "10");
            response.getWriter().write("12345");
        }).serve("nothing", (request, response) -> response.setContentLength(10)).start()) {
            for (String name : new String[] {"short", "short-flushed", "short-text", "nothing"}) {
                tolerant(site, "/cached/" + name);
                tolerant(site, "/cached/" + name);
                assertThat(site.runs("/cached/" + name)).as(name).isEqualTo(2);
            }
        }
    }

    @Test
    void clientThatBreaksOffLeavesNothingBehindThoughTheHandlerSwallowsTheException() throws Exception {
        CountDownLatch gone = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        AtomicBoolean failed = new AtomicBoolean();
        try (Site site = Site.caching().serve("x", (request, response) -> {
            if (request.getParameter("slow") != null && ended.getCount() > 0) {
                try {
                    response.getOutputStream().write(new byte[1000]);
                    response.flushBuffer();
                    assertThat(gone.await(10, TimeUnit.SECONDS)).isTrue();
                    for (int i = 0; i < 2000; i++) {
                        response.getOutputStream().write(new byte[100]);
                        response.flushBuffer();
                    }
                } catch (IOException e) {
                    failed.set(true);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                } finally {
                    ended.countDown();
                }
            } else {
                response.getWriter().print("fine");
            }
        }).start()) {
            try (Socket socket = site.browser.open("GET", "/cached/x?slow")) {
                assertThat(socket.getInputStream().read()).isPositive();
                socket.setSoLinger(true, 0);
            }
            gone.countDown();
            assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(failed).as("the handler met the broken connection").isTrue();
            Answer answer = site.browser.get("/cached/x?slow");
            assertThat(answer.text()).isEqualTo("fine");
            assertThat(answer.isHit()).isFalse();
        }
    }

    @Test
    @DisplayName("RFC 5861 §4: what is stored goes out in place of an exception, an error or a 5xx")
    void staleAnswerTakesThePlaceOfFailure() throws Exception {
        Site.HandClock clock = new Site.HandClock();
        AtomicBoolean broken = new AtomicBoolean();
        Site.Handler throwing = (request, response) -> {
            if (broken.get()) {
                response.getWriter().print("half");
                throw new IllegalStateException("on purpose");
            }
            response.getWriter().print("good");
        };
        Site.Handler erring = (request, response) -> {
            if (broken.get()) {
                response.sendError(503);
            } else {
                response.getWriter().print("good");
            }
        };
        Site.Handler failing = (request, response) -> {
            response.setStatus(broken.get() ? 502 : 200);
            response.getWriter().print(broken.get() ? "bad gateway" : "good");
        };
        try (Site site = stale(clock).serve("throwing", throwing).serve("erring", erring).serve("failing", failing).start()) {
            String[] paths = {"/cached/throwing", "/cached/erring", "/cached/failing"};
            for (String path : paths) {
                site.browser.get(path);
            }
            clock.pass(Duration.ofMinutes(5));
            broken.set(true);
            for (String path : paths) {
                Answer answer = site.browser.get(path);
                assertThat(answer.status()).as(path).isEqualTo(200);
                assertThat(answer.text()).as(path).isEqualTo("good");
                assertThat(answer.field("age")).as(path).isEqualTo("300");
            }
            broken.set(false);
            Answer recovered = site.browser.get("/cached/throwing");
            assertThat(recovered.field("age")).isEmpty();
            assertThat(recovered.text()).isEqualTo("good");
        }
    }

    @Test
    void errorOfTheClientsMakingIsNotHidden() throws Exception {
        Site.HandClock clock = new Site.HandClock();
        AtomicBoolean gone = new AtomicBoolean();
        try (Site site = stale(clock).serve("x", (request, response) -> {
            if (gone.get()) {
                response.sendError(404);
            }
            response.getWriter().print("good");
        }).start()) {
            site.browser.get("/cached/x");
            clock.pass(Duration.ofMinutes(5));
            gone.set(true);
            assertThat(site.browser.get("/cached/x").status()).isEqualTo(404);
        }
    }
}
