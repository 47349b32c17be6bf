package dev.etagere.response;

import java.util.Optional;

/**
 * Adds a part to the key of a response: a tenant, a department, an experiment's arm. Must be safe for use by many threads and
 * depend on nothing but the request.
 */
@FunctionalInterface
public interface KeyContributor {

    /** The part, or empty where none can be told: then the request is neither cached nor coalesced. An exception counts as empty. */
    Optional<String> contribute(RequestView request);

    /**
     * Whether the part tells requests for one URI apart, so that no cache on the way may share the response; false for a part that the URI
     * alone decides.
     */
    default boolean tellsApart() {
        return true;
    }
}
