package dev.etagere.sample;

import dev.etagere.Etagere;
import dev.etagere.servlet.CacheFilter;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/** The Java that README.md and docs/getting-started.md show, between the markers; {@link DocumentationTest} compares and runs it. */
final class Snippets {

    private Snippets() {
    }

    static void evictInCode(ServletContext context) {
        // region evict
        Etagere etagere = CacheFilter.etagere(context);
        etagere.evict("product:7", "products");    // from here on nobody gets what was loaded before
        etagere.expire("report");                  // still served where a stale window allows it, while it is made anew
        // endregion
    }

    static void evictOneTag(ServletContext context) {
        // region evict-one
        CacheFilter.etagere(context).evict("products");
        // endregion
    }

    static Etagere registerInCode(ServletContext context) {
        // region register
        Etagere etagere = Etagere.builder()
                .rule("/api/products", rule -> rule.ttl(Duration.ofMinutes(30)).tags("products"))
                .evictOn("/api/products/{id}", Set.of("PUT", "DELETE"), "products", "product:{id}")
                .cacheStatus()
                .build();    // close it when the application ends
        FilterRegistration.Dynamic filter = context.addFilter("cache", new CacheFilter(etagere));
        filter.setAsyncSupported(true);
        filter.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC), true, "/*");
        // endregion
        return etagere;
    }
}
