package dev.etagere.protocol;

import dev.etagere.Etagere;
import dev.etagere.servlet.CacheFilter;
import dev.etagere.servlet.container.Container;
import dev.etagere.servlet.container.WebApp;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import java.nio.file.Files;
import java.util.EnumSet;

/**
 * A container with the filter in front of the scripted origin, and no rule but what the origin's own fields say. One is started for all
 * tests and lives as long as they do.
 */
final class CacheServer {
    private final TestClock clock = new TestClock();
    private final Origin origin = new Origin();
    private final RawClient client;

    private CacheServer() throws Exception {
        Container container = Container.start(WebApp.of(Files.createTempDirectory("protocol"), this::register));
        client = new RawClient(container.port());
    }

    /** The one of this virtual machine. */
    static CacheServer shared() {
        return Holder.SERVER;
    }

    TestClock clock() {
        return clock;
    }

    Resource resource(String path) {
        return new Resource(client, origin, path);
    }

    private void register(ServletContext context) {
        Etagere etagere = Etagere.builder().clock(clock).honorOrigin().cacheStatus().build();
        FilterRegistration.Dynamic filter = context.addFilter("cache", new CacheFilter(etagere));
        filter.setAsyncSupported(true);
        filter.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC), true, "/*");
        ServletRegistration.Dynamic servlet = context.addServlet("origin", origin);
        servlet.setAsyncSupported(true);
        servlet.addMapping("/*");
    }

    private static final class Holder {
        static final CacheServer SERVER = start();

        private static CacheServer start() {
            try {
                return new CacheServer();
            } catch (Exception e) {
                throw new IllegalStateException("the server does not start", e);
            }
        }
    }
}
