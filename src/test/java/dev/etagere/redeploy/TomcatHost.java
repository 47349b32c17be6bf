package dev.etagere.redeploy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleState;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.ContextConfig;
import org.apache.catalina.startup.Tomcat;

/** Tomcat 10.1 or 11, whichever is on the class path. */
final class TomcatHost implements Host {

    /** It warns of requests that have not ended. Held, lest the level be collected with it. */
    private static final Logger LOADER = Logger.getLogger("org.apache.catalina.loader");

    private final Tomcat tomcat = new Tomcat();
    private Context deployed;

    static Host start() throws Exception {
        LOADER.setLevel(Level.SEVERE);
        TomcatHost host = new TomcatHost();
        host.tomcat.setBaseDir(Files.createTempDirectory("tomcat").toString());
        Connector connector = new Connector();
        connector.setPort(0);
        connector.setProperty("address", "localhost");
        host.tomcat.setConnector(connector);
        host.tomcat.getHost();
        host.tomcat.start();
        return host;
    }

    @Override
    public int port() {
        return tomcat.getConnector().getLocalPort();
    }

    @Override
    public ClassLoader deploy(Path webapp) {
        ContextConfig config = new ContextConfig();
        config.setDefaultWebXml(tomcat.noDefaultWebXmlPath());
        StandardContext context = new StandardContext();
        context.setPath("");
        context.setName("");
        context.setDocBase(webapp.toString());
        context.setUnloadDelay(200);
        context.addLifecycleListener(config);
        deployed = context;
        tomcat.getHost().addChild(context);
        if (context.getState() != LifecycleState.STARTED) {
            throw new IllegalStateException("The application did not start");
        }
        return context.getLoader().getClassLoader();
    }

    @Override
    public void undeploy() throws Exception {
        if (deployed != null) {
            tomcat.getHost().removeChild(deployed);
            deployed.destroy();
            deployed = null;
        }
    }

    @Override
    public void close() throws Exception {
        tomcat.stop();
        tomcat.destroy();
    }
}
