package dev.etagere.config;

import dev.etagere.event.TagTemplate;
import dev.etagere.response.PathTemplate;
import dev.etagere.response.QueryKey;
import dev.etagere.response.Rules.CacheRule;
import dev.etagere.response.Rules.EvictRule;
import dev.etagere.response.Rules.Rule;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What a rule must hold to as a whole. */
final class RuleChecks {

    private RuleChecks() {
    }

    /** @throws IllegalArgumentException where a tag has a parameter that no request of the rule has */
    static void of(Rule rule) {
        if (rule instanceof CacheRule caching) {
            check(caching.policy().tags(), rule.match(), Optional.of(caching.policy().query()));
        } else if (rule instanceof EvictRule evicting) {
            check(evicting.tags(), rule.match(), Optional.empty());
            check(evicting.expire(), rule.match(), Optional.empty());
        }
    }

    private static void check(List<TagTemplate> tags, PathTemplate path, Optional<QueryKey> query) {
        for (TagTemplate tag : tags) {
            unknownParameter(tag, path, query).ifPresent(mistake -> {
                throw new IllegalArgumentException("the tag \"" + tag + "\" " + mistake);
            });
        }
    }

    /**
     * A parameter comes from the path, or from a query parameter that the key names: others may be missing, or not be in the key.
     *
     * @param query which query parameters count; empty for a rule to which they mean nothing
     */
    static Optional<String> unknownParameter(TagTemplate tag, PathTemplate path, Optional<QueryKey> query) {
        Set<String> known = new LinkedHashSet<>(path.parameters());
        query.filter(key -> key.mode() == QueryKey.Mode.ONLY).ifPresent(key -> known.addAll(new TreeSet<>(key.names())));
        return tag.parameters().stream().filter(name -> !known.contains(name)).findFirst().map(name ->
                "has {" + name + "}, which is no parameter of the path " + path + (query.isPresent() ? " and not listed in query" : "")
                        + (known.isEmpty() ? "" : " (there is: " + String.join(", ", known) + ")"));
    }

    static String neverMatches(Rule later, Rule earlier) {
        return "the rule for " + later.match() + " can never match: the rule for " + earlier.match()
                + " comes before it and matches all that it does";
    }
}
