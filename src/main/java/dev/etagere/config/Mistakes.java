package dev.etagere.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Gathers mistakes, so that they are told all at once. Not thread-safe. */
final class Mistakes {

    private record Mistake(int order, String line) {
    }

    private final Set<Mistake> found = new LinkedHashSet<>();
    private final Set<Throwable> causes = new LinkedHashSet<>();

    void add(Where where, String path, String what) {
        found.add(new Mistake(where.order(), oneLine(where.before(path) + what)));
    }

    /** What failed in the application's own code. */
    void because(Throwable cause) {
        causes.add(cause);
    }

    private static String oneLine(String text) {
        StringBuilder line = new StringBuilder(text.length());
        text.codePoints().forEach(c -> line.appendCodePoint(Character.isISOControl(c) || c == 0x2028 || c == 0x2029 ? ' ' : c));
        return line.toString();
    }

    boolean none() {
        return found.isEmpty();
    }

    /** @throws ConfigurationException where there are any */
    void refuse() {
        if (!found.isEmpty()) {
            List<Mistake> sorted = new ArrayList<>(found);
            sorted.sort(Comparator.comparingInt(Mistake::order));
            ConfigurationException refused = new ConfigurationException(sorted.stream().map(Mistake::line).toList());
            causes.forEach(refused::addSuppressed);
            throw refused;
        }
    }
}
