package dev.etagere.sample;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.LifecycleState;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;

/** Tomcat. */
final class TomcatRedeployments implements Redeployments {

    private final Tomcat tomcat;
    private StandardContext deployed;

    private TomcatRedeployments(Tomcat tomcat) {
        this.tomcat = tomcat;
    }

    /** @param work an empty folder */
    static Redeployments start(Path work) throws Exception {
        Tomcat tomcat = TomcatServer.server(work);
        tomcat.getHost();
        tomcat.start();
        return new TomcatRedeployments(tomcat);
    }

    @Override
    public URI uri() {
        return URI.create("http://localhost:" + tomcat.getConnector().getLocalPort() + "/");
    }

    @Override
    public ClassLoader deploy(Path webapp) {
        deployed = TomcatServer.deploy(tomcat, webapp, "");
        if (deployed.getState() != LifecycleState.STARTED) {
            throw new IllegalStateException("the web application did not start; the log tells why");
        }
        return deployed.getLoader().getClassLoader();
    }

    @Override
    public void undeploy() throws Exception {
        tomcat.getHost().removeChild(deployed);
        deployed.destroy();
        deployed = null;
    }

    @Override
    public void close() throws IOException {
        try {
            tomcat.stop();
            tomcat.destroy();
        } catch (LifecycleException e) {
            throw new IOException("the server could not be stopped", e);
        }
    }
}
