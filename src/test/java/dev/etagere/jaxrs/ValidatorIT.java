package dev.etagere.jaxrs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.etagere.jaxrs.Client.Answer;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the classes do that an annotation names. */
class ValidatorIT {

    private static volatile long version;
    private static volatile boolean unknown;

    private final Rows rows = new Rows();
    private App app;

    @BeforeEach
    void start() {
        version = 1;
        unknown = false;
        app = new App(rows);
    }

    @AfterEach
    void stop() {
        app.close();
    }

    @Path("rows")
    @Produces("text/plain")
    public static class Rows {
        private final AtomicInteger runs = new AtomicInteger();

        @GET
        @Path("versioned")
        @Cached(ttl = "10m", validator = RowVersion.class)
        public String versioned() {
            return "v" + version + " run " + runs.incrementAndGet();
        }

        @GET
        @Path("dated")
        @Cached(ttl = "10m", validator = RowDate.class)
        public String dated() {
            return "run " + runs.incrementAndGet();
        }

        @GET
        @Path("keyed/{id}")
        @Cached(ttl = "10m", key = Department.class)
        public String keyed(@PathParam("id") String id) {
            return id + " run " + runs.incrementAndGet();
        }

        @GET
        @Path("conditional")
        @Cached(ttl = "10m", condition = NotPreview.class)
        public String conditional(@QueryParam("preview") String preview) {
            return "run " + runs.incrementAndGet();
        }

        @GET
        @Path("preset")
        @Cached(policy = "hour", clientTtl = "1m")
        public String preset() {
            return "run " + runs.incrementAndGet();
        }
    }

    public static final class RowVersion implements Validator {
        @Override
        public Optional<Version> current(ContainerRequestContext request) {
            if (unknown) {
                throw new IllegalStateException("no database");
            }
            return Optional.of(Version.of(version));
        }
    }

    public static final class RowDate implements Validator {
        @Override
        public Optional<Version> current(ContainerRequestContext request) {
            return Optional.of(Version.of(Instant.parse("2026-01-01T00:00:00Z").plusSeconds(version)));
        }
    }

    public static final class Department implements KeyPart {
        @Override
        public Optional<String> of(ContainerRequestContext request) {
            return Optional.ofNullable(request.getHeaderString("X-Department"));
        }
    }

    public static final class NotPreview implements CacheCondition {
        @Override
        public boolean acceptsRequest(ContainerRequestContext request) {
            return !request.getUriInfo().getQueryParameters().containsKey("preview");
        }

        @Override
        public boolean acceptsResponse(ContainerRequestContext request, ContainerResponseContext response) {
            return !"run 1".equals(response.getEntity());
        }
    }

    @Test
    void clientWithTheCurrentVersionGetsA304WithoutARunOfTheMethod() {
        Answer answer = app.get("/rows/versioned", "If-None-Match", "\"1\"");

        assertThat(answer.status()).isEqualTo(304);
        assertThat(answer.field("ETag")).isEqualTo("\"1\"");
        assertThat(answer.field("Cache-Control")).isEqualTo("public, max-age=600");
        assertThat(rows.runs).hasValue(0);
    }

    @Test
    void clientWithAnOlderVersionGetsTheNewOne() {
        version = 2;
        Answer answer = app.get("/rows/versioned", "If-None-Match", "\"1\"");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo("v2 run 1");
        assertThat(answer.field("ETag")).isEqualTo("\"2\"");
    }

    @Test
    void staleResponseOfTheCurrentVersionIsFreshAgainWithoutARunOfTheMethod() {
        app.get("/rows/versioned");
        app.clock.pass(Duration.ofMinutes(11));
        Answer validated = app.get("/rows/versioned");
        Answer hit = app.get("/rows/versioned");

        assertThat(validated.text()).isEqualTo("v1 run 1");
        assertThat(hit.isHit()).isTrue();
        assertThat(rows.runs).hasValue(1);

        version = 2;
        app.clock.pass(Duration.ofMinutes(11));
        assertThat(app.get("/rows/versioned").text()).isEqualTo("v2 run 2");
    }

    @Test
    void timesValidateToo() {
        String modified = app.get("/rows/dated").field("Last-Modified");
        app.etagere.evictAll();

        assertThat(modified).isEqualTo("Thu, 01 Jan 2026 00:00:01 GMT");
        assertThat(app.get("/rows/dated", "If-Modified-Since", modified).status()).isEqualTo(304);
        version = 2;
        assertThat(app.get("/rows/dated", "If-Modified-Since", modified).status()).isEqualTo(200);
        assertThat(rows.runs).hasValue(2);
    }

    @Test
    void validatorThatFailsKnowsNothing() {
        unknown = true;
        Answer answer = app.get("/rows/versioned", "If-None-Match", "\"1\"");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(app.get("/rows/versioned").isHit()).isTrue();
    }

    @Test
    void validatorIsNotAskedForAFreshHit() {
        app.get("/rows/versioned");
        version = 2;

        assertThat(app.get("/rows/versioned").text()).isEqualTo("v1 run 1");
    }

    @Test
    void partOfTheKeyTellsApart() {
        assertThat(app.get("/rows/keyed/1", "X-Department", "a").text()).isEqualTo("1 run 1");
        assertThat(app.get("/rows/keyed/1", "X-Department", "b").text()).isEqualTo("1 run 2");
        assertThat(app.get("/rows/keyed/1", "X-Department", "a").text()).isEqualTo("1 run 1");
        assertThat(app.get("/rows/keyed/1").isHit()).isFalse();
        assertThat(app.get("/rows/keyed/1").isHit()).isFalse();
    }

    @Test
    void conditionDecidesOnRequestAndResponse() {
        assertThat(app.get("/rows/conditional").text()).isEqualTo("run 1");
        assertThat(app.get("/rows/conditional").text()).isEqualTo("run 2");
        assertThat(app.get("/rows/conditional").text()).isEqualTo("run 2");
        Answer preview = app.get("/rows/conditional?preview=1");
        assertThat(preview.text()).isEqualTo("run 3");
        assertThat(preview.field("Cache-Control")).isEmpty();
    }

    @Test
    void annotationBuildsOnAPreset() {
        Answer first = app.get("/rows/preset");
        app.clock.pass(Duration.ofMinutes(50));

        assertThat(first.field("Cache-Control")).isEqualTo("public, max-age=60");
        assertThat(app.get("/rows/preset").isHit()).isTrue();
        app.clock.pass(Duration.ofMinutes(11));
        assertThat(app.get("/rows/preset").text()).isEqualTo("run 2");
    }
}
