package dev.etagere.jaxrs;

import java.util.Locale;
import java.util.Set;

/** The request fields that ask for less than the whole (RFC 9110 §13.1, §14.2). */
final class Conditions {

    private static final Set<String> NAMES =
            Set.of("if-match", "if-none-match", "if-modified-since", "if-unmodified-since", "if-range", "range");

    private Conditions() {
    }

    static boolean has(String name) {
        return NAMES.contains(name.toLowerCase(Locale.ROOT));
    }
}
