package dev.etagere.jaxrs;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;

/** Decides what is cached. Must be safe for use by many threads; an exception counts as no. */
public interface CacheCondition {

    /** Whether the cache has anything to do with this request. Asked after authentication, before lookup. */
    default boolean acceptsRequest(ContainerRequestContext request) {
        return true;
    }

    /** Whether this response may be stored; it is as the resource method made it. */
    default boolean acceptsResponse(ContainerRequestContext request, ContainerResponseContext response) {
        return true;
    }
}
