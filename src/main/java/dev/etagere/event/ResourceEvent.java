package dev.etagere.event;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A resource of the application was created, updated or deleted. Immutable; every {@code with…} gives another event.
 *
 * @param type what kind of thing it is, such as {@code product}; not blank
 * @param id which one of its type; empty where it is not one but many, as after a bulk statement
 * @param change what became of it
 * @param attributes what else is known of it, by name, as it was before and as it is after the change
 * @param tags that the change touches besides those that follow from type, id and attributes
 */
public record ResourceEvent(String type, Optional<String> id, Change change, Map<String, Attribute> attributes, Set<String> tags) {

    /** @throws IllegalArgumentException where the type is blank, or an attribute is called {@code id} or {@code type} */
    public ResourceEvent {
        if (type.isBlank()) {
            throw new IllegalArgumentException("an event needs a type, such as product");
        }
        if (attributes.containsKey("id") || attributes.containsKey("type")) {
            throw new IllegalArgumentException("id and type are no attributes: the event has them already");
        }
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
        tags = Collections.unmodifiableSet(new LinkedHashSet<>(tags));
    }

    /** One was created. The id is what its {@code toString} says. */
    public static ResourceEvent created(String type, Object id) {
        return of(type, Optional.of(id.toString()), Change.CREATED);
    }

    /** One was updated. The id is what its {@code toString} says. */
    public static ResourceEvent updated(String type, Object id) {
        return of(type, Optional.of(id.toString()), Change.UPDATED);
    }

    /** One was deleted. The id is what its {@code toString} says. */
    public static ResourceEvent deleted(String type, Object id) {
        return of(type, Optional.of(id.toString()), Change.DELETED);
    }

    /** Some were changed, nobody knows which: touches the tag of the type, and not those of single resources. */
    public static ResourceEvent changedMany(String type) {
        return of(type, Optional.empty(), Change.UPDATED);
    }

    private static ResourceEvent of(String type, Optional<String> id, Change change) {
        return new ResourceEvent(type, id, change, Map.of(), Set.of());
    }

    /** With an attribute that the change left as it was; what was created did not have it before, what was deleted has it no more. */
    public ResourceEvent with(String name, Object... values) {
        Set<String> texts = texts(Arrays.asList(values));
        return with(name, new Attribute(change == Change.CREATED ? Set.of() : texts, change == Change.DELETED ? Set.of() : texts));
    }

    /** With an attribute that changed: a product that went from one category to another touches both. */
    public ResourceEvent changed(String name, Object before, Object after) {
        return with(name, new Attribute(texts(Set.of(before)), texts(Set.of(after))));
    }

    /** With an attribute of several values, or of none on one side. */
    public ResourceEvent with(String name, Attribute attribute) {
        Map<String, Attribute> more = new LinkedHashMap<>(attributes);
        more.put(name, attribute);
        return new ResourceEvent(type, id, change, more, tags);
    }

    /** With tags of its own. */
    public ResourceEvent touching(String... more) {
        return touching(Arrays.asList(more));
    }

    /** With tags of its own. */
    public ResourceEvent touching(Iterable<String> more) {
        Set<String> all = new LinkedHashSet<>(tags);
        more.forEach(all::add);
        return new ResourceEvent(type, id, change, attributes, all);
    }

    private static Set<String> texts(Iterable<?> values) {
        Set<String> texts = new LinkedHashSet<>();
        for (Object value : values) {
            texts.add(value.toString());
        }
        return texts;
    }

    /**
     * What an attribute was and what it is.
     *
     * @param before the values before the change; none where there was none
     * @param after the values after it
     */
    public record Attribute(Set<String> before, Set<String> after) {
        public Attribute {
            before = Collections.unmodifiableSet(new LinkedHashSet<>(before));
            after = Collections.unmodifiableSet(new LinkedHashSet<>(after));
        }
    }
}
