package dev.etagere.http;

import java.util.Collection;
import java.util.List;

/** The field names that select among the representations of a resource (RFC 9110 §12.5.5, RFC 9111 §4.1). */
public final class Vary {

    public static Vary none() { throw new UnsupportedOperationException(); }

    public static Vary of(List<String> fieldValues) { throw new UnsupportedOperationException(); }

    /** These names and those. */
    public Vary with(Collection<String> names) { throw new UnsupportedOperationException(); }

    /** {@code Vary: *}: no request ever matches. */
    public boolean any() { throw new UnsupportedOperationException(); }

    public boolean isEmpty() { throw new UnsupportedOperationException(); }

    /** Lower-case, sorted, without duplicates. */
    public List<String> names() { throw new UnsupportedOperationException(); }

    /**
     * What this request has in the named fields, normalised as each field's syntax allows and unambiguous: two requests match
     * if and only if their selections are equal.
     */
    public String selection(RequestHead request) { throw new UnsupportedOperationException(); }
}
