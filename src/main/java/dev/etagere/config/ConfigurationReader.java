package dev.etagere.config;

import dev.etagere.config.Node.Entry;
import dev.etagere.config.Node.Mapping;
import dev.etagere.config.Node.Scalar;
import dev.etagere.config.Setting.Misread;
import dev.etagere.response.MadeETag;
import dev.etagere.response.Rules.Rule;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Reads the configuration file and what overrides it into {@link Settings}. */
final class ConfigurationReader {

    static final List<String> SETTINGS = List.of("namespace", "version", "store", "memory", "redis", "honorOrigin", "cacheStatus",
            "etag", "targets", "storeSetCookie", "heuristics", "limits", "policies", "rules", "events", "replicaLag", "caches",
            "tagHeaders");
    private static final List<String> SCALARS = List.of("namespace", "version", "store", "honorOrigin", "cacheStatus", "etag",
            "storeSetCookie", "replicaLag");
    private static final List<String> INIT_PARAMS = Stream.concat(Stream.of("config"), SCALARS.stream()).toList();

    /** The settings that stand in groups. */
    static final Map<String, List<String>> GROUPS = Map.of(
            "memory", List.of("maxBytes", "maxEntryBytes", "maxTags", "maxTagsPerEntry"),
            "redis", List.of("pool", "connectTimeout", "timeLimit", "maxSilence", "maxLog", "user", "password", "sentinelUser",
                    "sentinelPassword", "tls", "trustStore", "trustStorePassword", "keyStore", "keyStorePassword",
                    "database", "clientName"),
            "heuristics", List.of("enabled", "max"),
            "tagHeaders", List.of("names", "toClients"),
            "limits", List.of("variants", "wait", "waiters", "loads"));

    private static final Map<String, MadeETag> ETAGS = new TreeMap<>(Map.of("strong", MadeETag.STRONG, "weak", MadeETag.WEAK));

    private final Settings<?> into;
    private final Mistakes mistakes = new Mistakes();

    private ConfigurationReader(Settings<?> into) {
        this.into = into;
    }

    /** @throws ConfigurationException with all mistakes */
    static void read(String yaml, String name, Map<String, String> overrides, ClassLoader loader, Settings<?> into) {
        new ConfigurationReader(into).read(yaml, name, overrides, loader);
    }

    private void read(String yaml, String name, Map<String, String> overrides, ClassLoader loader) {
        Where begin = new Where.Line(name, 1);
        Node root = YamlReader.read(yaml, name, mistakes).orElse(new Scalar("", true, begin));
        Section section = Section.of(new Setting("", root.where(), overridden(root, overrides)), SETTINGS, mistakes);
        section.take("namespace", Setting::text, into::namespace);
        section.take("version", Setting::integer, into::version);
        section.take("store", Setting::text, into::store);
        group(section, "memory").ifPresent(this::memory);
        Optional<Section> redis = group(section, "redis");
        redis.ifPresent(this::redis);
        section.get("store").ifPresent(store -> into.redisMistake().ifPresent(mistake -> mistakes.add(
                redis.flatMap(group -> group.get(mistake.name())).orElse(store).where(), mistake.path(), mistake.what())));
        section.read("honorOrigin", Setting::bool).filter(on -> on).ifPresent(on -> into.honorOrigin());
        section.take("cacheStatus", setting -> setting, this::cacheStatus);
        section.take("etag", setting -> setting.choice(ETAGS), into::etag);
        section.take("targets", setting -> setting.list(Setting::text), into::targets);
        section.read("storeSetCookie", Setting::bool).filter(on -> on).ifPresent(on -> into.storeSetCookie());
        group(section, "heuristics").ifPresent(this::heuristics);
        group(section, "limits").ifPresent(this::limits);
        group(section, "tagHeaders").ifPresent(this::tagHeaders);
        rules(section, loader);
        section.take("replicaLag", setting -> setting.as(Units::duration), into::replicaLag);
        section.read("events", this::events);
        section.read("caches", new CachesReader(mistakes, into)::read);
        mistakes.refuse();
    }

    /** The root with the overrides in the place of what it says itself. */
    private Node overridden(Node root, Map<String, String> overrides) {
        boolean empty = root instanceof Scalar scalar && scalar.isNull();
        if (overrides.isEmpty() || !empty && !(root instanceof Mapping)) {
            return root;
        }
        Map<String, Entry> entries = new LinkedHashMap<>(root instanceof Mapping mapping ? mapping.entries() : Map.of());
        Where where = new Where.InitParam();
        overrides.forEach((name, value) -> {
            if (SCALARS.contains(name)) {
                entries.put(name, new Entry(name, where, new Scalar(value, true, where)));
            } else if (SETTINGS.contains(name)) {
                mistakes.add(where, name, "can be set in the file only");
            } else if (!name.equals("config")) {
                mistakes.add(where, name, Names.unknown("a setting", name, INIT_PARAMS));
            }
        });
        return new Mapping(entries, root.where());
    }

    private Optional<Section> group(Section section, String name) {
        return section.get(name).map(setting -> Section.of(setting, GROUPS.getOrDefault(name, List.of()), mistakes));
    }

    private void cacheStatus(Setting setting) {
        String text = setting.text();
        switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> into.cacheStatus();
            case "false" -> { }
            default -> into.cacheStatus(text);
        }
    }

    private void memory(Section memory) {
        memory.take("maxBytes", setting -> setting.as(Units::size), into::maxBytes);
        memory.take("maxEntryBytes", setting -> setting.as(Units::size), into::maxEntryBytes);
        memory.take("maxTags", Setting::integer, into::maxTags);
        memory.take("maxTagsPerEntry", Setting::integer, into::maxTagsPerEntry);
        into.contradiction().ifPresent(mistake -> memory.get("maxEntryBytes").or(() -> memory.get("maxBytes")).ifPresent(setting ->
                mistakes.add(setting.where(), "memory", mistake)));
    }

    private void redis(Section redis) {
        RedisSettings settings = into.redisSettings();
        redis.take("pool", Setting::integer, settings::pool);
        redis.take("connectTimeout", setting -> setting.as(Units::duration), settings::connectTimeout);
        redis.take("timeLimit", setting -> setting.as(Units::duration), settings::timeLimit);
        redis.take("maxSilence", setting -> setting.as(Units::duration), settings::maxSilence);
        redis.take("maxLog", Setting::integer, settings::maxLog);
        redis.take("user", Setting::text, settings::user);
        redis.take("password", Setting::text, settings::password);
        redis.take("sentinelUser", Setting::text, settings::sentinelUser);
        redis.take("sentinelPassword", Setting::text, settings::sentinelPassword);
        redis.read("tls", Setting::bool).filter(on -> on).ifPresent(on -> settings.tls());
        redis.take("trustStore", setting -> setting.as(Path::of), settings::trustStore);
        redis.take("trustStorePassword", Setting::text, settings::trustStorePassword);
        redis.take("keyStore", setting -> setting.as(Path::of), settings::keyStore);
        redis.take("keyStorePassword", Setting::text, settings::keyStorePassword);
        redis.take("database", Setting::integer, settings::database);
        redis.take("clientName", Setting::text, settings::clientName);
    }

    private void heuristics(Section heuristics) {
        heuristics.take("max", setting -> setting.as(Units::duration), into::heuristics);
        heuristics.read("enabled", Setting::bool).filter(on -> !on).ifPresent(off -> into.noHeuristics());
    }

    private void limits(Section limits) {
        limits.take("variants", Setting::integer, into::variants);
        limits.take("wait", setting -> setting.as(Units::duration), into::maxWait);
        limits.take("waiters", Setting::integer, into::waiters);
        limits.take("loads", Setting::integer, into::loads);
    }

    private void tagHeaders(Section tagHeaders) {
        tagHeaders.take("names", setting -> setting.list(Setting::text), into::tagHeaders);
        tagHeaders.read("toClients", Setting::bool).filter(on -> on).ifPresent(on -> into.tagHeadersToClients());
    }

    private Setting events(Setting setting) {
        if (setting.isNull()) {
            return setting;
        }
        if (!(setting.node() instanceof Mapping mapping)) {
            throw new Misread(setting, "takes tags by the type of the event, such as product: [\"category:{category}\"], not "
                    + setting.node().kind());
        }
        Section types = Section.of(setting, mapping.entries().keySet(), mistakes);
        for (String type : types.names()) {
            types.take(type, tags -> tags.list(Setting::text), tags -> into.event(type, tags.toArray(String[]::new)));
        }
        return setting;
    }

    private void rules(Section section, ClassLoader loader) {
        RuleReader reader = new RuleReader(mistakes, new Contributors(loader));
        section.read("policies", setting -> {
            reader.readPolicies(setting);
            return setting;
        });
        reader.presets().forEach((name, preset) -> into.policy(name, unset -> preset));
        section.take("rules", reader::readRules, rules -> {
            if (mistakes.none()) {
                for (Rule rule : rules) {
                    into.rule(rule);
                }
            }
        });
    }
}
