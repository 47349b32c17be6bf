package dev.etagere.jaxrs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.etagere.response.Scope;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An application with a mistake does not serve: its start fails, or, where its container starts all the same, each of its requests. */
class StartIT {

    @Path("p")
    public static class BadDuration {
        @GET
        @Cached(ttl = "30")
        public String get() {
            return "served";
        }
    }

    @Path("p")
    public static class UnsafeMethod {
        @GET
        public String get() {
            return "served";
        }

        @POST
        @Cached(ttl = "30m")
        public String post() {
            return "served";
        }
    }

    @Path("p")
    public static class PublicRole {
        @GET
        @RolesAllowed("boss")
        @Cached(ttl = "30m", scope = Scope.PUBLIC)
        public String get() {
            return "served";
        }
    }

    @Path("p")
    public static class InSubResource {
        @Path("s")
        public BadDuration sub() {
            return new BadDuration();
        }

        @GET
        public String get() {
            return "served";
        }
    }

    static Stream<Object> mistaken() {
        return Stream.of(new BadDuration(), new UnsafeMethod(), new PublicRole(), new InSubResource());
    }

    @ParameterizedTest
    @MethodSource("mistaken")
    void mistakeIsFoundAtStart(Object resource) {
        App app;
        try {
            app = new App(resource);
        } catch (RuntimeException stopped) {
            assertThat(stopped).hasStackTraceContaining(MistakesException.class.getName());
            return;
        }
        assertThat(app.get("/p").status()).isGreaterThanOrEqualTo(404);
        app.close();
    }

    @Path("p")
    public static class Right {
        @GET
        @Cached(ttl = "30m")
        public String get() {
            return "served";
        }
    }

    @Test
    void applicationWithoutAMistakeServes() {
        try (App app = new App(new Right())) {
            assertThat(app.get("/p").text()).isEqualTo("served");
        }
    }
}
