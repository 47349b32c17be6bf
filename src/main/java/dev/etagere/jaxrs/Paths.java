package dev.etagere.jaxrs;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.PathSegment;
import jakarta.ws.rs.core.UriInfo;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a request's path holds. */
final class Paths {

    private Paths() {
    }

    /** The path within the application, decoded, without matrix parameters and the last slash; of {@code /a/b;x=1/} it is {@code /a/b}. */
    static String decoded(ContainerRequestContext context) {
        StringBuilder path = new StringBuilder();
        for (PathSegment segment : context.getUriInfo().getPathSegments(true)) {
            if (!segment.getPath().isEmpty()) {
                path.append('/').append(segment.getPath());
            }
        }
        return path.isEmpty() ? "/" : path.toString();
    }

    /** Path and matrix parameters, decoded, the first value of each; those of the path stand above. */
    static Map<String, String> parameters(ContainerRequestContext context) {
        UriInfo uri = context.getUriInfo();
        Map<String, String> parameters = new HashMap<>();
        for (PathSegment segment : uri.getPathSegments(true)) {
            putFirst(segment.getMatrixParameters(), parameters);
        }
        putFirst(uri.getPathParameters(true), parameters);
        return parameters;
    }

    private static void putFirst(MultivaluedMap<String, String> from, Map<String, String> into) {
        for (Map.Entry<String, List<String>> entry : from.entrySet()) {
            if (!entry.getValue().isEmpty()) {
                into.put(entry.getKey(), entry.getValue().get(0));
            }
        }
    }
}
