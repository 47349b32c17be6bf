package dev.etagere.servlet.container;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.LifecycleState;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.servlets.DefaultServlet;
import org.apache.catalina.startup.ContextConfig;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.webresources.TomcatURLStreamHandlerFactory;
import org.apache.coyote.http2.Http2Protocol;

/** Tomcat 10.1 or 11, whichever is on the class path. */
final class TomcatContainer implements Container {
    /** It warns at every end that it may not look for leaks in this JVM. Held, lest the level be collected with it. */
    private static final Logger LOADER = Logger.getLogger("org.apache.catalina.loader");

    private final Tomcat tomcat;

    private TomcatContainer(Tomcat tomcat) {
        this.tomcat = tomcat;
    }

    static Container start(WebApp app) throws Exception {
        LOADER.setLevel(Level.SEVERE);
        // Tomcat's own can be installed once in a JVM, and a test loads Tomcat a second time.
        TomcatURLStreamHandlerFactory.disable();
        Tomcat tomcat = new Tomcat();
        Path base = Files.createTempDirectory("tomcat");
        tomcat.setBaseDir(base.toString());
        Connector connector = new Connector();
        connector.setPort(0);
        connector.setProperty("address", "localhost");
        connector.addUpgradeProtocol(new Http2Protocol());
        if (app.compression()) {
            connector.setProperty("compression", "on");
            connector.setProperty("compressionMinSize", "16");
        }
        tomcat.setConnector(connector);
        Context context = context(tomcat, app);
        tomcat.start();
        if (context.getState() != LifecycleState.STARTED) {
            tomcat.stop();
            tomcat.destroy();
            throw new LifecycleException("The application did not start");
        }
        return new TomcatContainer(tomcat);
    }

    private static Context context(Tomcat tomcat, WebApp app) {
        Context context = tomcat.addContext("", app.root().toString());
        context.setParentClassLoader(TomcatContainer.class.getClassLoader());
        context.getJarScanner().setJarScanFilter((type, jar) -> false);
        context.addMimeMapping("txt", "text/plain");
        WebApp.Setup setup = app.setup();
        Tomcat.addServlet(context, "default", new DefaultServlet());
        context.addServletMappingDecoded("/", "default");
        if (setup == null) {
            ContextConfig config = new ContextConfig();
            config.setDefaultWebXml(tomcat.noDefaultWebXmlPath());
            context.addLifecycleListener(config);
        } else {
            context.addServletContainerInitializer((classes, servletContext) -> setup.register(servletContext), Set.of());
        }
        return context;
    }

    @Override
    public int port() {
        return tomcat.getConnector().getLocalPort();
    }

    @Override
    public void close() throws Exception {
        tomcat.stop();
        tomcat.destroy();
    }
}
