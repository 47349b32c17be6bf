package dev.etagere.servlet.container;

import java.nio.file.Path;
import org.eclipse.jetty.compression.server.CompressionHandler;
import org.eclipse.jetty.ee11.servlet.DefaultServlet;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.webapp.WebAppContext;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** Jetty 12.1 with its EE 11 environment. */
final class JettyEe11 implements Container {
    private final Server server;

    private JettyEe11(Server server) {
        this.server = server;
    }

    static Container start(WebApp app) throws Exception {
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(),
                new HTTP2CServerConnectionFactory(new HttpConfiguration()));
        connector.setHost("localhost");
        server.addConnector(connector);
        Handler context = context(app);
        if (app.compression()) {
            CompressionHandler compression = new CompressionHandler(context);
            compression.ensureConfiguration("/*");
            context = compression;
        }
        server.setHandler(context);
        try {
            server.start();
        } catch (Exception e) {
            server.stop();
            throw e;
        }
        return new JettyEe11(server);
    }

    private static Handler context(WebApp app) {
        WebApp.Setup setup = app.setup();
        Path root = app.root();
        if (setup == null) {
            WebAppContext context = new WebAppContext();
            context.setContextPath("/");
            context.setWar(root.toString());
            context.setThrowUnavailableOnStartupException(true);
            return context;
        }
        ServletContextHandler context = new ServletContextHandler("/", ServletContextHandler.SESSIONS);
        context.setBaseResourceAsPath(root);
        context.addServlet(DefaultServlet.class, "/");
        context.addServletContainerInitializer((classes, servletContext) -> setup.register(servletContext));
        return context;
    }

    @Override
    public int port() {
        return ((ServerConnector) server.getConnectors()[0]).getLocalPort();
    }

    @Override
    public void close() throws Exception {
        server.stop();
    }
}
