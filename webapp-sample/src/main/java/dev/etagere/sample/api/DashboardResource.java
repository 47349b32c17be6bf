package dev.etagere.sample.api;

import dev.etagere.jaxrs.Cached;
import dev.etagere.response.Scope;
import dev.etagere.sample.shop.Dashboard;
import dev.etagere.sample.shop.Orders;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;

/** {@code GET /api/dashboard}: the orders of whoever asks. */
@Path("dashboard")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed("customer")
public class DashboardResource {

    private final Orders orders;

    DashboardResource(Orders orders) {
        this.orders = orders;
    }

    @GET
    @Cached(ttl = "10m", clientTtl = "0s", scope = Scope.USER, query = "", tagsFrom = DashboardOwner.class)
    public Dashboard mine(@Context SecurityContext security) {
        return orders.dashboard(security.getUserPrincipal().getName())
                .orElseThrow(() -> ApiException.notFound("you are not a customer yet"));
    }
}
