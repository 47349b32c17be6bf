package dev.etagere.jaxrs;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;

/** Notes the method before matching: Jersey shows GET for HEAD later on. Last of all filters there, so that a method override counts. */
@PreMatching
final class MarkFilter implements ContainerRequestFilter {

    @Override
    public void filter(ContainerRequestContext context) {
        context.setProperty(State.METHOD, context.getMethod());
    }
}
