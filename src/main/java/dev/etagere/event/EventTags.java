package dev.etagere.event;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
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

    private final String source;
    private final List<Part> parts;
    private final Set<String> names;

    private EventTags(String source, List<Part> parts) {
        this.source = source;
        this.parts = List.copyOf(parts);
        Set<String> named = new LinkedHashSet<>();
        for (Part part : parts) {
            if (part.named()) {
                named.add(part.text());
            }
        }
        this.names = Collections.unmodifiableSet(named);
    }

    /** @throws IllegalArgumentException where the braces do not match, a name is empty, or the whole is blank */
    public static EventTags parse(String template) {
        if (template.isBlank()) {
            throw new IllegalArgumentException("a tag is empty");
        }
        List<Part> parts = new ArrayList<>();
        int at = 0;
        while (at < template.length()) {
            int open = template.indexOf('{', at);
            int literalEnd = open < 0 ? template.length() : open;
            if (template.substring(at, literalEnd).indexOf('}') >= 0) {
                throw new IllegalArgumentException("tag \"" + template + "\" has a } without {");
            }
            if (literalEnd > at) {
                parts.add(new Part(template.substring(at, literalEnd), false));
            }
            if (open < 0) {
                break;
            }
            int close = template.indexOf('}', open);
            if (close < 0) {
                throw new IllegalArgumentException("tag \"" + template + "\" has a { without }");
            }
            String name = template.substring(open + 1, close);
            if (name.isBlank() || name.indexOf('{') >= 0) {
                throw new IllegalArgumentException("tag \"" + template + "\" needs a name between { and }");
            }
            parts.add(new Part(name, true));
            at = close + 1;
        }
        return new EventTags(template, parts);
    }

    /** The names of the attributes that it needs, in order, each once; {@code id} and {@code type} are not among them. */
    public Set<String> attributes() {
        Set<String> attributes = new LinkedHashSet<>(names);
        attributes.remove("id");
        attributes.remove("type");
        return attributes;
    }

    /** The tags that the event touches. */
    public Set<String> expand(ResourceEvent event) {
        if (names.isEmpty()) {
            return Set.of(source);
        }
        Set<String> tags = new LinkedHashSet<>();
        Map<String, Collection<String>> before = new LinkedHashMap<>();
        Map<String, Collection<String>> after = new LinkedHashMap<>();
        for (String name : names) {
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
        for (String name : names) {
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
        for (Map<String, String> combination : combinations) {
            StringBuilder tag = new StringBuilder(source.length() + 16);
            for (Part part : parts) {
                tag.append(part.named() ? combination.get(part.text()) : part.text());
            }
            into.add(tag.toString());
        }
    }

    /** As it was written. */
    @Override
    public String toString() {
        return source;
    }

    private record Part(String text, boolean named) {
    }
}
