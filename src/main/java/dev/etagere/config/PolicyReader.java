package dev.etagere.config;

import dev.etagere.event.TagTemplate;
import dev.etagere.response.CachePolicy;
import dev.etagere.response.QueryKey;
import dev.etagere.response.Scope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the settings that a policy and a caching rule have in common. */
final class PolicyReader {

    /** In the order in which messages list them. */
    static final List<String> SETTINGS = List.of("ttl", "clientTtl", "scope", "query", "ignoreQuery", "sortQuery", "vary", "key", "tags",
            "staleWhileRevalidate", "staleIfError", "statuses", "jitter", "requestDirectives");

    /** Settings of which a rule that gives one takes none from its policy. */
    static final List<List<String>> ALTERNATIVES = List.of(List.of("query", "ignoreQuery"));

    private static final Map<String, Scope> SCOPES = choices("auto", Scope.AUTO, "public", Scope.PUBLIC, "user", Scope.USER);
    private static final Map<String, Boolean> DIRECTIVES = choices("heed", true, "ignore", false);

    private final Contributors contributors;
    private final Mistakes mistakes;

    PolicyReader(Contributors contributors, Mistakes mistakes) {
        this.contributors = contributors;
        this.mistakes = mistakes;
    }

    private static <T> Map<String, T> choices(Object... namesAndValues) {
        Map<String, T> choices = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            @SuppressWarnings("unchecked")
            T value = (T) namesAndValues[i + 1];
            choices.put((String) namesAndValues[i], value);
        }
        return choices;
    }

    CachePolicy.Builder read(String name, Section section) {
        CachePolicy.Builder policy = CachePolicy.builder().name(name);
        section.take("ttl", setting -> setting.as(Units::duration), policy::ttl);
        section.take("clientTtl", setting -> setting.as(Units::duration), policy::clientTtl);
        section.take("scope", setting -> setting.choice(SCOPES), policy::scope);
        section.take("vary", setting -> setting.list(Setting::text), policy::vary);
        section.take("key", setting -> setting.list(item -> item.as(contributors::named)), policy::key);
        section.take("tags", PolicyReader::tags, policy::tags);
        section.take("staleWhileRevalidate", setting -> setting.as(Units::duration), policy::staleWhileRevalidate);
        section.take("staleIfError", setting -> setting.as(Units::duration), policy::staleIfError);
        section.take("statuses", setting -> setting.list(Setting::integer), policy::statuses);
        section.take("jitter", setting -> setting.as(Units::part), policy::jitter);
        section.take("requestDirectives", setting -> setting.choice(DIRECTIVES), heed -> {
            if (heed) {
                policy.heedRequestDirectives();
            } else {
                policy.ignoreRequestDirectives();
            }
        });
        policy.query(query(section));
        return policy;
    }

    static List<TagTemplate> tags(Setting setting) {
        return setting.list(item -> item.as(TagTemplate::parse));
    }

    private QueryKey query(Section section) {
        if (section.has("query") && section.has("ignoreQuery")) {
            section.get("ignoreQuery").ifPresent(setting -> mistakes.add(setting.where(), setting.path(),
                    "query says already which parameters count; give one of the two"));
        }
        QueryKey key = section.read("query", PolicyReader::counted)
                .or(() -> section.read("ignoreQuery", setting -> new QueryKey(QueryKey.Mode.IGNORE, names(setting), false)))
                .orElse(QueryKey.ALL);
        return section.read("sortQuery", Setting::bool).orElse(false) ? key.inAnyOrder() : key;
    }

    private static QueryKey counted(Setting setting) {
        if (setting.node() instanceof Node.Scalar scalar && !scalar.isNull()) {
            if (scalar.text().equals("all")) {
                return QueryKey.ALL;
            }
            if (scalar.text().equals("none")) {
                return QueryKey.NONE;
            }
        }
        return new QueryKey(QueryKey.Mode.ONLY, names(setting), false);
    }

    private static Set<String> names(Setting setting) {
        return Set.copyOf(setting.list(Setting::text));
    }
}
