package dev.etagere.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.etagere.servlet.Browser.Answer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("HTTP/2: the same answers, one cache for both versions")
class Http2IT {
    private static final String TEXT = "0123456789".repeat(500);

    /** Fields that differ between two answers however they were made. */
    private static final Set<String> OF_THE_MOMENT = Set.of("date", "age", "connection", "keep-alive", "transfer-encoding", "server");

    @Test
    void whatOneVersionMadeTheOtherGets() throws Exception {
        try (Site site = Site.caching().serve("x", (request, response) -> {
            response.setContentType("text/plain;charset=utf-8");
            response.setHeader("X-Made-By", request.getProtocol());
            response.getWriter().print(TEXT);
        }).start()) {
            Browser second = upgraded(site);
            Answer made = second.get("/cached/x");
            assertThat(made.field("x-made-by")).isEqualTo("HTTP/2.0");

            Answer hit = second.get("/cached/x");
            Answer older = site.browser.get("/cached/x");

            assertThat(site.runs("/cached/x")).isOne();
            assertThat(hit.isHit()).isTrue();
            assertThat(hit.text()).isEqualTo(TEXT).isEqualTo(older.text()).isEqualTo(made.text());
            assertThat(lasting(hit)).isEqualTo(lasting(older)).isEqualTo(lasting(made));
        }
    }

    @Test
    @DisplayName("RFC 9113 §8.2.2: no answer has fields of a connection")
    void noAnswerHasFieldsOfAConnection() throws Exception {
        Site.HandClock clock = new Site.HandClock();
        try (Site site = Site.with(settings -> settings.clock(clock).rule("/cached/{path...}",
                policy -> policy.ttl(Duration.ofMinutes(1)).staleWhileRevalidate(Duration.ofHours(1)))).serve("x", (request, response) -> {
                    response.setHeader("Connection", "X-Hop");
                    response.setHeader("Keep-Alive", "timeout=5");
                    response.setHeader("X-Hop", "1");
                    response.getWriter().print("text");
                }).start()) {
            Browser second = upgraded(site);
            site.browser.get("/cached/x");
            Answer hit = second.get("/cached/x");
            clock.pass(Duration.ofMinutes(5));
            Answer stale = second.get("/cached/x");

            for (Answer answer : List.of(hit, stale)) {
                assertThat(answer.isHit()).isTrue();
                assertThat(answer.fields()).doesNotContainKeys("connection", "keep-alive", "transfer-encoding", "x-hop");
            }
        }
    }

    @Test
    void conditionsRangesAndHeadAreAnswered() throws Exception {
        try (Site site = Site.caching().serve("x", (request, response) -> response.getOutputStream().write(TEXT.getBytes(UTF_8))).start()) {
            Browser second = upgraded(site);
            String tag = second.get("/cached/x").field("etag");

            assertThat(second.get("/cached/x", "If-None-Match", tag).status()).isEqualTo(304);
            assertThat(second.get("/cached/x", "If-Match", "\"other\"").status()).isEqualTo(412);
            Answer part = second.get("/cached/x", "Range", "bytes=10-19");
            assertThat(part.status()).isEqualTo(206);
            assertThat(part.text()).isEqualTo("0123456789");
            assertThat(second.get("/cached/x", "Range", "bytes=90000-").status()).isEqualTo(416);
            Answer head = second.ask("HEAD", "/cached/x");
            assertThat(head.field("content-length")).isEqualTo(Integer.toString(TEXT.length()));
            assertThat(head.body()).isEmpty();
            assertThat(site.runs("/cached/x")).isOne();
        }
    }

    @Test
    @DisplayName("RFC 5861 §3: a stale answer is complete at the client while one run still refreshes it")
    void staleAnswerGoesOutBeforeItsRefresh() throws Exception {
        Site.HandClock clock = new Site.HandClock();
        CountDownLatch go = new CountDownLatch(1);
        AtomicInteger version = new AtomicInteger();
        try (Site site = Site.with(settings -> settings.clock(clock).rule("/cached/{path...}",
                policy -> policy.ttl(Duration.ofMinutes(1)).staleWhileRevalidate(Duration.ofHours(1)))).serve("x", (request, response) -> {
                    int now = version.incrementAndGet();
                    if (now > 1) {
                        await(go);
                    }
                    response.getWriter().print("version " + now);
                }).start()) {
            Browser second = upgraded(site);
            second.get("/cached/x");
            clock.pass(Duration.ofMinutes(5));

            assertThat(second.get("/cached/x").text()).isEqualTo("version 1");
            assertThat(second.get("/cached/x").text()).as("on the same connection, while it is refreshed").isEqualTo("version 1");
            go.countDown();
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
            while (!second.get("/cached/x").text().equals("version 2")) {
                assertThat(System.nanoTime()).isLessThan(end);
            }
            assertThat(version).hasValue(2);
        }
    }

    @Test
    void aWriteIsSeenByTheNextRequestOfEitherVersion() throws Exception {
        AtomicInteger price = new AtomicInteger(10);
        try (Site site = Site.with(settings -> settings
                .rule("/cached/x", policy -> policy.ttl(Duration.ofHours(1)).tags("products"))
                .evictOn("/cached/change", List.of("POST"), "products"))
                .serve("x", (request, response) -> response.getWriter().print(price.get()))
                .serve("change", (request, response) -> response.getWriter().print(price.incrementAndGet())).start()) {
            Browser second = upgraded(site);
            for (int i = 0; i < 20; i++) {
                assertThat(second.get("/cached/x").text()).isEqualTo(Integer.toString(10 + i));
                Browser writer = i % 2 == 0 ? second : site.browser;
                writer.ask("POST", "/cached/change");
                assertThat(site.browser.get("/cached/x").text()).isEqualTo(Integer.toString(11 + i));
            }
        }
    }

    @Test
    void whatStreamsArrivesAsItIsFlushedAndIsStoredWhenItHasEnded() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        try (Site site = Site.caching().serve("x", (request, response) -> {
            response.getWriter().print("begins ");
            response.flushBuffer();
            await(go);
            response.getWriter().print("and ends");
        }).start()) {
            upgraded(site);
            try (InputStream in = stream(site, "/cached/x").body()) {
                assertThat(new String(in.readNBytes(7), UTF_8)).isEqualTo("begins ");
                go.countDown();
                assertThat(new String(in.readAllBytes(), UTF_8)).isEqualTo("and ends");
            }
            Answer hit = site.browser.http2().get("/cached/x");
            assertThat(hit.isHit()).isTrue();
            assertThat(hit.text()).isEqualTo("begins and ends");
        }
    }

    @Test
    void aStreamThatTheClientResetsLeavesNothingBehindAndTheConnectionInOrder() throws Exception {
        AtomicBoolean endless = new AtomicBoolean(true);
        CountDownLatch ended = new CountDownLatch(1);
        AtomicReference<Throwable> seen = new AtomicReference<>();
        try (Site site = Site.caching().serve("x", (request, response) -> {
            if (!endless.get()) {
                response.getWriter().print("short");
                return;
            }
            try {
                for (int i = 0; i < 1_000; i++) {
                    response.getOutputStream().write(new byte[500]);
                    response.flushBuffer();
                }
            } catch (IOException gone) {
                seen.set(gone);
            } finally {
                ended.countDown();
            }
        }).start()) {
            Browser second = upgraded(site);
            try (InputStream in = stream(site, "/cached/x").body()) {
                in.readNBytes(100);
            }
            assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(seen.get()).as("the reset was seen").isNotNull();
            endless.set(false);

            assertThat(second.get("/cached/x").text()).isEqualTo("short");
            assertThat(second.get("/cached/x").isHit()).isTrue();
        }
    }

    @Test
    @DisplayName("Content that nobody announced is content all the same: what is made of it is kept for nobody")
    void aGetWhoseContentHasNoDeclaredLengthMakesNothingForOthers() throws Exception {
        try (Site site = Site.caching()
                .serve("stream", (request, response) ->
                        response.getWriter().print("made of [" + new String(request.getInputStream().readAllBytes(), UTF_8) + ']'))
                .serve("reader", (request, response) ->
                        response.getWriter().print("made of [" + request.getReader().lines().collect(Collectors.joining()) + ']'))
                .start()) {
            Browser second = upgraded(site);
            for (String path : List.of("/cached/stream", "/cached/reader")) {
                HttpRequest withContent = HttpRequest.newBuilder(second.uri(path)).timeout(Duration.ofSeconds(20))
                        .method("GET", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream("poison".getBytes(UTF_8)))).build();
                HttpResponse<String> poisoned = Browser.HTTP_2.send(withContent, HttpResponse.BodyHandlers.ofString());
                assertThat(poisoned.body()).isEqualTo("made of [poison]");
                assertThat(poisoned.version()).isEqualTo(HttpClient.Version.HTTP_2);

                assertThat(site.browser.get(path).text()).isEqualTo("made of []");
                assertThat(site.browser.get(path).isHit()).as("a handler that finds no content there is cached").isTrue();
            }
        }
    }

    /** A browser whose connection speaks HTTP/2 already. */
    private static Browser upgraded(Site site) throws Exception {
        HttpResponse<InputStream> first = stream(site, "/");
        first.body().readAllBytes();
        assertThat(first.version()).isEqualTo(HttpClient.Version.HTTP_2);
        return site.browser.http2();
    }

    private static HttpResponse<InputStream> stream(Site site, String path) throws Exception {
        return Browser.HTTP_2.send(HttpRequest.newBuilder(site.browser.uri(path)).timeout(Duration.ofSeconds(20)).build(),
                HttpResponse.BodyHandlers.ofInputStream());
    }

    private static Map<String, List<String>> lasting(Answer answer) {
        Map<String, List<String>> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        fields.putAll(answer.fields());
        fields.keySet().removeIf(name -> OF_THE_MOMENT.contains(name) || name.startsWith(":"));
        return fields;
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            if (!latch.await(10, TimeUnit.SECONDS)) {
                throw new IOException("waited in vain");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
