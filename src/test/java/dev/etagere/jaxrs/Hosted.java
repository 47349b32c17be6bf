package dev.etagere.jaxrs;

import jakarta.ws.rs.core.Application;
import java.util.Set;

/** The application that a server is to run, made by the implementation itself, as it would make a user's. */
public final class Hosted extends Application {

    private static volatile Set<Object> next = Set.of();
    private static volatile Set<Class<?>> nextClasses = Set.of();

    private final Set<Object> singletons = next;
    private final Set<Class<?>> classes = nextClasses;

    static void next(Set<Object> singletons, Set<Class<?>> classes) {
        next = singletons;
        nextClasses = classes;
    }

    @Override
    public Set<Class<?>> getClasses() {
        return classes;
    }

    @Override
    public Set<Object> getSingletons() {
        return singletons;
    }
}
