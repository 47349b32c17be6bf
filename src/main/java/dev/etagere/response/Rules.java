package dev.etagere.response;

import java.util.List;
import java.util.Set;

/** The rules of an application; the first that matches method and path wins. Immutable. */
public final class Rules {

    /** @param otherwise what is done where no rule matches: {@link Treatment.None} or {@link Treatment.Origin} */
    public static Rules of(List<Rule> rules, Treatment otherwise) { throw new UnsupportedOperationException(); }

    public Treatment treatment(String method, String path) { throw new UnsupportedOperationException(); }

    /** A rule. */
    public sealed interface Rule {
        PathTemplate match();

        /** Upper-case methods. */
        Set<String> methods();
    }

    /** Caches GET (and answers HEAD from it). */
    public record CacheRule(PathTemplate match, CachePolicy policy) implements Rule {
        @Override
        public Set<String> methods() {
            return Set.of("GET", "HEAD");
        }
    }

    /** Evicts after success. */
    public record EvictRule(PathTemplate match, Set<String> methods, List<TagTemplate> tags, List<TagTemplate> expire) implements Rule {
    }

    /** Leaves responses alone, even under {@code honorOrigin}. */
    public record BypassRule(PathTemplate match, Set<String> methods) implements Rule {
    }
}
