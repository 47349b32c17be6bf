package dev.etagere.jaxrs;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;

/** Sees a response as the resource method, or an exception mapper, made it: before all other response filters. */
final class FirstResponseFilter implements ContainerResponseFilter {

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        CxfFailures.end();
        Object state = request.getProperty(State.PROPERTY);
        if (state instanceof State.Running running) {
            running.exchange().answered(request, response);
        } else if (state instanceof State.Passed passed) {
            passed.cacheStatus().ifPresent(value -> response.getHeaders().add("Cache-Status", value));
        }
    }
}
