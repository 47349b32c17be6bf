package dev.etagere.sample.api;

import dev.etagere.jaxrs.TagContributor;
import dev.etagere.sample.shop.ProductRow;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.Collection;
import java.util.List;

/** A list shows products of these categories, so a change in one of them makes it out of date. */
public final class CategoriesShown implements TagContributor {

    @Override
    public Collection<String> tags(Object entity, ContainerRequestContext request) {
        if (!(entity instanceof List<?> rows)) {
            return List.of();    // a problem, which is not kept
        }
        return rows.stream().map(row -> "category:" + ((ProductRow) row).category()).distinct().toList();
    }
}
