package dev.etagere.persistence;

import dev.etagere.Etagere;
import dev.etagere.event.EventTags;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The caches that changes of entities are told to: the one that was named, or else all that are open in the application.
 *
 * @param named the value of the setting {@link #SETTING}
 */
record Caches(Optional<Etagere> named) {

    /** A setting of an entity manager factory: the {@link Etagere} that it belongs to. */
    static final String SETTING = "dev.etagere.Etagere";

    static Caches of(Map<String, ?> settings) {
        return new Caches(Optional.ofNullable(settings.get(SETTING)).filter(Etagere.class::isInstance).map(Etagere.class::cast));
    }

    Collection<Etagere> all() {
        return named.<Collection<Etagere>>map(List::of).orElseGet(Etagere::opened);
    }

    /** The types that a configuration has tags for. */
    Set<String> configuredTypes() {
        Set<String> types = new LinkedHashSet<>();
        for (Etagere etagere : all()) {
            types.addAll(etagere.events().templates().keySet());
        }
        return types;
    }

    /** The attributes that events of a kind are to have, for the tags of the kind itself and for those of the configuration. */
    Set<String> attributes(EntityKind kind) {
        Set<String> attributes = new LinkedHashSet<>();
        kind.templates().forEach(template -> attributes.addAll(template.attributes()));
        for (Etagere etagere : all()) {
            for (EventTags template : etagere.events().templates().getOrDefault(kind.type(), List.of())) {
                attributes.addAll(template.attributes());
            }
        }
        return attributes;
    }
}
