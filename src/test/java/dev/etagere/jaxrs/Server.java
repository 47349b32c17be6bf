package dev.etagere.jaxrs;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A server that runs a JAX-RS application with the implementation that the class path has. */
interface Server extends AutoCloseable {

    int port();

    @Override
    void close();

    /** What the build calls the implementation: {@code jersey}, {@code resteasy}, {@code cxf}. */
    static String implementation() {
        return System.getProperty("jaxrs", "jersey");
    }

    /** Whether there is a servlet container. */
    static boolean hasServlets() {
        return !Boolean.getBoolean("jaxrs.bare");
    }

    /** Starts it. */
    static Server start(Object... singletons) {
        Set<Object> all = new LinkedHashSet<>(List.of(singletons));
        Hosted.next(all, Set.of());
        return hasServlets() ? ServletServer.start(List.of()) : BareServer.start();
    }
}
