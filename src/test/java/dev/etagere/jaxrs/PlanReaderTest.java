package dev.etagere.jaxrs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.etagere.response.CachePolicy;
import dev.etagere.response.Policies;
import dev.etagere.response.Scope;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.MatrixParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.sse.SseEventSink;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Each mistake is one line with class and method. */
class PlanReaderTest {

    private final Plans plans = new Plans(new PlanReader(
            Policies.of(Map.of("hour", CachePolicy.builder().ttl(Duration.ofHours(1)), "bare", CachePolicy.builder())),
            new Instances(List.of())));

    private MethodPlan plan(Class<?> resource, String method) {
        plans.check(resource);
        return plans.of(resource, Arrays.stream(resource.getMethods()).filter(one -> one.getName().equals(method))
                .findFirst().orElseThrow());
    }

    private MethodPlan.Caches caches(Class<?> resource, String method) {
        return (MethodPlan.Caches) plan(resource, method);
    }

    public static final class NeedsMore implements KeyPart {
        NeedsMore(String more) {
            assertThat(more).isNotNull();
        }

        @Override
        public Optional<String> of(jakarta.ws.rs.container.ContainerRequestContext request) {
            return Optional.empty();
        }
    }

    @Path("m/{id: [0-9]{2,}}/{ name }")
    public static class Mistaken {
        @GET
        @Cached(ttl = "soon")
        public String badDuration() {
            return "";
        }

        @GET
        @Cached(ttl = "366d")
        public String tooLong() {
            return "";
        }

        @GET
        @Cached(policy = "hours")
        public String unknownPolicy() {
            return "";
        }

        @GET
        @Cached(policy = "bare")
        public String noTtl() {
            return "";
        }

        @GET
        @Cached(ttl = "1m", tags = "x:{nobody}")
        public String unknownParameter(@QueryParam("known") String known) {
            return "";
        }

        @PUT
        @Cached(ttl = "1m")
        public String unsafe() {
            return "";
        }

        @GET
        @RolesAllowed("boss")
        @Cached(ttl = "1m", scope = Scope.PUBLIC)
        public String demandsRole() {
            return "";
        }

        @GET
        @Cached(ttl = "1m", query = "a")
        public String readsMore(@QueryParam("a") String a, @QueryParam("b") String b) {
            return "";
        }

        @GET
        @Cached(ttl = "1m", query = "a", ignoreQuery = "b")
        public String bothQueries() {
            return "";
        }

        @GET
        @Cached(ttl = "1m", key = NeedsMore.class)
        public String noInstance() {
            return "";
        }

        @GET
        @Cached(ttl = "1m")
        public void endless(@Context SseEventSink sink) {
            assertThat(sink).isNull();
        }

        @GET
        @Cached(ttl = "1m")
        @NotCached
        public String both() {
            return "";
        }

        @PUT
        @Evict
        public void evictsNothing() {
            assertThat(this).isNotNull();
        }

        @PUT
        @Evict(paths = "/m/{other}")
        public void unknownInPath() {
            assertThat(this).isNotNull();
        }

        @Cached(ttl = "1m")
        @Path("sub")
        public Object locator() {
            return this;
        }
    }

    @Test
    void everyMistakeIsTold() {
        assertThatThrownBy(() -> plans.check(Mistaken.class)).satisfies(thrown -> {
            String name = Mistaken.class.getName() + ".";
            assertThat(thrown.getMessage().lines()).containsExactlyInAnyOrder(
                    name + "badDuration: ttl: \"soon\" is not a duration; write e.g. 30m, 1h or PT30M",
                    name + "tooLong: ttl must be at most a year (365d)",
                    name + "unknownPolicy names the policy \"hours\", which the configuration does not have (it has: bare, hour)",
                    name + "noTtl has @Cached without a ttl, and without a policy that has one",
                    name + "unknownParameter has \"x:{nobody}\" with {nobody}, but neither its path nor a query or matrix parameter of it "
                            + "has that name (there is: id, known, name)",
                    name + "unsafe has @Cached, which is for GET, but it is for PUT",
                    name + "demandsRole demands a role, so its responses cannot be in the scope PUBLIC, which gives them to everyone",
                    name + "readsMore has the query parameter b, but its key leaves that out: two requests that differ in it would get the "
                            + "same response",
                    name + "bothQueries has both query and ignoreQuery; one of them says it all",
                    name + "noInstance has an annotation that needs an instance: " + NeedsMore.class.getName()
                            + " must be a CDI bean, be given to CachedFeature.using, or be a public class with a public constructor "
                            + "without parameters",
                    name + "endless has @Cached, but what it answers has no end",
                    name + "both has both @Cached and @NotCached",
                    name + "evictsNothing has @Evict, which names neither tags nor paths",
                    name + "unknownInPath has \"/m/{other}\" with {other}, but neither its path nor a query or matrix parameter of "
                            + "it has that name (there is: id, name)",
                    name + "locator has @Cached, which is for GET, but it is for no HTTP method");
        });
    }

    public static class Filter {
        @QueryParam("color")
        String color;

        @HeaderParam("X-Bean")
        String bean;
    }

    @Path("r/{id}")
    @Produces("text/plain")
    public static class Right {
        @GET
        @Cached(policy = "hour", tags = {"r:{id}", "c:{color}", "m:{m}"})
        public String get(@BeanParam Filter filter, @MatrixParam("m") String matrix, @HeaderParam("X-Own") String own) {
            return "";
        }

        @GET
        @Cached(policy = "hour", ttl = "1m", query = "")
        public String over() {
            return "";
        }

        @GET
        @Cached(policy = "hour")
        public String opaque(@Context HttpHeaders headers) {
            return "";
        }

        @GET
        @Cached(policy = "hour", scope = Scope.USER)
        public String opaqueOfUser(@Context HttpHeaders headers) {
            return "";
        }

        @GET
        @Cached(policy = "hour", scope = Scope.PUBLIC)
        public String ofContent(String content) {
            return content;
        }

        @GET
        @NotCached
        public String not() {
            return "";
        }

        @PUT
        public void put(@PathParam("id") String id) {
            assertThat(id).isNotNull();
        }
    }

    @Test
    void signatureTellsWhatTheMethodLooksAt() {
        assertThat(caches(Right.class, "get").seen().headers()).containsExactlyInAnyOrder("x-own", "x-bean");
        assertThat(caches(Right.class, "get").parameters()).isTrue();
    }

    @Test
    void membersStandAboveThePreset() {
        assertThat(caches(Right.class, "get").policy().ttl()).isEqualTo(Duration.ofHours(1));
        assertThat(caches(Right.class, "over").policy().ttl()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void whatMayReadAnythingIsSharedWithNobodyUnlessTheAnnotationSettlesIt() {
        assertThat(caches(Right.class, "opaque").unshared()).contains("may-read-anything");
        assertThat(caches(Right.class, "opaqueOfUser").unshared()).isEmpty();
    }

    @Test
    void whatIsMadeOfTheRequestsContentIsKeptForNobody() {
        assertThat(caches(Right.class, "ofContent").unshared()).contains("request-content");
        assertThat(caches(Right.class, "get").unshared()).isEmpty();
    }

    @Test
    void otherMethodsArePlain() {
        assertThat(plan(Right.class, "put")).isInstanceOf(MethodPlan.Plain.class);
        assertThat(plan(Right.class, "not")).isInstanceOf(MethodPlan.Never.class);
    }

    @Test
    void parametersOfAPathWithExpressionsAreFound() {
        assertThat(Signature.pathParameters("/a/{id: [0-9]{2,}}/{ name }/{last:.*}")).containsExactly("id", "name", "last");
        assertThat(Signature.pathParameters("plain")).isEmpty();
        assertThat(Signature.pathParameters("{open")).isEmpty();
    }
}
