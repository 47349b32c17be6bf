package dev.etagere.sample.api;

import dev.etagere.Etagere;
import dev.etagere.jaxrs.CachedFeature;
import dev.etagere.sample.shop.Shop;
import dev.etagere.sample.web.ShopListener;
import dev.etagere.servlet.CacheFilter;
import jakarta.servlet.ServletContext;
import jakarta.ws.rs.core.Context;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.ServerProperties;
import org.glassfish.jersey.server.filter.RolesAllowedDynamicFeature;

/** The JAX-RS application: the shop's resources, in front of them the cache that the filter has made. */
public final class ShopApi extends ResourceConfig {

    /** For the container, after the filters have been initialised. */
    public ShopApi(@Context ServletContext context) {
        Shop shop = ShopListener.shop(context);
        Etagere etagere = CacheFilter.etagere(context);
        etagere.events().map(new ProductChanges(shop.orders()));
        shop.deliveries().afterArrival(() -> etagere.expire("report"));
        Department department = new Department(shop.orders(), etagere.cache("departments", String.class));

        register(new CachedFeature(etagere).using(department, new ProductVersion(shop.products())));
        register(RolesAllowedDynamicFeature.class);
        register(JsonProvider.class);
        register(Problems.class);
        register(PlainPaths.class);
        register(new ProductResource(shop, department));
        register(new CategoryResource(shop.products()));
        register(new DashboardResource(shop.orders()));
        property(ServerProperties.WADL_FEATURE_DISABLE, true);
    }
}
