package dev.etagere.response;

import java.util.List;
import java.util.Set;

/**
 * Which query parameters tell one response from another.
 *
 * @param mode what the names mean
 * @param names decoded parameter names; none with {@link Mode#ALL}
 * @param sorted whether the order of parameters is of no importance (the order among equal names always is)
 */
public record QueryKey(Mode mode, Set<String> names, boolean sorted) {

    /** The whole query as it stands. */
    public static final QueryKey ALL = new QueryKey(Mode.ALL, Set.of(), false);

    /** No parameter counts. */
    public static final QueryKey NONE = new QueryKey(Mode.ONLY, Set.of(), false);

    /** What the names mean. */
    public enum Mode {
        /** Every parameter counts. */
        ALL,
        /** Those named count. */
        ONLY,
        /** All but those named count. */
        IGNORE
    }

    /** @throws IllegalArgumentException where names come with {@link Mode#ALL} */
    public QueryKey {
        names = Set.copyOf(names);
        if (mode == Mode.ALL && !names.isEmpty()) {
            throw new IllegalArgumentException("all query parameters count, so none are to be named");
        }
    }

    /** Only these parameters count. */
    public static QueryKey only(String... names) {
        return new QueryKey(Mode.ONLY, Set.copyOf(List.of(names)), false);
    }

    /** All but these parameters count. */
    public static QueryKey ignoring(String... names) {
        return new QueryKey(Mode.IGNORE, Set.copyOf(List.of(names)), false);
    }

    /** The same, whatever the order of the parameters. */
    public QueryKey inAnyOrder() {
        return new QueryKey(mode, names, true);
    }
}
