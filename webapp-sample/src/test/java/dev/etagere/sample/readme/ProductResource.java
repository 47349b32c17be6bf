package dev.etagere.sample.readme;

import dev.etagere.jaxrs.Cached;
import dev.etagere.jaxrs.Evict;
import dev.etagere.jaxrs.NotCached;
import dev.etagere.response.Scope;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;

/** As README.md shows it. */
// region annotations
@Path("products")
@Cached(ttl = "30m", query = "")                             // for all GET methods that say nothing else
public class ProductResource {

    @Inject
    Shop shop;

    @GET
    @Cached(ttl = "30m", query = {"category", "sort"}, tags = "product")
    public List<Product> list(@QueryParam("category") String category, @QueryParam("sort") String sort) {
        return shop.list(category, sort);
    }

    @GET
    @Path("{id}")
    @Cached(ttl = "1h", query = "", tags = "product:{id}", scope = Scope.PUBLIC,
            key = Department.class,                          // one response for each department
            validator = RowVersion.class)                    // asked first: a 304 needs no load
    public Product one(@PathParam("id") int id) {
        return shop.find(id);
    }

    @GET
    @Path("mine")
    @RolesAllowed("customer")                                // a hit is given to nobody who may not call the method
    @Cached(ttl = "10m", scope = Scope.USER, tags = "product")
    public List<Product> mine(@Context SecurityContext security) {
        return shop.boughtBy(security.getUserPrincipal().getName());
    }

    @PUT
    @Path("{id}")
    @RolesAllowed("admin")
    @Evict(tags = {"product", "product:{id}"})               // after success, and after the commit
    public void change(@PathParam("id") int id, Product product) {
        shop.change(id, product);
    }

    @GET
    @Path("{id}/deliveries")
    @NotCached
    public List<String> deliveries(@PathParam("id") int id) {
        return shop.deliveries(id);
    }
}
// endregion
