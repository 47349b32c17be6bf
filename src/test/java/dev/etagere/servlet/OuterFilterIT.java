package dev.etagere.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.etagere.response.MadeETag;
import dev.etagere.servlet.Browser.Answer;
import dev.etagere.servlet.container.Container;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("What stands around the filter works on a hit as on a miss")
class OuterFilterIT {

    private static Filter numbering(AtomicInteger requests) {
        return (request, response, chain) -> {
            HttpServletResponse http = (HttpServletResponse) response;
            http.setHeader("X-Request-Id", "" + requests.incrementAndGet());
            http.addHeader("Vary", "Origin");
            http.addHeader("X-Both", "outer");
            http.setHeader("X-Replaced", "outer");
            chain.doFilter(request, response);
        };
    }

    @Test
    void fieldsOfOuterFiltersAreNotFrozenIntoTheCache() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        try (Site site = Site.caching().outside(numbering(requests)).serve("x", (request, response) -> {
            response.addHeader("Vary", "Accept");
            response.addHeader("X-Both", "inner");
            response.setHeader("X-Replaced", "inner");
            response.getWriter().print("x");
        }).start()) {
            for (int i = 1; i <= 3; i++) {
                Answer answer = site.browser.get("/cached/x");
                assertThat(answer.isHit()).isEqualTo(i > 1);
                assertThat(answer.field("x-request-id")).isEqualTo("" + i);
                assertThat(answer.field("vary").toLowerCase()).contains("origin").contains("accept");
                assertThat(answer.field("x-replaced")).isEqualTo("inner");
            }
            String tag = site.browser.get("/cached/x").field("etag");
            Answer notModified = site.browser.get("/cached/x", "If-None-Match", tag);
            assertThat(notModified.status()).isEqualTo(304);
            assertThat(notModified.field("x-request-id")).isEqualTo("5");
            Answer part = site.browser.get("/cached/x?part", "Range", "bytes=0-0");
            assertThat(part.status()).isEqualTo(206);
            assertThat(part.field("x-request-id")).as("on a miss whose answer is replaced").isEqualTo("6");
            assertThat(part.field("vary").toLowerCase()).contains("origin");
        }
    }

    @Test
    void filterOnAllDispatchersActsOnce() throws Exception {
        try (Site site = Site.caching().dispatchers(EnumSet.allOf(DispatcherType.class)).serve("x", (request, response) -> {
            response.getWriter().print("<");
            request.getRequestDispatcher("/cached/inner").include(request, response);
            response.getWriter().print(">");
        }).serve("forward", (request, response) -> request.getRequestDispatcher("/cached/inner").forward(request, response))
                .serve("error", (request, response) -> response.sendError(500))
                .at("/cached/inner", (request, response) -> response.getWriter().print("inner")).start()) {
            for (int i = 0; i < 2; i++) {
                Answer including = site.browser.get("/cached/x");
                assertThat(including.text()).isEqualTo("<inner>");
                assertThat(including.isHit()).isEqualTo(i > 0);
                Answer forwarding = site.browser.get("/cached/forward");
                assertThat(forwarding.text()).isEqualTo("inner");
                assertThat(forwarding.isHit()).isEqualTo(i > 0);
                assertThat(site.browser.get("/cached/error").status()).isEqualTo(500);
            }
            assertThat(site.browser.get("/cached/inner").isHit()).as("what was included is not stored by itself").isFalse();
        }
    }

    @Test
    void headOfAnIncludedResourceIsIgnored() throws Exception {
        try (Site site = Site.caching().serve("x", (request, response) -> {
            response.setContentType("text/plain");
            response.getWriter().print("<");
            request.getRequestDispatcher("/plain/inner").include(request, response);
            response.getWriter().print(">");
        }).at("/plain/inner", (request, response) -> {
            response.setContentLength(3);
            response.setHeader("X-Inner", "yes");
            response.setStatus(500);
            response.setContentType("text/html");
            response.getWriter().print("inner");
        }).start()) {
            Answer plain = site.browser.get("/plain/x");
            SameAsUncachedIT.same(plain, site.browser.get("/cached/x"));
            Answer hit = site.browser.get("/cached/x");
            assertThat(hit.isHit()).isTrue();
            SameAsUncachedIT.same(plain, hit);
        }
    }

    @Nested
    @DisplayName("Compression by the container")
    class Compression {
        private static final String TEXT = "compress me ".repeat(500);

        @Test
        void clientGetsTheRightBytesCompressedOrNot() throws Exception {
            try (Site site = Site.caching().compressed().serve("x", (request, response) -> {
                response.setContentType("text/plain;charset=utf-8");
                response.getWriter().print(TEXT);
            }).serve("weak", (request, response) -> {
                response.setContentType("text/plain;charset=utf-8");
                response.setHeader("ETag", "W/\"1\"");
                response.getOutputStream().write(TEXT.getBytes(UTF_8));
            }).start()) {
                for (String name : new String[] {"x", "weak"}) {
                    for (int i = 0; i < 3; i++) {
                        Answer zipped = site.browser.get("/cached/" + name, "Accept-Encoding", "gzip");
                        assertThat(decoded(zipped)).as(name + i).isEqualTo(TEXT);
                        Answer plain = site.browser.get("/cached/" + name);
                        assertThat(plain.field("content-encoding")).isEmpty();
                        assertThat(plain.text()).isEqualTo(TEXT);
                        Answer notModified = site.browser.get("/cached/" + name, "Accept-Encoding", "gzip", "If-None-Match",
                                zipped.field("etag"));
                        assertThat(notModified.status()).isEqualTo(304);
                    }
                    assertThat(site.runs("/cached/" + name)).isOne();
                }
                assertThat(site.browser.get("/cached/weak", "Accept-Encoding", "gzip").field("content-encoding")).isEqualTo("gzip");
                // Tomcat compresses nothing that has a strong tag.
                assertThat(site.browser.get("/cached/x", "Accept-Encoding", "gzip").field("content-encoding"))
                        .isEqualTo(Container.isJetty() ? "gzip" : "");
            }
        }

        @Test
        void everyContainerCompressesWhatHasAWeakTagMadeOfItsContent() throws Exception {
            try (Site site = Site.with(settings -> settings.etag(MadeETag.WEAK)
                    .rule("/cached/{path...}", policy -> policy.ttl(Duration.ofHours(1)))).compressed().serve("x", (request, response) -> {
                        response.setContentType("text/plain;charset=utf-8");
                        response.getWriter().print(TEXT);
                    }).start()) {
                for (int i = 0; i < 3; i++) {
                    Answer zipped = site.browser.get("/cached/x", "Accept-Encoding", "gzip");
                    assertThat(zipped.field("content-encoding")).isEqualTo("gzip");
                    assertThat(decoded(zipped)).isEqualTo(TEXT);
                    String tag = zipped.field("etag");
                    assertThat(tag).startsWith("W/\"");
                    assertThat(site.browser.get("/cached/x", "Accept-Encoding", "gzip", "If-None-Match", tag).status()).isEqualTo(304);
                    assertThat(site.browser.get("/cached/x", "Range", "bytes=0-3", "If-Range", tag).status()).isEqualTo(200);
                    assertThat(site.browser.get("/cached/x", "Range", "bytes=0-3").status()).isEqualTo(206);
                }
                assertThat(site.runs("/cached/x")).isOne();
            }
        }

        private static String decoded(Answer answer) throws IOException {
            if (answer.field("content-encoding").isEmpty()) {
                return answer.text();
            }
            try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
                return new String(in.readAllBytes(), UTF_8);
            }
        }
    }
}
