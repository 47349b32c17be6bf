package dev.etagere.sample.api;

import dev.etagere.event.ResourceEvent;
import dev.etagere.event.TagMapper;
import dev.etagere.sample.shop.Orders;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * What a change of a product touches besides itself and the lists of its categories, which the entity names: the dashboards of the
 * customers who ordered it, and, where it went from one category to another, how many products the categories have.
 */
final class ProductChanges implements TagMapper {

    private final Orders orders;

    ProductChanges(Orders orders) {
        this.orders = orders;
    }

    @Override
    public Collection<String> tags(ResourceEvent event) {
        if (!event.type().equals("product") || event.id().isEmpty()) {
            return List.of();
        }
        List<String> tags = new ArrayList<>();
        for (String login : orders.customersOf(Integer.parseInt(event.id().get()))) {
            tags.add(dashboard(login));
        }
        ResourceEvent.Attribute category = event.attributes().get("category.id");
        if (category == null || !category.before().equals(category.after())) {
            tags.add("categories");
        }
        return tags;
    }

    static String dashboard(String login) {
        return "dashboard:" + login;
    }
}
