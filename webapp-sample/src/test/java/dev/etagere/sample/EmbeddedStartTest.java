package dev.etagere.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.etagere.jaxrs.CachedFeature;
import dev.etagere.sample.readme.ProductResource;
import dev.etagere.servlet.CacheFilter;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.servlet.ServletContainer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application of a few lines of code, with the filter in front of Jersey: all has one class loader, which the context does not name. */
final class EmbeddedStartTest {

    @TempDir
    Path folder;

    private final Server server = new Server(0);
    private Path file;

    private ServletHolder behindTheFilter(Path configuration) {
        FilterHolder filter = new FilterHolder(new CacheFilter());
        filter.setInitParameter("config", configuration.toString());
        ServletHolder jersey = new ServletHolder(new ServletContainer(
                new ResourceConfig(ProductResource.class).register(CachedFeature.class)));
        jersey.setInitOrder(1);
        ServletContextHandler context = new ServletContextHandler();
        context.getServletHandler().setStartWithUnavailable(false);
        context.addFilter(filter, "/*", EnumSet.of(DispatcherType.REQUEST));
        context.addServlet(jersey, "/*");
        server.setHandler(context);
        return jersey;
    }

    @BeforeEach
    void chooseFile() {
        file = folder.resolve("etagere.yaml");
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    @Test
    void theFeatureFindsTheCacheOfTheFilter() throws Exception {
        Files.writeString(file, "honorOrigin: true\n");
        ServletHolder jersey = behindTheFilter(file);
        server.start();
        assertThat(jersey.isAvailable()).isTrue();
    }

    /** The container starts servlets although a filter before them has failed, and Jetty logs the servlet's failure first. */
    @Test
    void whatJerseySaysOfTheMissingCacheHasTheMistakeInTheFile() throws Exception {
        Files.writeString(file, "rules:\n  - { match: /api/products, ttl: 30 minuets }\n");
        ServletHolder jersey = behindTheFilter(file);
        String mistake = file + ":2: rules[0].ttl: \"30 minuets\" is not a duration";
        assertThatThrownBy(server::start).isInstanceOf(ServletException.class).hasMessageContaining(mistake);
        assertThat(jersey.getUnavailableException()).hasStackTraceContaining(
                "CachedFeature has found no cache: CacheFilter did not start. " + mistake);
    }
}
