package dev.etagere.sample;

import java.io.IOException;
import java.net.URI;

/** The sample, served by some container. */
interface Running extends AutoCloseable {

    /** The web application's address, with a slash at its end. */
    URI uri();

    @Override
    void close() throws IOException;
}
