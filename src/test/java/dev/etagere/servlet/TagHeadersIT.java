package dev.etagere.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A tag header from the application reaches the entry and not the client")
class TagHeadersIT {
    private Site site;

    @BeforeEach
    void start() throws Exception {
        site = Site.with(settings -> settings.tagHeaders(List.of("Cache-Tag", "Surrogate-Key"))
                .rule("/cached/{path...}", policy -> policy.ttl(Duration.ofHours(1)))).serve("page", (request, response) -> {
                    response.setHeader("cache-tag", "one, two");
                    response.addHeader("Surrogate-Key", "three");
                    response.addHeader("Surrogate-Key", "four");
                    assertThat(response.getHeader("Cache-Tag")).isEqualTo("one, two");
                    assertThat(response.getHeaders("surrogate-key")).containsExactly("three", "four");
                    assertThat(response.containsHeader("Cache-Tag")).isTrue();
                    response.setHeader("X-Other", "seen");
                    response.getWriter().write("page");
                    if (request.getParameter("flush") != null) {
                        response.flushBuffer();
                    }
                    if (request.getParameter("fail") != null) {
                        response.sendError(500);
                    }
                }).start();
    }

    @AfterEach
    void stop() throws Exception {
        site.close();
    }

    private void assertNothingTold(Browser.Answer answer) {
        assertThat(answer.field("cache-tag")).isEmpty();
        assertThat(answer.field("surrogate-key")).isEmpty();
    }

    @Test
    void isNotOnMissNorHitNor304() {
        Browser.Answer miss = site.browser.get("/cached/page");
        assertNothingTold(miss);
        assertThat(miss.field("x-other")).isEqualTo("seen");
        assertNothingTold(site.browser.get("/cached/page"));
        assertThat(site.runs("/cached/page")).isOne();
        Browser.Answer notModified = site.browser.get("/cached/page", "If-None-Match", miss.field("etag"));
        assertThat(notModified.status()).isEqualTo(304);
        assertNothingTold(notModified);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/plain/page", "/cached/page?flush", "/cached/page?fail"})
    void isNotOnWhatGoesByOrStreamsOrFails(String path) {
        assertNothingTold(site.browser.get(path));
    }

    @ParameterizedTest
    @ValueSource(strings = {"one", "two", "three", "four"})
    void evictsTheEntry(String tag) {
        site.browser.get("/cached/page");
        site.etagere().evict(tag);
        site.browser.get("/cached/page");
        assertThat(site.runs("/cached/page")).isEqualTo(2);
    }
}
