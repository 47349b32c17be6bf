package dev.etagere.jaxrs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.etagere.jaxrs.Client.Answer;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sub-resources, annotations on interfaces and classes. */
class LocatorIT {

    private final Shelves shelves = new Shelves();
    private App app;

    @BeforeEach
    void start() {
        app = new App(shelves, new Whole(), new Implementation(), new Tenants(), new OfTenant());
    }

    @AfterEach
    void stop() {
        app.close();
    }

    @Path("shelves")
    @Produces("text/plain")
    public static class Shelves {
        private final AtomicInteger runs = new AtomicInteger();

        @Path("{shelf}/books")
        public Books books(@PathParam("shelf") String shelf) {
            return new Books(shelf, runs);
        }

        @Path("{shelf}/any")
        public Object any(@PathParam("shelf") String shelf) {
            return new Books(shelf, runs);
        }
    }

    @Produces("text/plain")
    public static class Books {
        private final String shelf;
        private final AtomicInteger runs;

        Books(String shelf, AtomicInteger runs) {
            this.shelf = shelf;
            this.runs = runs;
        }

        @GET
        @Path("{book}")
        @Cached(ttl = "10m", tags = "shelf:{shelf}")
        public String book(@PathParam("book") String book) {
            return shelf + "/" + book + "-" + runs.incrementAndGet();
        }

        @PUT
        @Path("{book}")
        @Evict(tags = "shelf:{shelf}")
        public void put(@PathParam("book") String book) {
            runs.get();
        }
    }

    /** Its locators look at requests, and what they find is in the resources that they return. */
    @Path("tenants")
    public static class Tenants {

        @Path("header")
        public Tenant byHeader(@HeaderParam("X-Tenant") String tenant) {
            return new Tenant(tenant);
        }

        @Path("cookie")
        public Tenant byCookie(@CookieParam("tenant") String tenant) {
            return new Tenant(tenant);
        }

        @Path("anything")
        public Object byAnything(@Context HttpHeaders headers) {
            return new Tenant(headers.getHeaderString("X-Tenant"));
        }

        @Path("query")
        public Tenant byQuery(@QueryParam("tenant") String tenant) {
            return new Tenant(tenant);
        }

        @Path("deeper")
        public Middle deeper(@HeaderParam("X-Tenant") String tenant) {
            return new Middle(tenant);
        }
    }

    @Path("tenant")
    public static class OfTenant {

        @Path("page")
        public Tenant byHeader(@HeaderParam("X-Tenant") String tenant) {
            return new Tenant(tenant);
        }
    }

    public static class Middle {
        private final String tenant;

        Middle(String tenant) {
            this.tenant = tenant;
        }

        @Path("still")
        public Tenant still() {
            return new Tenant(tenant);
        }
    }

    @Produces("text/plain")
    public static class Tenant {
        private final String name;

        Tenant(String name) {
            this.name = name;
        }

        @GET
        @Cached(ttl = "10m", query = "")
        public String page() {
            return "page of " + name;
        }
    }

    @Path("whole")
    @Produces("text/plain")
    @Cached(ttl = "10m")
    public static class Whole {
        private final AtomicInteger runs = new AtomicInteger();

        @GET
        public String cached() {
            return "c-" + runs.incrementAndGet();
        }

        @GET
        @Path("not")
        @NotCached
        public String not() {
            return "n-" + runs.incrementAndGet();
        }

        @GET
        @Path("longer")
        @Cached(ttl = "1h")
        public String longer() {
            return "l-" + runs.incrementAndGet();
        }

        @PUT
        public String put() {
            return "put";
        }
    }

    /** Its annotations are those of its implementation. */
    @Path("contract")
    @Produces("text/plain")
    public interface Contract {
        @GET
        @Cached(ttl = "10m")
        String get();
    }

    public static class Implementation implements Contract {
        private final AtomicInteger runs = new AtomicInteger();

        @Override
        public String get() {
            return "i-" + runs.incrementAndGet();
        }
    }

    @Test
    void subResourcesAreCachedAndEvicted() {
        for (String kind : new String[] {"books", "any"}) {
            String first = app.get("/shelves/a/" + kind + "/1").text();
            assertThat(app.get("/shelves/a/" + kind + "/1").text()).isEqualTo(first).startsWith("a/1-");
            assertThat(app.get("/shelves/b/" + kind + "/1").text()).startsWith("b/1-");
            app.client.ask("PUT", "/shelves/a/" + kind + "/2");
            assertThat(app.get("/shelves/a/" + kind + "/1").isHit()).isFalse();
            assertThat(app.get("/shelves/b/" + kind + "/1").isHit()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"header", "cookie", "anything", "query", "deeper/still"})
    void whatALocatorLookedAtIsNotGivenToOthers(String way) {
        for (int i = 0; i < 2; i++) {
            for (String tenant : List.of("a", "b")) {
                Answer answer = app.get("/tenants/" + way + "?tenant=" + tenant, "X-Tenant", tenant, "Cookie", "tenant=" + tenant);
                assertThat(answer.text()).isEqualTo("page of " + tenant);
            }
        }
    }

    @Test
    void theHeaderThatALocatorTakesIsPartOfTheVariant() {
        for (String tenant : List.of("a", "b")) {
            app.get("/tenant/page", "X-Tenant", tenant);
            Answer answer = app.get("/tenant/page", "X-Tenant", tenant);
            assertThat(answer.text()).isEqualTo("page of " + tenant);
            assertThat(answer.isHit()).isTrue();
            assertThat(answer.field("Vary")).containsIgnoringCase("X-Tenant");
        }
    }

    @Test
    void annotationOfAClassIsForItsGetMethodsAndTheMethodsOwnStandsAbove() {
        assertThat(app.get("/whole").field("Cache-Control")).isEqualTo("public, max-age=600");
        assertThat(app.get("/whole").isHit()).isTrue();
        assertThat(app.get("/whole/not").text()).isNotEqualTo(app.get("/whole/not").text());
        assertThat(app.get("/whole/longer").field("Cache-Control")).isEqualTo("public, max-age=3600");
        Answer put = app.client.ask("PUT", "/whole");
        assertThat(put.text()).isEqualTo("put");
        assertThat(put.field("Cache-Control")).isEmpty();
        assertThat(app.get("/whole").isHit()).isFalse();
    }

    @Test
    void annotationOfAnInterfaceIsFound() {
        app.get("/contract");

        assertThat(app.get("/contract").isHit()).isTrue();
    }
}
