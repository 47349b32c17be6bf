package dev.etagere.jaxrs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.etagere.jaxrs.Client.Answer;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A tag header from a resource method reaches the entry and not the client. */
class TagHeadersIT {

    private final App app = new App(new Pages());

    @AfterEach
    void stop() {
        app.close();
    }

    /** Tags what it returns. */
    @Path("/pages")
    public static class Pages {

        @GET
        @Path("/cached")
        @Cached(ttl = "10m")
        public Response cached() {
            return plain();
        }

        @GET
        @Path("/plain")
        public Response plain() {
            return Response.ok("page").header("Cache-Tag", "one, two").header("X-Other", "seen").build();
        }
    }

    private static void assertNothingTold(Answer answer) {
        assertThat(answer.field("Cache-Tag")).isEmpty();
        assertThat(answer.field("X-Other")).isEqualTo("seen");
    }

    @Test
    void isNotOnMissNorHitNor304() {
        Answer miss = app.get("/pages/cached");
        assertNothingTold(miss);
        Answer hit = app.get("/pages/cached");
        assertThat(hit.isHit()).isTrue();
        assertNothingTold(hit);
        Answer notModified = app.get("/pages/cached", "If-None-Match", miss.field("ETag"));
        assertThat(notModified.status()).isEqualTo(304);
        assertThat(notModified.field("Cache-Tag")).isEmpty();
    }

    @Test
    void isNotOnWhatIsNotCached() {
        assertNothingTold(app.get("/pages/plain"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"one", "two"})
    void evictsTheEntry(String tag) {
        app.get("/pages/cached");
        assertThat(app.get("/pages/cached").isHit()).isTrue();
        app.etagere.evict(tag);
        assertThat(app.get("/pages/cached").isHit()).isFalse();
    }
}
