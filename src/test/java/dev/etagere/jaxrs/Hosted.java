package dev.etagere.jaxrs;

import jakarta.ws.rs.core.Application;
import java.util.Set;

/** The application that a server is to run, made by the implementation itself, as it would make a user's. */
public final class Hosted extends Application {

    private static volatile Set<Object> next = Set.of();

    private final Set<Object> singletons = next;

    static void next(Set<Object> singletons) {
        next = singletons;
    }

    @Override
    public Set<Object> getSingletons() {
        return singletons;
    }
}
