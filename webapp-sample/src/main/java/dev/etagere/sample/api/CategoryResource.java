package dev.etagere.sample.api;

import dev.etagere.jaxrs.Cached;
import dev.etagere.sample.shop.Category;
import dev.etagere.sample.shop.Products;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** {@code GET /api/categories}. */
@Path("categories")
@Produces(MediaType.APPLICATION_JSON)
@Cached(policy = "catalogue", tags = "categories")
public class CategoryResource {

    private final Products products;

    CategoryResource(Products products) {
        this.products = products;
    }

    @GET
    public List<Category> all() {
        return products.categories();
    }
}
