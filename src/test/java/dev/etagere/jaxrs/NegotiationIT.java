package dev.etagere.jaxrs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.etagere.jaxrs.Client.Answer;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Variant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whoever asks for another representation gets another (RFC 9110 §12). */
class NegotiationIT {

    private final Menu menu = new Menu();
    private App app;

    @BeforeEach
    void start() {
        app = new App(menu, new AnimalWriter());
    }

    @AfterEach
    void stop() {
        app.close();
    }

    @Path("menu")
    public static class Menu {
        private final AtomicInteger runs = new AtomicInteger();

        @GET
        @Path("types")
        @Produces({"application/json", "text/plain"})
        @Cached(ttl = "10m")
        public Zoo.Animal types() {
            return new Zoo.Animal("a" + runs.incrementAndGet());
        }

        @GET
        @Path("methods")
        @Produces("text/plain")
        @Cached(ttl = "10m")
        public String plain() {
            return "plain" + runs.incrementAndGet();
        }

        @GET
        @Path("methods")
        @Produces("text/html")
        @Cached(ttl = "10m")
        public String html() {
            return "<html>" + runs.incrementAndGet();
        }

        @GET
        @Path("languages")
        @Produces("text/plain")
        @Cached(ttl = "10m")
        public Response languages(@Context Request request) {
            List<Variant> variants = Variant.mediaTypes(MediaType.TEXT_PLAIN_TYPE).languages(Locale.ENGLISH, Locale.GERMAN).add().build();
            Variant best = request.selectVariant(variants);
            return Response.ok(best.getLanguage().getLanguage() + runs.incrementAndGet()).language(best.getLanguage()).build();
        }

        @GET
        @Path("silent")
        @Produces("text/plain")
        @Cached(ttl = "10m")
        public String silent(@Context Request request) {
            List<Variant> variants = Variant.languages(Locale.ENGLISH, Locale.GERMAN).add().build();
            return request.selectVariant(variants).getLanguage().getLanguage() + runs.incrementAndGet();
        }
    }

    @Test
    void aVariantThatTheResponseSaysNothingOfIsOneAllTheSame() {
        for (String language : List.of("en", "de")) {
            String first = app.get("/menu/silent", "Accept-Language", language).text();
            Answer again = app.get("/menu/silent", "Accept-Language", language);
            assertThat(first).startsWith(language);
            assertThat(again.text()).isEqualTo(first);
            assertThat(again.isHit()).isTrue();
        }
    }

    @Test
    void mediaTypesAreVariants() {
        Answer json = app.get("/menu/types", "Accept", "application/json");
        Answer text = app.get("/menu/types", "Accept", "text/plain");
        Answer jsonAgain = app.get("/menu/types", "Accept", "application/json");

        assertThat(json.text()).isEqualTo("{\"name\":\"a1\"}");
        assertThat(text.text()).isEqualTo("a2");
        assertThat(jsonAgain.isHit()).isTrue();
        assertThat(jsonAgain.text()).isEqualTo(json.text());
        assertThat(json.field("Vary")).isEqualToIgnoringCase("accept");
        assertThat(jsonAgain.field("Vary")).isEqualToIgnoringCase("accept");
    }

    @Test
    void methodsOfOnePathDoNotShare() {
        Answer plain = app.get("/menu/methods", "Accept", "text/plain");
        Answer html = app.get("/menu/methods", "Accept", "text/html");
        Answer htmlAgain = app.get("/menu/methods", "Accept", "text/html");

        assertThat(plain.text()).isEqualTo("plain1");
        assertThat(html.text()).isEqualTo("<html>2");
        assertThat(htmlAgain.isHit()).isTrue();
        assertThat(htmlAgain.field("Content-Type")).startsWith("text/html");
        assertThat(plain.field("Vary")).isEqualToIgnoringCase("accept");
    }

    @Test
    void nobodyGetsWhatHeDoesNotAccept() {
        app.get("/menu/methods", "Accept", "text/plain");

        assertThat(app.get("/menu/methods", "Accept", "image/png").status()).isEqualTo(406);
    }

    @Test
    void languagesAreVariants() {
        Answer english = app.get("/menu/languages", "Accept-Language", "en");
        Answer german = app.get("/menu/languages", "Accept-Language", "de");
        Answer germanAgain = app.get("/menu/languages", "Accept-Language", "de");

        assertThat(english.text()).isEqualTo("en1");
        assertThat(german.text()).isEqualTo("de2");
        assertThat(germanAgain.isHit()).isTrue();
        assertThat(germanAgain.field("Content-Language")).isEqualTo("de");
        assertThat(germanAgain.field("Vary").toLowerCase(Locale.ROOT)).contains("accept-language");
    }
}
