package dev.etagere.jaxrs;

import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.Optional;

/**
 * Adds a part to the key of responses: a department, a tenant. Asked after authentication, before lookup, for each request. Must be safe
 * for use by many threads.
 */
@FunctionalInterface
public interface KeyPart {

    /** The part, or empty where none can be told: then the request is not cached. An exception counts as empty. */
    Optional<String> of(ContainerRequestContext request);
}
