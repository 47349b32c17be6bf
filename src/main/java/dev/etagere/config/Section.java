package dev.etagere.config;

import dev.etagere.config.Node.Entry;
import dev.etagere.config.Node.Mapping;
import dev.etagere.config.Node.Scalar;
import dev.etagere.config.Setting.Misread;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** Named settings that stand together. What is wrong with one is told to {@code mistakes}, and the setting counts as not given. */
final class Section {

    private final Map<String, Setting> settings;
    private final boolean understood;
    private final Mistakes mistakes;

    private Section(Map<String, Setting> settings, boolean understood, Mistakes mistakes) {
        this.settings = settings;
        this.understood = understood;
        this.mistakes = mistakes;
    }

    /** The settings of a group, after telling of names that are not known there. A group without a value is an empty one. */
    static Section of(Setting group, Collection<String> known, Mistakes mistakes) {
        Map<String, Setting> settings = new LinkedHashMap<>();
        boolean understood = true;
        if (group.node() instanceof Mapping mapping) {
            for (Entry entry : mapping.entries().values()) {
                String path = group.path().isEmpty() ? entry.name() : group.path() + "." + entry.name();
                if (known.contains(entry.name())) {
                    settings.put(entry.name(), new Setting(path, entry.where(), entry.value()));
                } else {
                    understood = false;
                    mistakes.add(entry.where(), path, Names.unknown("a setting", entry.name(), known));
                }
            }
        } else if (!(group.node() instanceof Scalar scalar && scalar.isNull())) {
            understood = false;
            mistakes.add(group.where(), group.path(), "takes settings (" + String.join(", ", known) + "), not " + group.node().kind());
        }
        return new Section(settings, understood, mistakes);
    }

    /** These settings, and those of the base that are not given here; of alternatives, of which one is given here, the base's are left. */
    Section over(Section base, List<List<String>> alternatives) {
        Map<String, Setting> merged = new LinkedHashMap<>(base.settings);
        for (List<String> exclusive : alternatives) {
            if (exclusive.stream().anyMatch(settings::containsKey)) {
                exclusive.forEach(merged::remove);
            }
        }
        merged.putAll(settings);
        return new Section(merged, understood && base.understood, mistakes);
    }

    /** Whether all that was given is known. If not, what is missing may be what was misspelt. */
    boolean understood() {
        return understood;
    }

    boolean has(String name) {
        return settings.containsKey(name);
    }

    Optional<Setting> get(String name) {
        return Optional.ofNullable(settings.get(name));
    }

    Collection<String> names() {
        return settings.keySet();
    }

    /** The value as the reader reads it, or empty where it is not given or not right. */
    <T> Optional<T> read(String name, Function<Setting, T> reader) {
        Setting setting = settings.get(name);
        if (setting == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(reader.apply(setting));
        } catch (Misread e) {
            e.tell(mistakes);
            return Optional.empty();
        }
    }

    /** Hands the value on; where the taker throws an {@link IllegalArgumentException}, that is told as the setting's mistake. */
    <T> void take(String name, Function<Setting, T> reader, Consumer<? super T> taker) {
        read(name, setting -> {
            T value = reader.apply(setting);
            try {
                taker.accept(value);
            } catch (IllegalArgumentException e) {
                throw new Misread(setting, said(name, setting, String.valueOf(e.getMessage())));
            }
            return value;
        });
    }

    /** "ttl must be …" becomes "400d must be …". */
    private static String said(String name, Setting setting, String message) {
        String subject = name + " ";
        if (!message.startsWith(subject)) {
            return message;
        }
        String rest = message.substring(subject.length());
        return setting.node() instanceof Scalar ? setting.node().kind() + " " + rest : rest;
    }
}
