package dev.etagere.jaxrs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.etagere.jaxrs.Client.Answer;
import jakarta.annotation.Priority;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.WriterInterceptor;
import jakarta.ws.rs.ext.WriterInterceptorContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Filters and interceptors of others run once for each response, from the cache or not. */
class FiltersIT {

    private final Words words = new Words();
    private final Count count = new Count();
    private App app;

    @BeforeEach
    void start() {
        app = new App(words, count, new Encoding(), new Gzip(), new Rewrite(), new Late());
    }

    @AfterEach
    void stop() {
        app.close();
    }

    @Path("words")
    @Produces("text/plain")
    public static class Words {
        private final AtomicInteger runs = new AtomicInteger();

        @GET
        @Cached(ttl = "10m")
        public String words() {
            return "many words, many words, many words " + runs.incrementAndGet();
        }

        @GET
        @Path("tenants/{tenant}/{what}")
        @Cached(ttl = "10m")
        public String ofTenant(@PathParam("tenant") String tenant, @PathParam("what") String what, @Context UriInfo uri) {
            return tenant + " " + what + " " + runs.incrementAndGet();
        }

        @GET
        @Path("own-tag")
        @Cached(ttl = "10m")
        public Response ownTag(@Context Request request) {
            Response.ResponseBuilder unchanged = request.evaluatePreconditions(new jakarta.ws.rs.core.EntityTag("mine"));
            return unchanged != null ? unchanged.build() : Response.ok("tagged " + runs.incrementAndGet()).tag("mine").build();
        }
    }

    /** Counts, and answers like a CORS filter. */
    public static final class Count implements ContainerResponseFilter, WriterInterceptor {
        private final AtomicInteger responses = new AtomicInteger();
        private final AtomicInteger writes = new AtomicInteger();

        @Override
        public void filter(ContainerRequestContext request, ContainerResponseContext response) {
            responses.incrementAndGet();
            String origin = request.getHeaderString("Origin");
            if (origin != null) {
                response.getHeaders().putSingle("Access-Control-Allow-Origin", origin);
                response.getHeaders().add("Vary", "Origin");
            }
            response.getHeaders().putSingle("X-Condition", String.valueOf(request.getHeaderString("If-None-Match")));
        }

        @Override
        public void aroundWriteTo(WriterInterceptorContext context) throws IOException {
            writes.incrementAndGet();
            context.proceed();
        }
    }

    /** Says how the content is encoded, for those who accept it. */
    @Priority(Priorities.ENTITY_CODER)
    public static final class Encoding implements ContainerResponseFilter {
        @Override
        public void filter(ContainerRequestContext request, ContainerResponseContext response) {
            String accepted = request.getHeaderString("Accept-Encoding");
            if (accepted != null && accepted.contains("gzip") && response.hasEntity()) {
                response.getHeaders().putSingle("Content-Encoding", "gzip");
                response.getHeaders().add("Vary", "Accept-Encoding");
            }
        }
    }

    /** Encodes what the field says. */
    @Priority(Priorities.ENTITY_CODER)
    public static final class Gzip implements WriterInterceptor {
        @Override
        public void aroundWriteTo(WriterInterceptorContext context) throws IOException {
            if (!"gzip".equals(context.getHeaders().getFirst("Content-Encoding"))) {
                context.proceed();
                return;
            }
            OutputStream out = context.getOutputStream();
            GZIPOutputStream gzip = new GZIPOutputStream(out);
            context.setOutputStream(gzip);
            try {
                context.proceed();
                gzip.finish();
            } finally {
                context.setOutputStream(out);
            }
        }
    }

    /** Puts the tenant that a field names into the path. */
    @PreMatching
    public static final class Rewrite implements ContainerRequestFilter {
        @Override
        public void filter(ContainerRequestContext request) {
            String tenant = request.getHeaderString("X-Tenant");
            if (tenant != null) {
                UriInfo uri = request.getUriInfo();
                request.setRequestUri(uri.getBaseUri(), uri.getBaseUriBuilder().path("words/tenants").path(tenant).path("menu").build());
            }
        }
    }

    /** Adds what the query asks for, after the method has answered. */
    public static final class Late implements ContainerResponseFilter {
        @Override
        public void filter(ContainerRequestContext request, ContainerResponseContext response) {
            String late = request.getHeaderString("X-Late");
            if ("cookie".equals(late)) {
                response.getHeaders().add("Set-Cookie", new NewCookie.Builder("late").value("1").build());
            } else if ("no-store".equals(late)) {
                response.getHeaders().putSingle("Cache-Control", "no-store");
            }
        }
    }

    private static String unzip(Answer answer) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void othersRunOnceForAMissAndOnceForAHit() {
        app.get("/words");
        assertThat(count.responses).hasValue(1);
        assertThat(count.writes).hasValue(1);
        Answer hit = app.get("/words");
        assertThat(hit.isHit()).isTrue();
        assertThat(count.responses).hasValue(2);
        assertThat(count.writes).hasValue(2);
        app.get("/words", "If-None-Match", hit.field("ETag"));
        assertThat(count.responses).hasValue(3);
        assertThat(count.writes).hasValue(2);
    }

    @Test
    void whatAFilterSetsForOneOriginIsNotGivenToAnother() {
        Answer a = app.get("/words", "Origin", "https://a.example");
        Answer b = app.get("/words", "Origin", "https://b.example");
        Answer none = app.get("/words");

        assertThat(b.isHit()).isTrue();
        assertThat(none.isHit()).isTrue();
        assertThat(a.field("Access-Control-Allow-Origin")).isEqualTo("https://a.example");
        assertThat(b.field("Access-Control-Allow-Origin")).isEqualTo("https://b.example");
        assertThat(none.field("Access-Control-Allow-Origin")).isEmpty();
        assertThat(b.field("Vary")).isEqualTo("Origin");
    }

    @Test
    void encodingRunsOnWhatIsKeptPlain() {
        Answer miss = app.get("/words", "Accept-Encoding", "gzip");
        Answer plain = app.get("/words");
        Answer hit = app.get("/words", "Accept-Encoding", "gzip");

        assertThat(miss.field("Content-Encoding")).isEqualTo("gzip");
        assertThat(unzip(miss)).isEqualTo("many words, many words, many words 1");
        assertThat(plain.isHit()).isTrue();
        assertThat(plain.text()).isEqualTo("many words, many words, many words 1");
        assertThat(plain.field("Content-Encoding")).isEmpty();
        assertThat(hit.isHit()).isTrue();
        assertThat(unzip(hit)).isEqualTo(plain.text());
    }

    /** RESTEasy sends the head with an encoder's first byte, which this one writes before there is any content. */
    @Test
    void tagOfEncodedContentIsWeakAndStillValidates() {
        Answer miss = app.get("/words", "Accept-Encoding", "gzip");
        Answer hit = app.get("/words", "Accept-Encoding", "gzip");
        Answer plain = app.get("/words");
        Answer unchanged = app.get("/words", "Accept-Encoding", "gzip", "If-None-Match", hit.field("ETag"));

        assertThat(hit.field("ETag")).startsWith("W/\"");
        if (!Server.implementation().equals("resteasy")) {
            assertThat(miss.field("ETag")).isEqualTo(hit.field("ETag"));
        }
        assertThat(plain.field("ETag")).startsWith("\"");
        assertThat(unchanged.status()).isEqualTo(304);
    }

    @Test
    void aPartIsNotEncoded() {
        app.get("/words");
        Answer part = app.get("/words", "Accept-Encoding", "gzip", "Range", "bytes=0-3");

        assertThat(part.status()).isEqualTo(206);
        assertThat(part.field("Content-Encoding")).isEmpty();
        assertThat(part.text()).isEqualTo("many");
    }

    @Test
    void conditionOnAMissWithEncodingGetsTheWhole() {
        Answer first = app.get("/words", "Accept-Encoding", "gzip");
        app.etagere.evictAll();
        Answer second = app.get("/words", "Accept-Encoding", "gzip", "If-None-Match", "\"x\"", "Range", "bytes=0-3");

        assertThat(first.status()).isEqualTo(200);
        assertThat(second.status()).isEqualTo(200);
        assertThat(unzip(second)).endsWith("2");
    }

    @Test
    void requestsAreToldApartByTheUriThatAFilterMade() {
        assertThat(app.get("/words", "X-Tenant", "red").text()).isEqualTo("red menu 1");
        assertThat(app.get("/words", "X-Tenant", "blue").text()).isEqualTo("blue menu 2");
        assertThat(app.get("/words").text()).endsWith("words 3");
        assertThat(app.get("/words", "X-Tenant", "red").text()).isEqualTo("red menu 1");
        assertThat(app.get("/words/tenants/red/menu").text()).isEqualTo("red menu 1");
    }

    @Test
    void conditionsAreKeptFromTheMethodAndGivenBackToTheFilters() {
        Answer miss = app.get("/words/own-tag", "If-None-Match", "\"mine\"");

        assertThat(words.runs).hasValue(1);
        assertThat(miss.status()).isEqualTo(304);
        assertThat(miss.field("X-Condition")).isEqualTo("\"mine\"");
        Answer hit = app.get("/words/own-tag");
        assertThat(hit.isHit()).isTrue();
        assertThat(hit.text()).isEqualTo("tagged 1");
    }

    @Test
    void methodsOwnTagValidatesWhatIsStored() {
        app.get("/words/own-tag");
        app.clock.pass(java.time.Duration.ofMinutes(11));
        Answer second = app.get("/words/own-tag");

        assertThat(second.status()).isEqualTo(200);
        assertThat(second.text()).isEqualTo("tagged 1");
        assertThat(words.runs).hasValue(1);
    }

    @Test
    void aFilterThatForbidsStoringIsHeard() {
        Answer first = app.get("/words", "X-Late", "no-store");
        Answer second = app.get("/words");

        assertThat(first.field("Cache-Control")).isEqualTo("no-store");
        assertThat(second.isHit()).isFalse();
        assertThat(second.text()).endsWith("2");
    }

    @Test
    void aFiltersCookieIsNeitherStoredNorLeftToSharedCachesOnTheWay() {
        Answer first = app.get("/words", "X-Late", "cookie");
        Answer hit = app.get("/words");
        Answer hitWithCookie = app.get("/words", "X-Late", "cookie");

        assertThat(first.field("Set-Cookie")).contains("late=1");
        assertThat(first.field("Cache-Control")).doesNotContain("public");
        assertThat(hit.isHit()).isTrue();
        assertThat(hit.field("Set-Cookie")).isEmpty();
        assertThat(hit.field("Cache-Control")).contains("public");
        assertThat(hitWithCookie.field("Cache-Control")).doesNotContain("public");
    }
}
