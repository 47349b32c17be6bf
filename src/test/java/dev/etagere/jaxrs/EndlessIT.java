package dev.etagere.jaxrs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.etagere.jaxrs.Client.Answer;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What streams is not held back, and what has no end is not kept. */
class EndlessIT {

    @Path("endless")
    public static class Streams {
        private final AtomicInteger runs = new AtomicInteger();
        private final CountDownLatch read = new CountDownLatch(1);

        @GET
        @Path("events")
        @Produces("text/event-stream")
        @Cached(ttl = "10m")
        public StreamingOutput events() {
            int run = runs.incrementAndGet();
            return out -> out.write(("data: " + run + "\n\n").getBytes(StandardCharsets.UTF_8));
        }

        @GET
        @Path("stream")
        @Produces("application/octet-stream")
        @Cached(ttl = "10m")
        public StreamingOutput stream() {
            runs.incrementAndGet();
            return out -> {
                out.write(new byte[100_000]);
                out.flush();
                try {
                    assertThat(read.await(10, TimeUnit.SECONDS)).as("the first part was read before the second was written").isTrue();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                out.write(new byte[10]);
            };
        }
    }

    @Test
    void eventStreamIsNotKept() {
        Streams streams = new Streams();
        try (App app = new App(streams)) {
            Answer first = app.get("/endless/events");
            Answer second = app.get("/endless/events");

            assertThat(first.text()).isEqualTo("data: 1\n\n");
            assertThat(second.text()).isEqualTo("data: 2\n\n");
            assertThat(second.field("Cache-Control")).doesNotContain("max-age");
        }
    }

    @Test
    void streamReachesTheClientWhileItIsWrittenAndIsKeptWhenItHasEnded() throws Exception {
        Streams streams = new Streams();
        try (App app = new App(streams)) {
            URI uri = URI.create("http://localhost:" + app.client.port() + "/api/endless/stream");
            HttpRequest request = HttpRequest.newBuilder(uri).build();
            HttpResponse<InputStream> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream in = response.body()) {
                assertThat(in.readNBytes(50_000)).hasSize(50_000);
                streams.read.countDown();
                assertThat(in.readAllBytes()).hasSize(50_010);
            }

            Answer hit = app.get("/endless/stream");
            assertThat(hit.isHit()).isTrue();
            assertThat(hit.body()).hasSize(100_010);
            assertThat(streams.runs).hasValue(1);
        }
    }
}
