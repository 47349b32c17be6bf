package dev.etagere;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.etagere.config.ConfigurationException;
import dev.etagere.http.Headers;
import dev.etagere.response.FakeRequest;
import dev.etagere.response.Load;
import dev.etagere.response.Observed;
import dev.etagere.response.Outcome;
import dev.etagere.response.Treatment;
import dev.etagere.store.HandClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EtagereTest {

    private static final String RULES = """
            rules:
              - { match: "/products/{id}", ttl: 10m, tags: ["product:{id}"] }
              - { match: /report, ttl: 10m, tags: [report], staleWhileRevalidate: 1h }
            """;

    private final HandClock clock = new HandClock();
    private final Etagere etagere = Etagere.builder()
            .config(RULES, "rules.yaml", Map.of(), getClass().getClassLoader()).clock(clock).build();

    @AfterEach
    void close() {
        etagere.close();
    }

    private Outcome ask(String path) {
        return etagere.responses().handle(FakeRequest.get(path), etagere.rules().treatment("GET", path));
    }

    /** Asks, and stores what the application would answer. */
    private void store(String path) {
        Load load = ((Outcome.Miss) ask(path)).load();
        assertThat(load.plan(200, Headers.of("Content-Type", "text/plain"), Observed.NOTHING)).isInstanceOf(Load.Plan.Hold.class);
        load.complete(Optional.of(path.getBytes(StandardCharsets.UTF_8)), Observed.NOTHING);
    }

    /** Asks to learn what is stored, and leaves it so. */
    private Class<? extends Outcome> outcome(String path) {
        Outcome outcome = ask(path);
        if (outcome instanceof Outcome.Miss miss) {
            miss.load().abandon("only looking");
        } else if (outcome instanceof Outcome.Revalidate revalidate) {
            revalidate.load().abandon("only looking");
        } else if (outcome instanceof Outcome.Stale stale) {
            stale.refresh().ifPresent(load -> load.abandon("only looking"));
        }
        return outcome.getClass();
    }

    @Test
    void whatARuleCachesIsServedUntilItsTtlHasPassedOnTheClockOfTheTest() {
        store("/products/7");
        assertThat(outcome("/products/7")).isEqualTo(Outcome.Hit.class);

        clock.advance(Duration.ofMinutes(9));
        assertThat(outcome("/products/7")).isEqualTo(Outcome.Hit.class);

        clock.advance(Duration.ofMinutes(2));
        assertThat(outcome("/products/7")).isNotEqualTo(Outcome.Hit.class);
    }

    @Test
    void evictTakesWhatCarriesTheTagAndNothingElse() {
        store("/products/7");
        store("/products/8");

        etagere.evict("product:7");

        assertThat(outcome("/products/7")).isEqualTo(Outcome.Miss.class);
        assertThat(outcome("/products/8")).isEqualTo(Outcome.Hit.class);
    }

    @Test
    void evictTakesSeveralTags() {
        store("/products/7");
        store("/report");

        assertThat(etagere.evict("product:7", "report").delivered()).isTrue();

        assertThat(outcome("/products/7")).isEqualTo(Outcome.Miss.class);
        assertThat(outcome("/report")).isEqualTo(Outcome.Miss.class);
    }

    @Test
    void expireLeavesWhatMayBeServedStale() {
        store("/report");

        etagere.expire("report");

        assertThat(outcome("/report")).isEqualTo(Outcome.Stale.class);
    }

    @Test
    void evictAllTakesEverything() {
        store("/products/7");
        store("/report");

        etagere.evictAll();

        assertThat(outcome("/products/7")).isEqualTo(Outcome.Miss.class);
        assertThat(outcome("/report")).isEqualTo(Outcome.Miss.class);
    }

    @Test
    void laterEvictionsHaveHigherNumbers() {
        long first = etagere.evict("a").number();
        long second = etagere.expire("b").number();

        assertThat(second).isGreaterThan(first);
        assertThat(etagere.evictAll().number()).isGreaterThan(second);
    }

    @Test
    void closingTwiceIsHarmlessAndLeavesNothing() {
        store("/products/7");

        etagere.close();

        assertThatCode(etagere::close).doesNotThrowAnyException();
        assertThat(outcome("/products/7")).isNotEqualTo(Outcome.Hit.class);
    }

    @Test
    void inMemoryHasNoRules() {
        try (Etagere plain = Etagere.inMemory()) {
            assertThat(plain.rules().all()).isEmpty();
            assertThat(plain.rules().treatment("GET", "/products/7")).isEqualTo(new Treatment.None());
        }
    }

    @Test
    void aFileIsOpened(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("etagere.yaml"), RULES);

        try (Etagere opened = Etagere.open(file)) {
            assertThat(opened.rules().all()).hasSize(2);
        }
    }

    @Test
    void aTextIsOpenedWithOverrides() {
        try (Etagere opened = Etagere.open(RULES, "rules.yaml", Map.of("honorOrigin", "true"), getClass().getClassLoader())) {
            assertThat(opened.rules().treatment("GET", "/other")).isEqualTo(new Treatment.Origin());
        }
    }

    @Test
    void mistakesOpenNothing() {
        assertThatThrownBy(() -> Etagere.open("ttl: 5m", "rules.yaml", Map.of(), getClass().getClassLoader()))
                .isInstanceOf(ConfigurationException.class).hasMessageStartingWith("rules.yaml:1: ttl: is not a setting");
    }
}
