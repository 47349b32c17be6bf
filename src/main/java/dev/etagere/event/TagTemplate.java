package dev.etagere.event;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A tag with places for parameters: {@code product:{id}}. There is no way to write a brace that is not a parameter's. Immutable; equal
 * to another that was written the same.
 */
public final class TagTemplate {

    private final String source;
    private final List<Part> parts;
    private final Set<String> parameters;

    private TagTemplate(String source, List<Part> parts) {
        this.source = source;
        this.parts = List.copyOf(parts);
        Set<String> names = new LinkedHashSet<>();
        for (Part part : parts) {
            if (part.parameter()) {
                names.add(part.text());
            }
        }
        this.parameters = Collections.unmodifiableSet(names);
    }

    /** @throws IllegalArgumentException where the braces do not match, a name is empty, or the whole is blank */
    public static TagTemplate parse(String template) {
        if (template.isBlank()) {
            throw new IllegalArgumentException("a tag is empty");
        }
        List<Part> parts = new ArrayList<>();
        int at = 0;
        while (at < template.length()) {
            int open = template.indexOf('{', at);
            String literal = template.substring(at, open < 0 ? template.length() : open);
            if (literal.chars().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException("tag \"" + template + "\" has a control character");
            }
            if (literal.indexOf('}') >= 0) {
                throw new IllegalArgumentException("tag \"" + template + "\" has a } without {");
            }
            if (!literal.isEmpty()) {
                parts.add(new Part(literal, false));
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
                throw new IllegalArgumentException("tag \"" + template + "\" needs a parameter's name between { and }");
            }
            parts.add(new Part(name, true));
            at = close + 1;
        }
        return new TagTemplate(template, parts);
    }

    /** The names between braces, in order, each once. */
    public Set<String> parameters() {
        return parameters;
    }

    /**
     * The tag; a parameter that the request does not have becomes the empty string. It never begins with NUL, whatever the values are: the
     * engine's own tags do.
     */
    public String expand(Map<String, String> values) {
        if (parameters.isEmpty()) {
            return source;
        }
        StringBuilder tag = new StringBuilder(source.length() + 16);
        for (Part part : parts) {
            tag.append(part.parameter() ? Objects.requireNonNullElse(values.get(part.text()), "") : part.text());
        }
        if (!tag.isEmpty() && tag.charAt(0) == '\0') {
            tag.setCharAt(0, '\uFFFD');
        }
        return tag.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TagTemplate that && source.equals(that.source);
    }

    @Override
    public int hashCode() {
        return source.hashCode();
    }

    /** As it was written. */
    @Override
    public String toString() {
        return source;
    }

    private record Part(String text, boolean parameter) {
    }
}
