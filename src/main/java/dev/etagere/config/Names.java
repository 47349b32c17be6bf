package dev.etagere.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Tells of a name that is not known: the nearest one that is, and all of them. */
final class Names {

    /** Settings that people look for in the wrong place. */
    private static final Map<String, String> ELSEWHERE = elsewhere();

    private Names() {
    }

    private static Map<String, String> elsewhere() {
        Map<String, String> full = new HashMap<>();
        ConfigurationReader.GROUPS.forEach((group, names) -> names.forEach(name -> full.put(name, group + "." + name)));
        PolicyReader.SETTINGS.forEach(name -> full.put(name, name + " of a rule or a policy"));
        return Map.copyOf(full);
    }

    /** Such as {@code is not a setting; did you mean ttl? Known here: ttl, scope}. */
    static String unknown(String what, String name, Collection<String> known) {
        String list = known.isEmpty() ? "there is none here" : "known here: " + String.join(", ", known);
        Optional<String> near = nearest(name, known).or(() -> Optional.ofNullable(ELSEWHERE.get(name)));
        return "is not " + what + near.map(other -> "; did you mean " + other + "?").orElse("") + " (" + list + ")";
    }

    /** The name that takes the fewest changes, if those are few for its length. */
    static Optional<String> nearest(String name, Collection<String> known) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.length() > 64) {
            return Optional.empty();
        }
        return known.stream()
                .filter(near -> distance(lower, near.toLowerCase(Locale.ROOT)) <= Math.max(1, Math.min(lower.length(), near.length()) / 3))
                .min(Comparator.comparingInt(near -> distance(lower, near.toLowerCase(Locale.ROOT))));
    }

    /** Levenshtein's, with two neighbours in the wrong order counted as one change. */
    private static int distance(String a, String b) {
        int[][] steps = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    steps[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                int best = Math.min(steps[i - 1][j - 1] + change, Math.min(steps[i - 1][j], steps[i][j - 1]) + 1);
                boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                steps[i][j] = swapped ? Math.min(best, steps[i - 2][j - 2] + 1) : best;
            }
        }
        return steps[a.length()][b.length()];
    }
}
