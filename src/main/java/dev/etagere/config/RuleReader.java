package dev.etagere.config;

import dev.etagere.event.TagTemplate;
import dev.etagere.response.CachePolicy;
import dev.etagere.response.PathTemplate;
import dev.etagere.response.QueryKey;
import dev.etagere.response.Rules.BypassRule;
import dev.etagere.response.Rules.CacheRule;
import dev.etagere.response.Rules.EvictRule;
import dev.etagere.response.Rules.Rule;
import dev.etagere.response.Rules;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads the rules and the policies that they build on. */
final class RuleReader {

    private static final List<String> CHOOSING = List.of("match", "methods", "policy", "evict", "expire", "bypass");
    static final List<String> SETTINGS = Stream.concat(CHOOSING.stream(), PolicyReader.SETTINGS.stream()).toList();

    private final Mistakes mistakes;
    private final PolicyReader policyReader;
    private final Map<String, Section> policies = new LinkedHashMap<>();
    private final Map<String, CachePolicy.Builder> presets = new LinkedHashMap<>();
    private final List<Rule> rules = new ArrayList<>();
    private final List<Setting> places = new ArrayList<>();

    RuleReader(Mistakes mistakes, Contributors contributors) {
        this.mistakes = mistakes;
        this.policyReader = new PolicyReader(contributors, mistakes);
    }

    /** Named presets, to be read before the rules. */
    void readPolicies(Setting setting) {
        if (setting.isNull()) {
            return;
        }
        if (!(setting.node() instanceof Node.Mapping mapping)) {
            throw new Setting.Misread(setting, "takes policies by their names, not " + setting.node().kind());
        }
        for (Node.Entry entry : mapping.entries().values()) {
            Setting policy = new Setting("policies." + entry.name(), entry.where(), entry.value());
            Section section = Section.of(policy, PolicyReader.SETTINGS, mistakes);
            presets.put(entry.name(), policyReader.read(entry.name(), section));
            policies.put(entry.name(), section);
        }
    }

    /** What was read by {@link #readPolicies}. */
    Map<String, CachePolicy.Builder> presets() {
        return presets;
    }

    /** The rules in their order, but for those with mistakes. */
    List<Rule> readRules(Setting setting) {
        for (Setting item : setting.isNull() ? List.<Setting>of() : setting.items()) {
            readRule(item).ifPresent(rule -> add(rule, item));
        }
        return rules;
    }

    private void add(Rule rule, Setting item) {
        Optional<Rule> earlier = Rules.covering(rules, rule);
        if (earlier.isPresent()) {
            Setting before = places.get(rules.indexOf(earlier.get()));
            mistakes.add(item.where(), item.path(), "can never match: " + before.path() + " (" + earlier.get().match() + ", line "
                    + before.where().order() + ") comes before it and matches all that " + rule.match() + " does");
        }
        rules.add(rule);
        places.add(item);
    }

    private Optional<Rule> readRule(Setting item) {
        Section section = Section.of(item, SETTINGS, mistakes);
        Optional<PathTemplate> match = section.read("match", setting -> setting.as(PathTemplate::parse));
        if (!section.has("match") && section.understood()) {
            mistakes.add(item.where(), item.path(), "needs match, the path that it is for");
        }
        boolean bypass = section.read("bypass", Setting::bool).orElse(false);
        boolean evict = section.has("evict") || section.has("expire");
        if (bypass || evict) {
            refuseOthers(section, bypass ? List.of("match", "methods", "bypass") : List.of("match", "methods", "evict", "expire", "bypass"),
                    bypass ? "in a rule with bypass: true" : "in a rule that evicts");
        }
        try {
            return bypass ? bypassRule(section, match) : evict ? evictRule(section, match) : cacheRule(item, section, match);
        } catch (IllegalArgumentException e) {
            mistakes.add(item.where(), item.path(), String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private void refuseOthers(Section section, List<String> allowed, String where) {
        for (String name : section.names()) {
            if (!allowed.contains(name)) {
                section.get(name).ifPresent(setting -> mistakes.add(setting.where(), setting.path(), "is of no use " + where
                        + "; a rule caches, evicts or bypasses"));
            }
        }
    }

    private Optional<Rule> bypassRule(Section section, Optional<PathTemplate> match) {
        return methods(section, BypassRule.DEFAULT_METHODS).flatMap(methods -> match.map(path -> new BypassRule(path, methods)));
    }

    private Optional<Rule> evictRule(Section section, Optional<PathTemplate> match) {
        Optional<Set<String>> methods = methods(section, EvictRule.DEFAULT_METHODS);
        List<TagTemplate> evict = section.read("evict", RuleReader::tags).orElse(List.of());
        List<TagTemplate> expire = section.read("expire", RuleReader::tags).orElse(List.of());
        if (evict.isEmpty() && expire.isEmpty() || methods.isEmpty() || match.isEmpty()) {
            return Optional.empty();
        }
        boolean known = checkParameters(section, "evict", evict, match.get(), Optional.empty())
                & checkParameters(section, "expire", expire, match.get(), Optional.empty());
        return known ? Optional.of(new EvictRule(match.get(), methods.get(), evict, expire)) : Optional.empty();
    }

    private static List<TagTemplate> tags(Setting setting) {
        List<TagTemplate> tags = PolicyReader.tags(setting);
        if (tags.isEmpty()) {
            throw new Setting.Misread(setting, "names no tag");
        }
        return tags;
    }

    private Optional<Rule> cacheRule(Setting item, Section own, Optional<PathTemplate> match) {
        methods(own, Set.of("GET")).ifPresent(methods -> own.get("methods").ifPresent(setting -> {
            if (!methods.contains("GET") || !Set.of("GET", "HEAD").containsAll(methods)) {
                mistakes.add(setting.where(), setting.path(), "a rule that caches is for GET, and HEAD with it; on other methods "
                        + "a rule can evict, expire or bypass");
            }
        }));
        Section merged = own;
        if (own.has("policy")) {
            Optional<Section> preset = own.read("policy", this::preset);
            if (preset.isEmpty()) {
                return Optional.empty();
            }
            merged = own.over(preset.get(), PolicyReader.ALTERNATIVES);
        }
        String name = match.map(PathTemplate::toString).orElse(item.path());
        CachePolicy.Builder builder = policyReader.read(name, merged);
        if (!merged.has("ttl") && merged.understood()) {
            mistakes.add(item.where(), item.path(), "needs ttl, or a policy that has one (or evict, expire, or bypass: true)");
        }
        if (match.isEmpty() || !builder.hasTtl()) {
            return Optional.empty();
        }
        CachePolicy policy = builder.build();
        String named = own.has("tags") ? "tags" : "policy";
        return checkParameters(own, named, policy.tags(), match.get(), Optional.of(policy.query()))
                ? Optional.of(new CacheRule(match.get(), policy))
                : Optional.empty();
    }

    private Section preset(Setting setting) {
        return setting.as(name -> {
            Section preset = policies.get(name);
            if (preset == null) {
                throw new IllegalArgumentException("\"" + name + "\" " + Names.unknown("a policy", name, policies.keySet()));
            }
            return preset;
        });
    }

    private boolean checkParameters(Section section, String name, List<TagTemplate> tags, PathTemplate path, Optional<QueryKey> query) {
        for (TagTemplate tag : tags) {
            Optional<String> mistake = RuleChecks.unknownParameter(tag, path, query);
            if (mistake.isPresent()) {
                section.get(name).ifPresent(setting ->
                        mistakes.add(setting.where(), setting.path(), "the tag \"" + tag + "\" " + mistake.get()));
                return false;
            }
        }
        return true;
    }

    private Optional<Set<String>> methods(Section section, Set<String> otherwise) {
        if (!section.has("methods")) {
            return Optional.of(otherwise);
        }
        return section.read("methods", setting -> {
            List<String> methods = setting.list(item -> item.as(RuleReader::method));
            if (methods.isEmpty()) {
                throw new Setting.Misread(setting, "names no method");
            }
            return Set.copyOf(methods);
        });
    }

    private static String method(String text) {
        if (!text.chars().allMatch(c -> c >= 'A' && c <= 'Z' || c == '-')) {
            throw new IllegalArgumentException(Units.quoted(text) + " is not a method in upper case, such as PUT");
        }
        return text;
    }
}
