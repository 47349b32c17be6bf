package dev.etagere.response;

import java.util.Map;

/** A tag with places for parameters: {@code product:{id}}. */
public final class TagTemplate {

    /** @throws IllegalArgumentException where the braces do not match or a name is empty */
    public static TagTemplate parse(String template) { throw new UnsupportedOperationException(); }

    /** The names between braces. */
    public java.util.Set<String> parameters() { throw new UnsupportedOperationException(); }

    /** The tag; a parameter that the request does not have becomes the empty string. */
    public String expand(Map<String, String> parameters) { throw new UnsupportedOperationException(); }

    /** As it was written. */
    @Override
    public String toString() { throw new UnsupportedOperationException(); }
}
