package dev.etagere.sample;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/** A server that goes on while applications come and go, one at a time, at the root. */
interface Redeployments extends AutoCloseable {

    URI uri();

    /** Gives the application's class loader. */
    ClassLoader deploy(Path webapp) throws Exception;

    void undeploy() throws Exception;

    @Override
    void close() throws IOException;
}
