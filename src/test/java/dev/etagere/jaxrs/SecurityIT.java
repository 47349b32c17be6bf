package dev.etagere.jaxrs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.etagere.jaxrs.Client.Answer;
import dev.etagere.response.Scope;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nobody gets what he would not get without the cache. */
class SecurityIT {

    private final Desk desk = new Desk();
    private App app;

    @BeforeEach
    void start() {
        app = new App(desk, new Users());
    }

    @AfterEach
    void stop() {
        app.close();
    }

    @Path("desk")
    @Produces("text/plain")
    public static class Desk {
        private final AtomicInteger runs = new AtomicInteger();

        @GET
        @Path("dashboard")
        @Cached(ttl = "10m")
        public String dashboard(@Context SecurityContext user) {
            runs.incrementAndGet();
            return user.getUserPrincipal() == null ? "nobody" : user.getUserPrincipal().getName();
        }

        @GET
        @Path("same")
        @Cached(ttl = "10m", validator = Seven.class)
        public String same(@Context SecurityContext user) {
            return dashboard(user);
        }

        @GET
        @Path("own")
        @Cached(ttl = "10m", scope = Scope.USER)
        public String own() {
            return "own-" + runs.incrementAndGet();
        }

        @GET
        @Path("shared")
        @Cached(ttl = "10m", scope = Scope.PUBLIC)
        public String shared() {
            return "shared-" + runs.incrementAndGet();
        }

        @GET
        @Path("secret")
        @RolesAllowed("boss")
        @Cached(ttl = "10m")
        public String secret(@Context SecurityContext user) {
            if (!user.isUserInRole("boss")) {
                throw new WebApplicationException(Response.status(403).build());
            }
            return "secret-" + runs.incrementAndGet();
        }

        @GET
        @Path("cookie")
        @Cached(ttl = "10m")
        public String cookie(@CookieParam("theme") String theme) {
            return theme + "-" + runs.incrementAndGet();
        }

        @GET
        @Path("anything")
        @Cached(ttl = "10m")
        public String anything(@Context HttpHeaders headers) {
            return headers.getHeaderString("X-Any") + "-" + runs.incrementAndGet();
        }

        @GET
        @Path("anything/named")
        @Cached(ttl = "10m", vary = "X-Any")
        public String named(@Context HttpHeaders headers) {
            return headers.getHeaderString("X-Any") + "-" + runs.incrementAndGet();
        }

        @GET
        @Path("sets-cookie")
        @Cached(ttl = "10m")
        public Response setsCookie() {
            return Response.ok("c-" + runs.incrementAndGet()).cookie(new NewCookie.Builder("a").value("b").build()).build();
        }

        @GET
        @Path("private")
        @Cached(ttl = "10m")
        public Response ownWords() {
            return Response.ok("p-" + runs.incrementAndGet()).header("Cache-Control", "private").build();
        }

        @GET
        @Path("no-store")
        @Cached(ttl = "10m")
        public Response noStore() {
            return Response.ok("n-" + runs.incrementAndGet()).header("Cache-Control", "no-store").build();
        }
    }

    public static final class Seven implements Validator {
        @Override
        public java.util.Optional<Version> current(jakarta.ws.rs.container.ContainerRequestContext request) {
            return java.util.Optional.of(Version.of(7));
        }
    }

    @Test
    void whoeverAFilterTurnsAwayIsTurnedAwayFromAHitToo() {
        app.get("/desk/shared");
        Answer hit = app.get("/desk/shared");
        Answer mallory = app.get("/desk/shared", "X-User", "mallory");

        assertThat(hit.isHit()).isTrue();
        assertThat(mallory.status()).isEqualTo(403);
        assertThat(mallory.text()).doesNotContain("shared");
    }

    @Test
    void eachUserHasHisOwnEntry() {
        Answer alice = app.get("/desk/dashboard", "X-User", "alice");
        Answer bob = app.get("/desk/dashboard", "X-User", "bob");
        Answer nobody = app.get("/desk/dashboard");
        Answer again = app.get("/desk/dashboard", "X-User", "alice");

        assertThat(alice.text()).isEqualTo("alice");
        assertThat(alice.field("Cache-Control")).isEqualTo("private, max-age=600");
        assertThat(bob.text()).isEqualTo("bob");
        assertThat(nobody.text()).isEqualTo("nobody");
        assertThat(again.isHit()).isTrue();
        assertThat(again.text()).isEqualTo("alice");
        assertThat(desk.runs).hasValue(3);
    }

    @Test
    void nobodyGetsA304ForTheTagOfAnother() {
        String alices = app.get("/desk/dashboard", "X-User", "alice").field("ETag");
        Answer bob = app.get("/desk/dashboard", "X-User", "bob", "If-None-Match", alices);
        Answer bobAgain = app.get("/desk/dashboard", "X-User", "bob", "If-None-Match", alices);

        assertThat(bob.status()).isEqualTo(200);
        assertThat(bobAgain.status()).isEqualTo(200);
        assertThat(bobAgain.text()).isEqualTo("bob");
    }

    @Test
    void aVersionThatUsersShareMakesATagForEach() {
        String alices = app.get("/desk/same", "X-User", "alice").field("ETag");
        Answer bob = app.get("/desk/same", "X-User", "bob", "If-None-Match", alices);

        assertThat(alices).startsWith("\"7-");
        assertThat(bob.status()).isEqualTo(200);
        assertThat(bob.text()).isEqualTo("bob");
        assertThat(bob.field("ETag")).startsWith("\"7-").isNotEqualTo(alices);
    }

    @Test
    void anonymousRequestsOfTheScopeUserAreNotCached() {
        assertThat(app.get("/desk/own").text()).isEqualTo("own-1");
        assertThat(app.get("/desk/own").text()).isEqualTo("own-2");
        assertThat(app.get("/desk/own", "X-User", "alice").text()).isEqualTo("own-3");
        assertThat(app.get("/desk/own", "X-User", "alice").text()).isEqualTo("own-3");
    }

    @Test
    void authorizationThatNoFilterHasMadeAUserOfBypasses() {
        app.get("/desk/dashboard");
        Answer second = app.get("/desk/dashboard", "Authorization", "Bearer x");

        assertThat(second.isHit()).isFalse();
        assertThat(second.field("Cache-Control")).isEmpty();
    }

    @Test
    void publicScopeIsSharedWithUsers() {
        app.get("/desk/shared", "X-User", "alice", "Authorization", "Basic eA==");
        Answer bob = app.get("/desk/shared", "X-User", "bob");

        assertThat(bob.isHit()).isTrue();
        assertThat(bob.field("Cache-Control")).startsWith("public");
    }

    @Test
    void withoutTheRoleTheMethodItselfAnswers() {
        Answer boss = app.get("/desk/secret", "X-User", "eve", "X-Role", "boss");
        Answer hit = app.get("/desk/secret", "X-User", "eve", "X-Role", "boss");
        Answer demoted = app.get("/desk/secret", "X-User", "eve", "X-Role", "clerk");

        assertThat(boss.status()).isEqualTo(200);
        assertThat(hit.isHit()).isTrue();
        assertThat(demoted.status()).isEqualTo(403);
    }

    @Test
    void whatIsMadeOfACookieIsNotShared() {
        assertThat(app.get("/desk/cookie", "Cookie", "theme=dark").text()).isEqualTo("dark-1");
        assertThat(app.get("/desk/cookie", "Cookie", "theme=light").text()).isEqualTo("light-2");
    }

    @Test
    void aMethodThatMayReadAnythingIsNotCachedUnlessItsAnnotationSaysByWhatItDiffers() {
        assertThat(app.get("/desk/anything", "X-Any", "a").text()).isEqualTo("a-1");
        assertThat(app.get("/desk/anything", "X-Any", "b").text()).isEqualTo("b-2");
        Answer first = app.get("/desk/anything/named", "X-Any", "a");
        assertThat(first.field("Vary").toLowerCase()).contains("x-any");
        assertThat(app.get("/desk/anything/named", "X-Any", "b").text()).isEqualTo("b-4");
        assertThat(app.get("/desk/anything/named", "X-Any", "a").text()).isEqualTo("a-3");
    }

    @Test
    void whatSetsACookieOrForbidsStoringIsNotStored() {
        for (String path : new String[] {"sets-cookie", "private", "no-store"}) {
            Answer first = app.get("/desk/" + path);
            Answer second = app.get("/desk/" + path);
            assertThat(first.status()).isEqualTo(200);
            assertThat(second.isHit()).as(path).isFalse();
            assertThat(second.text()).as(path).isNotEqualTo(first.text());
            assertThat(second.field("ETag")).as(path).isEmpty();
        }
    }
}
