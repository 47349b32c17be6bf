package dev.etagere.response;

import dev.etagere.http.RequestHead;
import java.util.Optional;

/** What the engine needs to see of a request. Reading it is never observed as a read by the application's handler. */
public interface RequestView extends RequestHead {

    /** {@code http} or {@code https}, lower case. */
    String scheme();

    /** Host, and the port where it is not the scheme's own, lower case. */
    String authority();

    /** Raw, as the request target has it: {@code ""} or {@code /context}. */
    String contextPath();

    /** The raw path of the request target, with the context path, never decoded; path parameters included. */
    String rawPath();

    /** The raw query without {@code ?}; empty where the target has none. */
    Optional<String> rawQuery();

    /** The decoded path within the application, as rules match it: servlet path and path info. */
    String path();

    /** The authenticated user's name, if any. */
    Optional<String> user();

    /** Whether the request has content. */
    boolean hasBody();
}
