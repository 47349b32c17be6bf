package dev.etagere.sample;

import dev.etagere.sample.shop.Shop;
import java.io.IOException;
import java.net.URI;

/** The sample, served by some container. */
interface Running extends AutoCloseable {

    /** The web application's address, with a slash at its end. */
    URI uri();

    /** The shop behind it, to count its loads. */
    Shop shop();

    @Override
    void close() throws IOException;
}
