package dev.etagere.sample.api;

import dev.etagere.jaxrs.Validator;
import dev.etagere.sample.shop.Products;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.EntityTag;
import java.util.Optional;

/**
 * Knows the version of a product's row, which is one column where the product is a page: who has that version already gets a 304, and
 * nothing is loaded. The time of the change is in the tag because versions begin anew with each start of the shop.
 */
public final class ProductVersion implements Validator {

    private static final int LETTERS_AND_DIGITS = 36;

    private final Products products;

    ProductVersion(Products products) {
        this.products = products;
    }

    @Override
    public Optional<Version> current(ContainerRequestContext request) {
        int id = Integer.parseInt(request.getUriInfo().getPathParameters().getFirst("id"));
        return products.version(id).map(version -> Version.of(new EntityTag(
                version.number() + "." + Long.toString(version.changed().toEpochMilli(), LETTERS_AND_DIGITS))));
    }
}
