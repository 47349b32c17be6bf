package dev.etagere.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A filter whose cache has been closed")
class ClosedIT {

    @Test
    void letsEveryRequestThroughToTheApplication() throws Exception {
        try (Site site = Site.caching().serve("x", (request, response) -> response.getWriter().print("made")).start()) {
            assertThat(site.browser.get("/cached/x").isHit()).isFalse();
            assertThat(site.browser.get("/cached/x").isHit()).isTrue();
            site.etagere().close();
            for (int i = 2; i <= 4; i++) {
                Browser.Answer answer = site.browser.get("/cached/x");
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.body()).asString().isEqualTo("made");
                assertThat(answer.isHit()).isFalse();
                assertThat(site.runs("/cached/x")).isEqualTo(i);
            }
        }
    }
}
