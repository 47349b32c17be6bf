package dev.etagere.response;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A pattern of decoded paths: literal segments, {@code {name}} for one segment, and a last {@code {name...}} or {@code **} for the rest.
 */
public final class PathTemplate {

    /** @throws IllegalArgumentException with what is wrong and where */
    public static PathTemplate parse(String template) { throw new UnsupportedOperationException(); }

    public Set<String> parameters() { throw new UnsupportedOperationException(); }

    /** The parameters' values, or empty where the path does not match. */
    public Optional<Map<String, String>> match(String path) { throw new UnsupportedOperationException(); }

    @Override
    public String toString() { throw new UnsupportedOperationException(); }
}
