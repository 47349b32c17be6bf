package dev.etagere.sample;

import dev.etagere.sample.shop.Shop;
import dev.etagere.sample.web.ShopListener;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.servlets.DefaultServlet;
import org.apache.catalina.startup.ContextConfig;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.scan.StandardJarScanner;

/** Serves the sample on an embedded Tomcat, as its {@code web.xml} has it. */
final class TomcatServer implements Running {

    private static final Map<String, String> MEDIA_TYPES = Map.of("html", "text/html", "css", "text/css", "js", "text/javascript",
            "svg", "image/svg+xml");

    private final Tomcat tomcat;
    private final Context context;
    private final Path work;
    private final String contextPath;

    private TomcatServer(Tomcat tomcat, Context context, Path work, String contextPath) {
        this.tomcat = tomcat;
        this.context = context;
        this.work = work;
        this.contextPath = contextPath;
    }

    /** @param contextPath {@code ""} for the root, else with a slash at its front alone */
    static TomcatServer start(Path webapp, String contextPath) throws IOException, LifecycleException {
        Path work = Files.createTempDirectory("etagere-tomcat");
        Tomcat tomcat = server(work);
        Context context = deploy(tomcat, webapp, contextPath);
        tomcat.start();
        if (!context.getState().isAvailable()) {
            tomcat.stop();
            throw new IllegalStateException("the web application did not start; the log tells why");
        }
        return new TomcatServer(tomcat, context, work, contextPath);
    }

    /** One that has not started, on any free port, with the demo users. */
    static Tomcat server(Path work) throws IOException {
        Files.createDirectory(work.resolve("webapps"));    // where WARs are unpacked
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(work.toString());
        tomcat.setPort(0);
        tomcat.setAddDefaultWebXmlToWebapp(false);
        tomcat.getConnector();
        SampleServer.USERS.forEach((name, user) -> {
            tomcat.addUser(name, user.password());
            tomcat.addRole(name, user.role());
        });
        return tomcat;
    }

    /** As its {@code web.xml} has it; where the server has been started it is too. */
    static StandardContext deploy(Tomcat tomcat, Path webapp, String contextPath) {
        ContextConfig config = new ContextConfig();
        config.setDefaultWebXml(tomcat.noDefaultWebXmlPath());
        StandardContext context = new StandardContext();
        context.setPath(contextPath);
        context.setName(contextPath);
        context.setDocBase(webapp.toAbsolutePath().toString());
        context.addLifecycleListener(config);
        context.setParentClassLoader(TomcatServer.class.getClassLoader());
        ((StandardJarScanner) context.getJarScanner()).setScanClassPath(false);
        MEDIA_TYPES.forEach(context::addMimeMapping);
        Tomcat.addServlet(context, "default", new DefaultServlet());
        context.addServletMappingDecoded("/", "default");
        tomcat.getHost().addChild(context);
        return context;
    }

    @Override
    public URI uri() {
        return URI.create("http://localhost:" + tomcat.getConnector().getLocalPort() + contextPath + "/");
    }

    @Override
    public Shop shop() {
        return ShopListener.shop(context.getServletContext());
    }

    @Override
    public void close() throws IOException {
        try {
            tomcat.stop();
            tomcat.destroy();
        } catch (LifecycleException e) {
            throw new IOException("the server could not be stopped", e);
        }
        try (Stream<Path> files = Files.walk(work)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
