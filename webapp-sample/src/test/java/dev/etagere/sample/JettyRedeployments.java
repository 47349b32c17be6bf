package dev.etagere.sample;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.eclipse.jetty.ee10.webapp.WebAppContext;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandlerCollection;

/** Jetty. */
final class JettyRedeployments implements Redeployments {

    private final Server server = new Server();
    private final ContextHandlerCollection contexts = new ContextHandlerCollection();
    private WebAppContext deployed;

    static Redeployments start() throws Exception {
        JettyRedeployments jetty = new JettyRedeployments();
        ServerConnector connector = new ServerConnector(jetty.server);
        connector.setHost("localhost");
        jetty.server.addConnector(connector);
        jetty.server.setHandler(jetty.contexts);
        jetty.server.start();
        return jetty;
    }

    @Override
    public URI uri() {
        return URI.create("http://localhost:" + ((ServerConnector) server.getConnectors()[0]).getLocalPort() + "/");
    }

    @Override
    public ClassLoader deploy(Path webapp) throws Exception {
        deployed = SampleServer.ee10();
        deployed.setParentLoaderPriority(false);
        deployed.setContextPath("/");
        deployed.setBaseResourceAsPath(webapp);
        contexts.addHandler(deployed);
        deployed.start();
        return deployed.getClassLoader();
    }

    @Override
    public void undeploy() throws Exception {
        contexts.removeHandler(deployed);
        deployed.stop();
        deployed.destroy();
        deployed = null;
    }

    @Override
    public void close() throws IOException {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IOException("the server could not be stopped", e);
        }
    }
}
