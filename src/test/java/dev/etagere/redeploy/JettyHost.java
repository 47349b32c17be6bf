package dev.etagere.redeploy;

import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.server.handler.ContextHandlerCollection;

/** Jetty 12.1, whichever environment is on the class path. */
final class JettyHost implements Host {

    /** It warns of requests that end when their class loader is closed. Held, lest the level be collected with it. */
    private static final Logger CHANNEL = Logger.getLogger("org.eclipse.jetty");

    private final Server server = new Server();
    private final ContextHandlerCollection contexts = new ContextHandlerCollection();
    private final String environment;
    private ContextHandler deployed;

    private JettyHost(String environment) {
        this.environment = environment;
    }

    static Host start(String environment) throws Exception {
        CHANNEL.setLevel(Level.SEVERE);
        JettyHost host = new JettyHost(environment);
        ServerConnector connector = new ServerConnector(host.server);
        connector.setHost("localhost");
        host.server.addConnector(connector);
        host.server.setHandler(host.contexts);
        host.server.start();
        return host;
    }

    @Override
    public int port() {
        return ((ServerConnector) server.getConnectors()[0]).getLocalPort();
    }

    @Override
    public ClassLoader deploy(Path webapp) throws Exception {
        Class<?> context = Class.forName("org.eclipse.jetty." + environment + ".webapp.WebAppContext");
        deployed = (ContextHandler) context.getConstructor().newInstance();
        deployed.setContextPath("/");
        deployed.setBaseResourceAsPath(webapp);
        contexts.addHandler(deployed);
        deployed.start();
        if (!deployed.isAvailable()) {
            throw new IllegalStateException("The application did not start");
        }
        return deployed.getClassLoader();
    }

    @Override
    public void undeploy() throws Exception {
        if (deployed != null) {
            contexts.removeHandler(deployed);
            deployed.stop();
            deployed.destroy();
            deployed = null;
        }
    }

    @Override
    public void close() throws Exception {
        server.stop();
    }
}
