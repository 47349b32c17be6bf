package dev.etagere.response;

import dev.etagere.event.TagTemplate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rules of an application; the first that matches method and path wins. Immutable.
 *
 * <p>HEAD is treated as GET is. Where no rule matches, GET and HEAD are treated as {@link #of} was told; other methods evict their URI
 * where GET of their path may be cached, and nothing elsewhere. A literal path is found by its hash, a template among those with the same
 * first segment.
 */
public final class Rules {

    private static final Treatment NONE = new Treatment.None();
    private static final Turn[] NOBODY = {};

    private final List<Rule> rules;
    private final Treatment otherwise;
    private final Map<String, Turn[]> byPath;
    private final Map<String, Turn[]> byFirstSegment;
    private final Turn[] withAnyFirstSegment;

    private Rules(List<Rule> rules, Treatment otherwise) {
        this.rules = rules;
        this.otherwise = otherwise;
        Map<String, List<Turn>> literal = new HashMap<>();
        Map<String, List<Turn>> template = new HashMap<>();
        List<Turn> any = new ArrayList<>();
        for (int i = 0; i < rules.size(); i++) {
            PathTemplate match = rules.get(i).match();
            List<Turn> turns = match.isLiteral()
                    ? literal.computeIfAbsent(match.toString(), path -> new ArrayList<>())
                    : match.firstSegment().map(first -> template.computeIfAbsent(first, key -> new ArrayList<>())).orElse(any);
            turns.add(Turn.of(i, rules.get(i)));
        }
        this.byPath = frozen(literal);
        this.byFirstSegment = frozen(template);
        this.withAnyFirstSegment = any.toArray(Turn[]::new);
    }

    private static Map<String, Turn[]> frozen(Map<String, List<Turn>> lists) {
        Map<String, Turn[]> arrays = new HashMap<>();
        lists.forEach((key, list) -> arrays.put(key, list.toArray(Turn[]::new)));
        return Map.copyOf(arrays);
    }

    /**
     * @param otherwise what is done where no rule matches: {@link Treatment.None} or {@link Treatment.Origin}
     * @throws IllegalArgumentException where a rule can never match, because one before it matches all that it does
     */
    public static Rules of(List<? extends Rule> rules, Treatment otherwise) {
        List<Rule> copy = List.copyOf(rules);
        for (int i = 0; i < copy.size(); i++) {
            Rule later = copy.get(i);
            covering(copy.subList(0, i), later).ifPresent(earlier -> {
                throw new IllegalArgumentException("the rule for " + later.match() + " can never match: the rule for " + earlier.match()
                        + " comes before it and matches all that it does");
            });
        }
        return new Rules(copy, otherwise);
    }

    /** The first of these that matches everything which the other rule matches, so that the other would never have its turn. */
    public static Optional<Rule> covering(List<? extends Rule> earlier, Rule later) {
        for (Rule rule : earlier) {
            if (rule.match().covers(later.match()) && later.methods().stream().allMatch(method -> takes(rule, method))) {
                return Optional.of(rule);
            }
        }
        return Optional.empty();
    }

    private static boolean takes(Rule rule, String method) {
        Set<String> methods = rule.methods();
        return methods.contains(method) || method.equals("HEAD") && methods.contains("GET");
    }

    /** In their order. */
    public List<Rule> all() {
        return rules;
    }

    /**
     * What is to be done with a request.
     *
     * @param method as the client sent it
     * @param path decoded, within the application
     */
    public Treatment treatment(String method, String path) {
        Search search = new Search(method, path);
        search.amongLiterals(byPath.getOrDefault(path, NOBODY));
        if (!byFirstSegment.isEmpty()) {
            search.among(byFirstSegment.getOrDefault(search.firstSegment(), NOBODY));
        }
        search.among(withAnyFirstSegment);
        if (search.found != null) {
            return search.found;
        }
        if (method.equals("GET") || method.equals("HEAD")) {
            return otherwise;
        }
        Treatment read = treatment("GET", path);
        return read instanceof Treatment.None || read instanceof Treatment.Origin ? read : Treatment.Evicts.URIS;
    }

    /** A rule, its place in the order, and what it does where that does not hang on parameters. */
    private record Turn(int place, Rule rule, @Nullable Treatment always) {

        static Turn of(int place, Rule rule) {
            return new Turn(place, rule, rule.match().parameters().isEmpty() ? rule.treatment(Map.of()) : null);
        }

        Treatment treatment(Map<String, String> parameters) {
            return always != null ? always : rule.treatment(parameters);
        }
    }

    /** Looks for the rule of one request that comes first. */
    private static final class Search {
        private final String method;
        private final String path;
        private final int segments;
        private int place = Integer.MAX_VALUE;
        private @Nullable Treatment found;

        Search(String method, String path) {
            this.method = method;
            this.path = path;
            this.segments = segments(path);
        }

        private static int segments(String path) {
            int count = 0;
            for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
                count++;
            }
            return count;
        }

        String firstSegment() {
            int slash = path.indexOf('/', 1);
            return path.isEmpty() ? "" : path.substring(1, slash < 0 ? path.length() : slash);
        }

        /** Those that match this very path. */
        void amongLiterals(Turn[] turns) {
            for (Turn turn : turns) {
                if (takes(turn.rule(), method)) {
                    place = turn.place();
                    found = turn.treatment(Map.of());
                    return;
                }
            }
        }

        void among(Turn[] turns) {
            for (Turn turn : turns) {
                if (turn.place() > place) {
                    return;
                }
                Rule rule = turn.rule();
                if (rule.match().takes(segments) && takes(rule, method)) {
                    Optional<Map<String, String>> parameters = rule.match().match(path);
                    if (parameters.isPresent()) {
                        place = turn.place();
                        found = turn.treatment(parameters.get());
                        return;
                    }
                }
            }
        }
    }

    /** A rule. */
    public sealed interface Rule {
        PathTemplate match();

        /** Upper-case methods; GET means HEAD too. */
        Set<String> methods();

        /** What is done with a request that it matches. */
        Treatment treatment(Map<String, String> parameters);
    }

    /** Caches GET (and answers HEAD from it). */
    public record CacheRule(PathTemplate match, CachePolicy policy) implements Rule {
        private static final Set<String> METHODS = Set.of("GET", "HEAD");

        @Override
        public Set<String> methods() {
            return METHODS;
        }

        @Override
        public Treatment treatment(Map<String, String> parameters) {
            return new Treatment.Cached(policy, parameters);
        }
    }

    /** Evicts after success. */
    public record EvictRule(PathTemplate match, Set<String> methods, List<TagTemplate> tags, List<TagTemplate> expire) implements Rule {

        /** Those that are made to change things: DELETE, PATCH, POST, PUT. */
        public static final Set<String> DEFAULT_METHODS = Set.of("DELETE", "PATCH", "POST", "PUT");

        /** @throws IllegalArgumentException where there is no method, or neither of tags and expire names a tag */
        public EvictRule {
            methods = checked(methods);
            tags = List.copyOf(tags);
            expire = List.copyOf(expire);
            if (tags.isEmpty() && expire.isEmpty()) {
                throw new IllegalArgumentException("the rule for " + match + " evicts nothing: it needs tags to evict or to expire");
            }
        }

        @Override
        public Treatment treatment(Map<String, String> parameters) {
            return new Treatment.Evicts(tags, expire, parameters);
        }
    }

    /** Leaves responses alone, even under {@code honorOrigin}. */
    public record BypassRule(PathTemplate match, Set<String> methods) implements Rule {

        /** Those that could be cached: GET, HEAD. */
        public static final Set<String> DEFAULT_METHODS = Set.of("GET", "HEAD");

        /** @throws IllegalArgumentException where there is no method */
        public BypassRule {
            methods = checked(methods);
        }

        @Override
        public Treatment treatment(Map<String, String> parameters) {
            return NONE;
        }
    }

    private static Set<String> checked(Set<String> methods) {
        if (methods.isEmpty()) {
            throw new IllegalArgumentException("methods must name at least one");
        }
        for (String method : methods) {
            if (!method.chars().allMatch(c -> c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_') || method.isEmpty()) {
                throw new IllegalArgumentException("methods: \"" + method + "\" is not a method in upper case, such as PUT");
            }
        }
        return Set.copyOf(methods);
    }
}
