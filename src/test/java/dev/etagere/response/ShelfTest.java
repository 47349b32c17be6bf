package dev.etagere.response;

import static org.assertj.core.api.Assertions.assertThat;

import dev.etagere.cache.CacheManager;
import dev.etagere.http.Freshness;
import dev.etagere.http.Headers;
import dev.etagere.http.Vary;
import dev.etagere.response.Shelf.Lookup;
import dev.etagere.store.memory.MemoryBackend;
import dev.etagere.store.memory.MemoryOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is taken from the shelf, and what stays. */
class ShelfTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final InstantSource TIME = InstantSource.fixed(NOW);
    private static final Vary LANGUAGE = Vary.of(List.of("Accept-Language"));

    private final CacheManager caches = new CacheManager(MemoryBackend.open(MemoryOptions.DEFAULT, TIME), TIME);
    private final Shelf shelf = new Shelf(caches, caches.region("responses", Stored::bytes, new StoredCodec()), 4);

    @AfterEach
    void close() {
        caches.close();
    }

    private StoredResponse response(Vary vary, String language, int secondsAgo) {
        FakeRequest request = request(language);
        Freshness freshness = Freshness.ofTtl(Duration.ofMinutes(5), Duration.ZERO, Duration.ZERO, NOW.minusSeconds(secondsAgo));
        StoredResponse.Terms terms = new StoredResponse.Terms("key", freshness, vary, vary.selection(request), ClientControl.APPLICATIONS,
                Set.of(), shelf.fence());
        byte[] content = (language + secondsAgo).getBytes(StandardCharsets.UTF_8);
        return new StoredResponse(Representation.of(200, Headers.of("Content-Type", "text/plain"), content), terms, request.headers());
    }

    private static FakeRequest request(String language) {
        return FakeRequest.get("/a").header("Accept-Language", language);
    }

    private boolean has(String language) {
        return shelf.find("key", request(language)) instanceof Lookup.Found;
    }

    @Test
    void whatStandsThereIsTakenAway() {
        StoredResponse response = response(Vary.none(), "de", 0);
        shelf.put(response, NOW);
        shelf.remove(response);
        assertThat(has("de")).isFalse();
    }

    @Test
    void whatWasPutInItsPlaceMeanwhileStays() {
        StoredResponse old = response(Vary.none(), "de", 9);
        shelf.put(old, NOW);
        shelf.put(response(Vary.none(), "de", 0), NOW);
        shelf.remove(old);
        assertThat(has("de")).isTrue();
    }

    @Test
    void ofVariantsOneIsTakenAwayAndTheOthersStay() {
        StoredResponse german = response(LANGUAGE, "de", 0);
        shelf.put(german, NOW);
        shelf.put(response(LANGUAGE, "fr", 0), NOW);
        shelf.remove(german);
        assertThat(has("de")).isFalse();
        assertThat(has("fr")).isTrue();
    }

    @Test
    void aVariantThatWasPutInItsPlaceMeanwhileStays() {
        StoredResponse old = response(LANGUAGE, "de", 9);
        shelf.put(old, NOW);
        shelf.put(response(LANGUAGE, "de", 0), NOW);
        shelf.remove(old);
        assertThat(has("de")).isTrue();
    }
}
