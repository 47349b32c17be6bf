package dev.etagere.http;

import java.util.List;
import java.util.Optional;

/** What the protocol needs to see of a request: its method and its header fields. */
public interface RequestHead {

    /** The method as the client sent it; methods are case-sensitive (RFC 9110 §9.1). */
    String method();

    /** The value of the first field line of that name (any case), or empty where there is none. */
    Optional<String> first(String name);

    /** The values of all field lines of that name (any case) in the order received; empty where there is none. */
    List<String> values(String name);
}
