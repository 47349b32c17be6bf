package dev.etagere.jaxrs;

import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.Collection;

/** Adds tags from what a resource method returned. Must be safe for use by many threads. */
@FunctionalInterface
public interface TagContributor {

    /**
     * The tags. Where this throws, the response is not stored.
     *
     * @param entity as the method returned it, or the one in its {@code Response}; a {@code GenericEntity} is unwrapped
     */
    Collection<String> tags(Object entity, ContainerRequestContext request);
}
