package dev.etagere.event;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A tag with places for what an event knows: {@code category:{category}}. {@code {id}} and {@code {type}} are the event's own, all else are
 * its attributes. It becomes one tag for each combination of values before the change, and one for each after it; where a value is not
 * there, none. Immutable.
 */
public final class EventTags {

    private final TagTemplate template;

    private EventTags(TagTemplate template) {
        this.template = template;
    }

    /** @throws IllegalArgumentException where the braces do not match, a name is empty, or the whole is blank */
    public static EventTags parse(String template) {
        return new EventTags(TagTemplate.parse(template));
    }

    /** The names of the attributes that it needs, in order, each once; {@code id} and {@code type} are not among them. */
    public Set<String> attributes() {
        Set<String> attributes = new LinkedHashSet<>(template.parameters());
        attributes.remove("id");
        attributes.remove("type");
        return attributes;
    }

    /** The tags that the event touches. */
    public Set<String> expand(ResourceEvent event) {
        Set<String> tags = new LinkedHashSet<>();
        Map<String, Collection<String>> before = new LinkedHashMap<>();
        Map<String, Collection<String>> after = new LinkedHashMap<>();
        for (String name : template.parameters()) {
            Optional<Collection<String>> own = own(name, event);
            ResourceEvent.Attribute attribute = event.attributes().get(name);
            before.put(name, own.orElseGet(() -> attribute == null ? Set.of() : attribute.before()));
            after.put(name, own.orElseGet(() -> attribute == null ? Set.of() : attribute.after()));
        }
        expand(before, tags);
        expand(after, tags);
        return tags;
    }

    private static Optional<Collection<String>> own(String name, ResourceEvent event) {
        return switch (name) {
            case "id" -> Optional.of(event.id().map(Set::of).orElse(Set.of()));
            case "type" -> Optional.of(Set.of(event.type()));
            default -> Optional.empty();
        };
    }

    private void expand(Map<String, Collection<String>> values, Set<String> into) {
        List<Map<String, String>> combinations = List.of(Map.of());
        for (String name : template.parameters()) {
            Collection<String> choices = values.get(name);
            List<Map<String, String>> longer = new ArrayList<>();
            for (Map<String, String> combination : combinations) {
                for (String choice : choices) {
                    Map<String, String> more = new LinkedHashMap<>(combination);
                    more.put(name, choice);
                    longer.add(more);
                }
            }
            combinations = longer;
        }
        combinations.forEach(combination -> into.add(template.expand(combination)));
    }

    /** As it was written. */
    @Override
    public String toString() {
        return template.toString();
    }
}
