package dev.etagere.redeploy;

import dev.etagere.servlet.container.Container;
import java.nio.file.Path;

/** A servlet container that goes on while applications come and go, one at a time, at the root. */
interface Host extends AutoCloseable {

    static Host start() throws Exception {
        return Container.isJetty() ? JettyHost.start(Container.name().substring("jetty-".length())) : TomcatHost.start();
    }

    int port();

    /** Gives the application's class loader. */
    ClassLoader deploy(Path webapp) throws Exception;

    /** Where one is deployed. */
    void undeploy() throws Exception;

    @Override
    void close() throws Exception;
}
