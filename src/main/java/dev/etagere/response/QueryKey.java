package dev.etagere.response;

import java.util.Set;

/**
 * Which query parameters tell one response from another.
 *
 * @param names decoded parameter names, of which {@code mode} says what they mean
 * @param sorted whether the order of parameters is of no importance (the order among equal names always is)
 */
public record QueryKey(Mode mode, Set<String> names, boolean sorted) {

    /** The whole query as it stands. */
    public static final QueryKey ALL = new QueryKey(Mode.ALL, Set.of(), false);

    /** What the names mean. */
    public enum Mode { ALL, ONLY, IGNORE }

    public QueryKey {
        names = Set.copyOf(names);
    }
}
