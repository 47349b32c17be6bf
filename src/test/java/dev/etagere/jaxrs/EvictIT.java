package dev.etagere.jaxrs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.etagere.jaxrs.Client.Answer;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a write makes out of date is gone when its answer is there, and nothing else is. */
class EvictIT {

    private final Shop shop = new Shop();
    private App app;

    @BeforeEach
    void start() {
        app = new App(shop);
        warm();
    }

    @AfterEach
    void stop() {
        app.close();
    }

    @Path("products")
    @Produces("text/plain")
    public static class Shop {
        private final AtomicInteger runs = new AtomicInteger();

        @GET
        @Cached(ttl = "10m", query = "category", tags = {"products", "category:{category}"}, staleWhileRevalidate = "1m")
        public String list(@QueryParam("category") String category) {
            return "list-" + runs.incrementAndGet();
        }

        @GET
        @Path("{id}")
        @Cached(ttl = "10m", tagsFrom = OfText.class)
        public String one(@PathParam("id") String id) {
            return id + "-" + runs.incrementAndGet();
        }

        @GET
        @Path("{id}/reviews")
        @Cached(ttl = "10m", tags = "reviews:{lang}")
        public String reviews(@PathParam("id") String id, @jakarta.ws.rs.MatrixParam("lang") @DefaultValue("en") String language) {
            return "reviews-" + runs.incrementAndGet();
        }

        @PUT
        @Path("{id}")
        @Evict(tags = {"text:{id}"}, paths = "/products/{id}/reviews")
        public Response change(@PathParam("id") String id, @QueryParam("status") @DefaultValue("200") int status) {
            if (status == 0) {
                throw new IllegalStateException("as asked");
            }
            return Response.status(status).entity(status == 204 || status == 304 ? null : "changed").build();
        }

        @POST
        @Evict(tags = "category:{category}", soft = true)
        public Response add(@QueryParam("category") String category) {
            return Response.created(URI.create("products/1")).build();
        }

        @POST
        @Path("rush")
        @Evict(tags = "products")
        public Response rush() {
            return Response.noContent().build();
        }

        @DELETE
        @Path("{id}")
        public void delete(@PathParam("id") String id) {
            runs.get();
        }
    }

    public static final class OfText implements TagContributor {
        @Override
        public Collection<String> tags(Object entity, ContainerRequestContext request) {
            return List.of("text:" + ((String) entity).replaceAll("-.*", ""));
        }
    }

    private void warm() {
        for (String path : List.of("/products", "/products?category=a", "/products/1", "/products/2", "/products/1/reviews",
                "/products/1/reviews;lang=de", "/products/2/reviews")) {
            app.get(path);
            assertThat(app.get(path).isHit()).as(path).isTrue();
        }
    }

    private boolean hits(String path) {
        return app.get(path).isHit();
    }

    @Test
    void successEvictsTagsAndPathsAndNothingElse() {
        assertThat(app.client.ask("PUT", "/products/1").status()).isEqualTo(200);

        assertThat(hits("/products/1")).isFalse();
        assertThat(hits("/products/1/reviews")).isFalse();
        assertThat(hits("/products/1/reviews;lang=de")).isFalse();
        assertThat(hits("/products/2")).isTrue();
        assertThat(hits("/products/2/reviews")).isTrue();
        assertThat(hits("/products")).isTrue();
    }

    @Test
    void failureEvictsNothing() {
        for (String status : List.of("400", "409", "500", "0")) {
            app.client.ask("PUT", "/products/1?status=" + status);
            assertThat(hits("/products/1")).as(status).isTrue();
            assertThat(hits("/products/1/reviews")).as(status).isTrue();
        }
    }

    @Test
    void answerWithoutAnEntityEvictsToo() {
        app.client.ask("PUT", "/products/1?status=204");

        assertThat(hits("/products/1/reviews")).isFalse();
    }

    @Test
    void tagOfTheReturnedEntityEvicts() {
        app.etagere.evict("text:2");

        assertThat(hits("/products/2")).isFalse();
        assertThat(hits("/products/1")).isTrue();
    }

    @Test
    void tagOfAMatrixParameterEvicts() {
        app.etagere.evict("reviews:de");

        assertThat(hits("/products/1/reviews;lang=de")).isFalse();
        assertThat(hits("/products/1/reviews")).isTrue();
    }

    @Test
    void softEvictionMayStillBeServedWhileOneRequestRefreshes() {
        int before = shop.runs.get();
        assertThat(app.client.ask("POST", "/products?category=a").status()).isEqualTo(201);

        Answer refreshed = app.get("/products?category=a");
        assertThat(refreshed.text()).isEqualTo("list-" + (before + 1));
        assertThat(hits("/products?category=a")).isTrue();
    }

    @Test
    void locationOfAnAnswerIsInvalidated() {
        app.client.ask("POST", "/products?category=a");

        assertThat(hits("/products/1")).isFalse();
        assertThat(hits("/products/2")).isTrue();
    }

    @Test
    void listsGoByTheirTag() {
        app.client.ask("POST", "/products/rush");

        assertThat(hits("/products")).isFalse();
        assertThat(hits("/products?category=a")).isFalse();
        assertThat(hits("/products/1")).isTrue();
    }

    @Test
    void unsafeMethodWithoutAnAnnotationInvalidatesItsUri() {
        app.client.ask("DELETE", "/products/1");

        assertThat(hits("/products/1")).isFalse();
        assertThat(hits("/products/2")).isTrue();
    }
}
