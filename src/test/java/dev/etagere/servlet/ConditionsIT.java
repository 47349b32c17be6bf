package dev.etagere.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.etagere.servlet.Browser.Answer;
import jakarta.servlet.http.Cookie;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("RFC 9110 §13, §14: conditions and ranges are answered by the cache, whether the application runs or not")
class ConditionsIT {
    private Site site;

    @BeforeEach
    void start() throws Exception {
        site = Site.caching().serve("text", (request, response) -> {
            assertThat(request.getHeader("If-None-Match")).isNull();
            assertThat(request.getHeaders("range").hasMoreElements()).isFalse();
            assertThat(request.getDateHeader("If-Modified-Since")).isEqualTo(-1);
            assertThat(java.util.Collections.list(request.getHeaderNames())).noneMatch(name -> name.toLowerCase().startsWith("if-"));
            response.setContentType("text/plain");
            response.getOutputStream().write("0123456789".getBytes(UTF_8));
        }).serve("written", (request, response) -> {
            response.setContentType("text/plain;charset=utf-16");
            response.getWriter().write("0123456789");
        }).start();
    }

    @AfterEach
    void stop() throws Exception {
        site.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/cached/text", "/cached/written"})
    void matchingTagGets304WithoutContentOnHit(String path) {
        String tag = site.browser.get(path).field("etag");
        assertThat(tag).startsWith("\"");
        Answer answer = site.browser.get(path, "If-None-Match", tag);
        assertThat(answer.status()).isEqualTo(304);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.field("etag")).isEqualTo(tag);
        assertThat(answer.field("cache-control")).contains("max-age");
        assertThat(answer.field("content-length")).isEmpty();
        assertThat(answer.field("content-type")).isEmpty();
        assertThat(site.runs(path)).isOne();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/cached/text", "/cached/written"})
    void matchingTagGets304OnMiss(String path) {
        String tag = site.browser.get(path).field("etag");
        Answer answer = site.browser.get(path + "?other", "If-None-Match", tag);
        assertThat(answer.status()).isEqualTo(304);
        assertThat(answer.body()).isEmpty();
        assertThat(site.browser.get(path + "?other").isHit()).isTrue();
    }

    @Test
    void aSessionAndACookieThatBeginWithA304AreTheClients() throws Exception {
        Site.HandClock clock = new Site.HandClock();
        try (Site page = Site.with(settings -> settings.clock(clock).rule("/cached/{path...}", policy -> policy.ttl(Duration.ofMinutes(1))))
                .serve("page", (request, response) -> {
                    response.setHeader("ETag", "\"v1\"");
                    if (request.getHeader("If-None-Match") == null) {
                        response.getWriter().print("text");
                    } else {
                        request.getSession(true);
                        response.addCookie(new Cookie("seen", "yes"));
                        response.setStatus(304);
                    }
                }).start()) {
            page.browser.get("/cached/page");
            clock.pass(Duration.ofMinutes(2));

            Answer validated = page.browser.get("/cached/page");

            assertThat(validated.text()).isEqualTo("text");
            // Jetty itself sends a session's cookie twice when a response is reset.
            assertThat(Set.copyOf(validated.fields().get("set-cookie"))).hasSize(2).anyMatch(cookie -> cookie.startsWith("JSESSIONID="))
                    .anyMatch(cookie -> cookie.startsWith("seen=yes"));
            assertThat(page.browser.get("/cached/page").fields()).doesNotContainKey("set-cookie");
        }
    }

    @Test
    void connectionLivesOnAfter304() throws Exception {
        String tag = site.browser.get("/cached/text").field("etag");
        for (int i = 0; i < 5; i++) {
            assertThat(site.browser.get("/cached/text", "If-None-Match", tag).status()).isEqualTo(304);
            assertThat(site.browser.get("/cached/text").text()).isEqualTo("0123456789");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/cached/text", "/cached/text?miss"})
    void otherTagGetsItAll(String path) {
        Answer answer = site.browser.get(path, "If-None-Match", "\"other\"");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo("0123456789");
    }

    @Test
    void failedPreconditionGets412OnMissAndHit() {
        for (int i = 0; i < 2; i++) {
            Answer answer = site.browser.get("/cached/text", "If-Match", "\"other\"");
            assertThat(answer.status()).isEqualTo(412);
            assertThat(answer.text()).doesNotContain("0123");
        }
        assertThat(site.runs("/cached/text")).isOne();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/cached/text", "/cached/written"})
    void rangeGets206OnMissAndHit(String path) {
        byte[] whole = site.browser.get("/plain" + path.substring(7)).body();
        for (int i = 0; i < 2; i++) {
            Answer answer = site.browser.get(path, "Range", "bytes=2-5");
            assertThat(answer.status()).isEqualTo(206);
            assertThat(answer.body()).containsExactly(whole[2], whole[3], whole[4], whole[5]);
            assertThat(answer.field("content-range")).isEqualTo("bytes 2-5/" + whole.length);
            assertThat(answer.field("content-length")).isEqualTo("4");
        }
        assertThat(site.runs(path)).isOne();
        assertThat(site.browser.get(path).body()).isEqualTo(whole);
    }

    @Test
    void unsatisfiableRangeGets416OnMissAndHit() {
        for (int i = 0; i < 2; i++) {
            Answer answer = site.browser.get("/cached/text", "Range", "bytes=100-");
            assertThat(answer.status()).isEqualTo(416);
            assertThat(answer.field("content-range")).isEqualTo("bytes */10");
        }
    }

    @Test
    @DisplayName("RFC 9110 §9.3.2: HEAD is answered from GET's entry")
    void headIsAnsweredFromStored() {
        site.browser.get("/cached/text");
        Answer head = site.browser.ask("HEAD", "/cached/text");
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.field("content-length")).isEqualTo("10");
        assertThat(head.isHit()).isTrue();
        assertThat(site.runs("/cached/text")).isOne();
    }

    @Test
    void filesOfTheDefaultServletAreKeptAndServedInParts() {
        Answer plain = site.browser.get("/file.txt");
        Answer miss = site.browser.get("/cached/file.txt");
        assertThat(miss.body()).isEqualTo(plain.body()).isNotEmpty();
        Answer hit = site.browser.get("/cached/file.txt");
        assertThat(hit.isHit()).isTrue();
        assertThat(hit.body()).isEqualTo(plain.body());
        assertThat(hit.field("content-type")).isEqualTo(plain.field("content-type"));
        assertThat(hit.field("last-modified")).isNotEmpty();
        Answer part = site.browser.get("/cached/file.txt", "Range", "bytes=6-9");
        assertThat(part.status()).isEqualTo(206);
        assertThat(part.text()).isEqualTo("file");
        assertThat(site.browser.get("/cached/file.txt", "If-Modified-Since", hit.field("last-modified")).status()).isEqualTo(304);
    }

    @Test
    void rangeOfFileOnMissKeepsTheWholeFile() {
        Answer part = site.browser.get("/cached/file.txt?new", "Range", "bytes=6-9");
        assertThat(part.status()).isEqualTo(206);
        assertThat(part.text()).isEqualTo("file");
        Answer hit = site.browser.get("/cached/file.txt?new");
        assertThat(hit.isHit()).isTrue();
        assertThat(hit.text()).isEqualTo("hello file\n");
    }
}
