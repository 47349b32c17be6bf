package dev.etagere.config;

import dev.etagere.response.PathTemplate;
import dev.etagere.response.QueryKey;
import dev.etagere.response.Rules.BypassRule;
import dev.etagere.response.Rules.CacheRule;
import dev.etagere.response.Rules.EvictRule;
import dev.etagere.response.Rules.Rule;
import dev.etagere.response.TagTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a rule must hold to as a whole. */
final class RuleChecks {

    private RuleChecks() {
    }

    /** @throws IllegalArgumentException where a tag has a parameter that no request of the rule has */
    static void of(Rule rule) {
        QueryKey query = QueryKey.NONE;
        List<TagTemplate> tags = new ArrayList<>();
        if (rule instanceof CacheRule caching) {
            query = caching.policy().query();
            tags.addAll(caching.policy().tags());
        } else if (rule instanceof EvictRule evicting) {
            tags.addAll(evicting.tags());
            tags.addAll(evicting.expire());
        } else {
            assert rule instanceof BypassRule;
        }
        for (TagTemplate tag : tags) {
            unknownParameter(tag, rule.match(), query).ifPresent(mistake -> {
                throw new IllegalArgumentException("the tag \"" + tag + "\" " + mistake);
            });
        }
    }

    /** A parameter comes from the path, or from a query parameter that the key names: others may be missing, or not be in the key. */
    static Optional<String> unknownParameter(TagTemplate tag, PathTemplate path, QueryKey query) {
        for (String name : tag.parameters()) {
            boolean known = path.parameters().contains(name) || query.mode() == QueryKey.Mode.ONLY && query.names().contains(name);
            if (!known) {
                List<String> all = new ArrayList<>(path.parameters());
                if (query.mode() == QueryKey.Mode.ONLY) {
                    query.names().stream().sorted().forEach(all::add);
                }
                return Optional.of("has {" + name + "}, which is no parameter of the path " + path + " and not listed in query"
                        + (all.isEmpty() ? "" : " (there is: " + String.join(", ", all) + ")"));
            }
        }
        return Optional.empty();
    }

    static String neverMatches(Rule later, Rule earlier) {
        return "the rule for " + later.match() + " can never match: the rule for " + earlier.match()
                + " comes before it and matches all that it does";
    }
}
