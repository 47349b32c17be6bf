package dev.etagere.jaxrs;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;

/** A Tomcat with the servlet of the implementation, by name: its classes are on the class path of the tests when they run. */
final class ServletServer implements Server {

    private static final Map<String, String> SERVLETS = Map.of(
            "jersey", "org.glassfish.jersey.servlet.ServletContainer",
            "resteasy", "org.jboss.resteasy.plugins.server.servlet.HttpServletDispatcher",
            "cxf", "org.apache.cxf.jaxrs.servlet.CXFNonSpringJaxrsServlet");

    /** It warns at every end that it may not look for leaks in this JVM. Held, lest the level be collected with it. */
    private static final Logger LOADER = Logger.getLogger("org.apache.catalina.loader");

    private final Tomcat tomcat;

    private ServletServer(Tomcat tomcat) {
        this.tomcat = tomcat;
    }

    static Server start(List<Filter> filters) {
        LOADER.setLevel(Level.SEVERE);
        Tomcat tomcat = new Tomcat();
        try {
            Path base = Files.createTempDirectory("tomcat");
            tomcat.setBaseDir(base.toString());
            Connector connector = new Connector();
            connector.setPort(0);
            connector.setProperty("address", "localhost");
            tomcat.setConnector(connector);
            Context context = tomcat.addContext("", base.toString());
            context.setParentClassLoader(ServletServer.class.getClassLoader());
            context.addServletContainerInitializer((classes, servlets) -> register(servlets, filters), Set.of());
            tomcat.start();
            return new ServletServer(tomcat);
        } catch (IOException | LifecycleException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void register(ServletContext context, List<Filter> filters) {
        for (Filter filter : filters) {
            var registration = context.addFilter(filter.getClass().getName() + filters.indexOf(filter), filter);
            registration.setAsyncSupported(true);
            registration.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC), false, "/*");
        }
        ServletRegistration.Dynamic servlet = context.addServlet("api", SERVLETS.get(Server.implementation()));
        servlet.setInitParameter("jakarta.ws.rs.Application", Hosted.class.getName());
        servlet.setInitParameter("resteasy.servlet.mapping.prefix", "/api");
        servlet.setLoadOnStartup(1);
        servlet.setAsyncSupported(true);
        servlet.addMapping("/api/*");
    }

    @Override
    public int port() {
        return tomcat.getConnector().getLocalPort();
    }

    @Override
    public void close() {
        try {
            tomcat.stop();
            tomcat.destroy();
        } catch (LifecycleException e) {
            throw new IllegalStateException(e);
        }
    }
}
