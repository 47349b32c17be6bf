package dev.etagere.sample.api;

import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;

/** Each resource has one address: JAX-RS would give the same at {@code products/7} and at {@code products/7/}. */
@PreMatching
public final class PlainPaths implements ContainerRequestFilter {

    @Override
    public void filter(ContainerRequestContext request) {
        if (request.getUriInfo().getPath().endsWith("/")) {
            throw new NotFoundException();
        }
    }
}
