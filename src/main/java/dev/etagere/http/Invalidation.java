package dev.etagere.http;

import java.net.URI;
import java.util.List;

/** Invalidation by unsafe and unknown methods (RFC 9111 §4.4). */
public final class Invalidation {
    private Invalidation() {
    }

    /** A method that is not known to be safe, and a status that is not an error (2xx or 3xx). */
    public static boolean invalidates(String method, int status) { throw new UnsupportedOperationException(); }

    /** The request's own URI, and those of {@code Location} and {@code Content-Location} that have its origin; resolved and without fragment. */
    public static List<URI> targets(URI request, Headers response) { throw new UnsupportedOperationException(); }
}
