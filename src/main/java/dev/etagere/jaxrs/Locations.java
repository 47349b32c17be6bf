package dev.etagere.jaxrs;

import dev.etagere.http.Headers;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.Optional;

/** {@code Location} as JAX-RS resolves it: against the application's base, not the request. */
final class Locations {

    private Locations() {
    }

    static Headers absolute(Headers headers, UriInfo uri) {
        Optional<String> location = headers.first("Location");
        if (location.isEmpty()) {
            return headers;
        }
        try {
            return headers.toBuilder().set("Location", uri.getBaseUri().resolve(URI.create(location.get())).toString()).build();
        } catch (IllegalArgumentException noUri) {
            return headers;
        }
    }
}
