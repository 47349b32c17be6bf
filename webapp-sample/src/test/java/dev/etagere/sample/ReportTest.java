package dev.etagere.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.etagere.Etagere;
import dev.etagere.sample.Client.Answer;
import dev.etagere.servlet.CacheFilter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The report as time passes: the sample's own rules under a clock that is set by hand. */
final class ReportTest {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-21T12:00:00Z"));
    private final InstantSource clock = now::get;
    private Etagere etagere;
    private Running shop;
    private Client client;

    @BeforeEach
    void open() throws Exception {
        etagere = Etagere.builder().config(Path.of("src/main/webapp/WEB-INF/etagere.yaml")).clock(clock).build();
        shop = SampleServer.start(ShopContract.WEBAPP, context -> CacheFilter.publish(context.getServletContext(), etagere));
        client = new Client(shop.uri());
        assertThat(client.get("api/report").isMiss().json().get("run").asInt()).isEqualTo(1);
    }

    @AfterEach
    void close() throws Exception {
        shop.close();
        etagere.close();
    }

    @Test
    void itsAgeAndWhatRemainsAreTold() throws Exception {
        pass(Duration.ofSeconds(12));
        Answer hit = client.get("api/report").isHit();
        assertThat(hit.header("Age")).contains("12");
        assertThat(hit.header("Cache-Control")).contains("public, max-age=18");
        assertThat(hit.cacheStatus()).isEqualTo("Etagere; hit; ttl=18");
    }

    @Test
    void onceExpiredItStillGoesOutAtOnceAndIsMadeAnewOnce() throws Exception {
        pass(Duration.ofMinutes(5));
        Answer stale = client.get("api/report").hasStatus(200);
        assertThat(stale.json().get("run").asInt()).isEqualTo(1);
        assertThat(stale.cacheStatus()).contains("; hit").contains("ttl=-");

        Answer anew = client.until("api/report", answer -> answer.json().get("run").asInt() > 1);
        assertThat(anew.json().get("run").asInt()).isEqualTo(2);
        client.get("api/report").isHit();
    }

    @Test
    void longExpiredItIsMadeBeforeItIsAnswered() throws Exception {
        pass(Duration.ofHours(2));
        assertThat(client.get("api/report").isMiss().json().get("run").asInt()).isEqualTo(2);
    }

    private void pass(Duration time) {
        now.updateAndGet(instant -> instant.plus(time));
    }
}
