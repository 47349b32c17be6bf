package dev.etagere.jaxrs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.etagere.jaxrs.Client.Answer;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What fails leaves nothing behind, and nobody waits for it. */
class FailuresIT {

    private final Trouble trouble = new Trouble();
    private App app;

    @BeforeEach
    void start() {
        app = new App(trouble, new Mapper());
    }

    @AfterEach
    void stop() {
        app.close();
    }

    static final class KnownException extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    public static final class Mapper implements ExceptionMapper<KnownException> {
        @Override
        public Response toResponse(KnownException exception) {
            return Response.status(404).entity("known").type("text/plain").build();
        }
    }

    /** Breaks its contract. */
    public static final class NoTags implements TagContributor {
        @Override
        public Collection<String> tags(Object entity, ContainerRequestContext request) {
            return null;
        }
    }

    @Path("trouble")
    @Produces("text/plain")
    public static class Trouble {
        private final AtomicInteger runs = new AtomicInteger();
        private volatile @Nullable RuntimeException failure;

        @GET
        @Path("stream")
        @Cached(ttl = "10m")
        public StreamingOutput stream() {
            runs.incrementAndGet();
            return out -> {
                out.write(new byte[20_000]);
                throw new IOException("midway");
            };
        }

        @GET
        @Path("early")
        @Cached(ttl = "10m")
        public StreamingOutput early() {
            runs.incrementAndGet();
            return out -> {
                out.write('x');
                throw new IllegalStateException("early");
            };
        }

        @GET
        @Path("mapped")
        @Cached(ttl = "10m")
        public String mapped() {
            runs.incrementAndGet();
            throw new KnownException();
        }

        @GET
        @Path("unmapped")
        @Cached(ttl = "10m")
        public String unmapped() {
            runs.incrementAndGet();
            throw new IllegalStateException("unmapped");
        }

        @GET
        @Path("checked")
        @Cached(ttl = "10m")
        public String checked() throws Exception {
            runs.incrementAndGet();
            throw new Exception("checked");
        }

        @GET
        @Path("timeout")
        @Cached(ttl = "10m")
        public void timeout(@Suspended AsyncResponse response) {
            runs.incrementAndGet();
            response.setTimeout(50, TimeUnit.MILLISECONDS);
        }

        @GET
        @Path("twice")
        @Cached(ttl = "10m")
        public void twice(@Suspended AsyncResponse response) {
            runs.incrementAndGet();
            response.resume("first");
            response.resume("second");
        }

        @GET
        @Path("tagless")
        @Cached(ttl = "10m", tagsFrom = NoTags.class)
        public String tagless() {
            runs.incrementAndGet();
            return "whole";
        }

        @GET
        @Path("gone")
        @Cached(ttl = "10m")
        public Response gone() {
            return Response.status(404).entity("gone-" + runs.incrementAndGet()).header("Cache-Control", "max-age=60").build();
        }

        @GET
        @Path("missing")
        @Cached(ttl = "10m")
        public Response missing() {
            return Response.status(404).entity("missing-" + runs.incrementAndGet()).build();
        }

        @GET
        @Path("sometimes")
        @Cached(ttl = "10m", staleIfError = "1h")
        public String sometimes() {
            if (failure != null) {
                throw failure;
            }
            return "sometimes-" + runs.incrementAndGet();
        }

        @GET
        @Path("large")
        @Cached(ttl = "10m")
        public String large() {
            runs.incrementAndGet();
            char[] chars = new char[(1 << 20) + 1];
            Arrays.fill(chars, 'l');
            return new String(chars);
        }

        @GET
        @Path("short")
        @Cached(ttl = "10m")
        public Response shorter() {
            runs.incrementAndGet();
            byte[] bytes = "short".getBytes(StandardCharsets.UTF_8);
            return Response.ok((StreamingOutput) out -> out.write(bytes)).header("Content-Length", "5").build();
        }
    }

    private void runsAgain(String path) {
        int before = trouble.runs.get();
        long start = System.nanoTime();
        app.get(path);
        assertThat(trouble.runs.get()).as("%s ran again", path).isEqualTo(before + 1);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).as("%s waits for nobody", path).isLessThan(Duration.ofMillis(1_900));
    }

    @Test
    void streamThatFailsEarlyLeavesNothing() {
        Answer first = app.get("/trouble/early");

        assertThat(first.status()).isIn(200, 500);
        runsAgain("/trouble/early");
    }

    @Test
    void streamThatFailsMidwayLeavesNothing() {
        for (int i = 1; i <= 2; i++) {
            try {
                app.get("/trouble/stream");
            } catch (AssertionError broken) {
                assertThat(broken).hasCauseInstanceOf(IOException.class);
            }
            assertThat(trouble.runs).hasValue(i);
        }
    }

    @Test
    void mappedExceptionLeavesNothing() {
        assertThat(app.get("/trouble/mapped").text()).isEqualTo("known");
        runsAgain("/trouble/mapped");
    }

    @Test
    void unmappedExceptionLeavesNothing() {
        assertThat(app.get("/trouble/unmapped").status()).isEqualTo(500);
        runsAgain("/trouble/unmapped");
        assertThat(app.get("/trouble/checked").status()).isEqualTo(500);
        runsAgain("/trouble/checked");
    }

    @Test
    void timeoutLeavesNothing() {
        assumeTrue(Server.hasServlets(), "Jersey's container for the JDK's server knows nothing asynchronous");
        assertThat(app.get("/trouble/timeout").status()).isEqualTo(503);
        runsAgain("/trouble/timeout");
    }

    @Test
    void ofAResponseThatIsResumedTwiceTheFirstCountsAndIsKept() {
        assumeTrue(Server.hasServlets(), "Jersey's container for the JDK's server knows nothing asynchronous");
        assertThat(app.get("/trouble/twice").text()).isEqualTo("first");
        Answer second = app.get("/trouble/twice");
        assertThat(second.text()).isEqualTo("first");
        assertThat(second.isHit()).isTrue();
    }

    @Test
    void whatHasTagsThatCannotBeToldIsGivenWholeAndNotStored() {
        assertThat(app.get("/trouble/tagless").text()).isEqualTo("whole");
        runsAgain("/trouble/tagless");
        assertThat(app.get("/trouble/tagless").text()).isEqualTo("whole");
    }

    @Test
    void otherStatusesAreStoredOnTheirOwnTermsOnly() {
        app.get("/trouble/gone");
        Answer hit = app.get("/trouble/gone");
        assertThat(hit.isHit()).isTrue();
        assertThat(hit.status()).isEqualTo(404);
        assertThat(hit.text()).isEqualTo("gone-1");
        assertThat(hit.field("Cache-Control")).isEqualTo("max-age=60");

        app.get("/trouble/missing");
        runsAgain("/trouble/missing");
    }

    @Test
    void aFailureIsAnsweredWithWhatIsStaleWhereThatIsAllowed() {
        app.get("/trouble/sometimes");
        app.clock.pass(Duration.ofMinutes(11));
        trouble.failure = new WebApplicationException(503);
        Answer stale = app.get("/trouble/sometimes");

        assertThat(stale.status()).isEqualTo(200);
        assertThat(stale.text()).isEqualTo("sometimes-1");
        trouble.failure = null;
        assertThat(app.get("/trouble/sometimes").text()).isEqualTo("sometimes-2");
    }

    /** Jersey runs the filters, lets them change the response, and then hands the exception to the container all the same. */
    @Test
    void anExceptionThatNobodyMapsIsAnsweredSoTooButOnJersey() {
        app.get("/trouble/sometimes");
        app.clock.pass(Duration.ofMinutes(11));
        trouble.failure = new IllegalStateException("this time");
        Answer stale = app.get("/trouble/sometimes");

        assertThat(stale.status()).isEqualTo(Server.implementation().equals("jersey") ? 500 : 200);
        trouble.failure = null;
        assertThat(app.get("/trouble/sometimes").text()).isEqualTo("sometimes-2");
    }

    @Test
    void whatIsTooLargeStreamsAndIsNotStored() {
        assertThat(app.get("/trouble/large").body()).hasSize((1 << 20) + 1);
        assertThat(app.get("/trouble/large").body()).hasSize((1 << 20) + 1);
        assertThat(trouble.runs).hasValue(2);
    }

    @Test
    void lengthThatIsMetIsStored() {
        app.get("/trouble/short");
        Answer hit = app.get("/trouble/short");

        assertThat(hit.isHit()).isTrue();
        assertThat(hit.text()).isEqualTo("short");
    }
}
