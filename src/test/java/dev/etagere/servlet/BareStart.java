package dev.etagere.servlet;

import dev.etagere.servlet.container.Container;
import dev.etagere.servlet.container.WebApp;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * Starts an application with the filter and asks it twice. Loaded by a class loader of its own: uses nothing but the JDK and the container.
 */
public final class BareStart implements Callable<String> {

    @Override
    public String call() throws Exception {
        WebApp app = WebApp.of(Path.of("src/test/resources/site").toAbsolutePath(), context -> {
            FilterRegistration.Dynamic filter = context.addFilter("cache", new CacheFilter());
            filter.setInitParameters(Map.of("config", "hello.yaml"));
            filter.setAsyncSupported(true);
            filter.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC), false, "/*");
            context.addServlet("hello", new RegistrationIT.Hello()).addMapping("/hello");
        });
        try (Container container = Container.start(app)) {
            Browser browser = new Browser(container.port());
            return (browser.get("/hello").isHit() ? "hit" : "miss") + ", " + (browser.get("/hello").isHit() ? "hit" : "miss");
        }
    }
}
