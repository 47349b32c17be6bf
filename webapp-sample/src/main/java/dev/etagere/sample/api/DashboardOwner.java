package dev.etagere.sample.api;

import dev.etagere.jaxrs.TagContributor;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.Collection;
import java.util.List;

/** The tag of one customer's dashboard; the path is the same for all, so no template can name it. */
public final class DashboardOwner implements TagContributor {

    @Override
    public Collection<String> tags(Object entity, ContainerRequestContext request) {
        return List.of(ProductChanges.dashboard(request.getSecurityContext().getUserPrincipal().getName()));
    }
}
