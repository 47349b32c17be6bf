package dev.etagere.response;

import dev.etagere.http.Headers;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The response fields by which an application gives tags to what is stored. In {@code Surrogate-Key} spaces separate tags, in every other
 * field commas and spaces do. Immutable.
 *
 * @param names of the fields, in any case
 * @param toClients whether clients see the fields; if not, they are taken off every response that goes by, stored or not
 */
public record TagHeaders(List<String> names, boolean toClients) {

    /** {@code Cache-Tag} and {@code Surrogate-Key}, kept from clients. */
    public static final TagHeaders DEFAULT = new TagHeaders(List.of("Cache-Tag", "Surrogate-Key"), false);

    public TagHeaders {
        names = List.copyOf(names);
    }

    /** Whether a field of this name is not for clients. */
    public boolean withholds(String name) {
        return !toClients && isOne(name);
    }

    /** Whether this response has one of the fields. */
    boolean in(Headers response) {
        return names.stream().anyMatch(response::contains);
    }

    /** The fields that clients may see. */
    Headers visible(Headers response) {
        return !toClients && in(response) ? response.without(this::isOne) : response;
    }

    /** The tags that a response gives; empty where it has none of the fields. */
    Optional<Set<String>> tags(Headers response) {
        if (!in(response)) {
            return Optional.empty();
        }
        Set<String> tags = new LinkedHashSet<>();
        for (String name : names) {
            boolean commas = !name.equalsIgnoreCase("Surrogate-Key");
            response.values(name).forEach(value -> split(value, commas, tags));
        }
        return Optional.of(tags);
    }

    private boolean isOne(String name) {
        for (String mine : names) {
            if (mine.equalsIgnoreCase(name)) {
                return true;
            }
        }
        return false;
    }

    private static void split(String value, boolean commas, Set<String> into) {
        int start = 0;
        for (int i = 0; i <= value.length(); i++) {
            if (i == value.length() || value.charAt(i) <= ' ' || commas && value.charAt(i) == ',') {
                if (i > start) {
                    into.add(value.substring(start, i));
                }
                start = i + 1;
            }
        }
    }
}
