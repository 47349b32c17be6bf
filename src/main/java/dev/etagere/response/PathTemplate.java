package dev.etagere.response;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A pattern of decoded paths: literal segments, {@code {name}} for one segment that is not empty, and at the end {@code {name...}} or
 * {@code **} for the rest.
 *
 * <p>Segments are compared exactly: case counts, and {@code /a/} is not {@code /a}. The rest may be empty or missing, so
 * {@code /api/**} matches {@code /api}, {@code /api/} and all below, as a servlet mapping {@code /api/*} does. Immutable; two templates
 * are equal if they were written the same.
 */
public final class PathTemplate {

    private static final int[] NONE = {};

    private enum Kind { LITERAL, PARAMETER, REST }

    private record Segment(Kind kind, String text) {
        boolean isParameter() {
            return kind != Kind.LITERAL && !text.isEmpty();
        }
    }

    private final String source;
    private final Segment[] segments;
    private final Set<String> parameters;
    private final boolean open;

    private PathTemplate(String source, Segment[] segments) {
        this.source = source;
        this.segments = segments;
        this.open = segments[segments.length - 1].kind() == Kind.REST;
        Set<String> names = new LinkedHashSet<>();
        for (Segment segment : segments) {
            if (segment.kind() != Kind.LITERAL && !segment.text().isEmpty() && !names.add(segment.text())) {
                throw new IllegalArgumentException("path \"" + source + "\" has {" + segment.text() + "} twice");
            }
        }
        this.parameters = Collections.unmodifiableSet(names);
    }

    /** @throws IllegalArgumentException with what is wrong and where */
    public static PathTemplate parse(String template) {
        if (!template.startsWith("/")) {
            throw new IllegalArgumentException("path \"" + template + "\" does not begin with /");
        }
        if (template.indexOf('?') >= 0) {
            throw new IllegalArgumentException("path \"" + template + "\" has a ?: the query is no part of it (see the setting query)");
        }
        String[] texts = template.substring(1).split("/", -1);
        Segment[] segments = new Segment[texts.length];
        for (int i = 0; i < texts.length; i++) {
            segments[i] = segment(template, texts[i], i == texts.length - 1);
        }
        return new PathTemplate(template, segments);
    }

    private static Segment segment(String template, String text, boolean last) {
        if (text.isEmpty() && !last) {
            throw new IllegalArgumentException("path \"" + template + "\" has an empty segment");
        }
        if (text.equals("**") || text.startsWith("{") && text.endsWith("...}")) {
            if (!last) {
                throw new IllegalArgumentException("path \"" + template + "\" goes on after " + text + ", which stands for all the rest");
            }
            return new Segment(Kind.REST, text.equals("**") ? "" : name(template, text.substring(1, text.length() - 4)));
        }
        if (text.startsWith("{") && text.endsWith("}")) {
            return new Segment(Kind.PARAMETER, name(template, text.substring(1, text.length() - 1)));
        }
        if (text.indexOf('{') >= 0 || text.indexOf('}') >= 0) {
            throw new IllegalArgumentException("path \"" + template + "\": \"" + text + "\" is neither a word nor a whole "
                    + "{parameter}");
        }
        if (text.indexOf('*') >= 0) {
            throw new IllegalArgumentException("path \"" + template + "\": write {name} for one segment, or ** at the end for the rest");
        }
        if (escaped(text)) {
            throw new IllegalArgumentException("path \"" + template + "\": paths are compared decoded; write the character itself, not "
                    + "its %-escape");
        }
        return new Segment(Kind.LITERAL, text);
    }

    private static boolean escaped(String text) {
        for (int i = text.indexOf('%'); i >= 0; i = text.indexOf('%', i + 1)) {
            if (i + 2 < text.length() && Character.digit(text.charAt(i + 1), 16) >= 0 && Character.digit(text.charAt(i + 2), 16) >= 0) {
                return true;
            }
        }
        return false;
    }

    private static String name(String template, String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!Character.isLetterOrDigit(c) && c != '_' && c != '-') {
                throw new IllegalArgumentException("path \"" + template + "\": {" + name + "} is not a parameter's name");
            }
        }
        if (name.isEmpty()) {
            throw new IllegalArgumentException("path \"" + template + "\" needs a parameter's name between { and }");
        }
        return name;
    }

    /** The names of the parameters, in order. */
    public Set<String> parameters() {
        return parameters;
    }

    /** The parameters' values, or empty where the path does not match. */
    public Optional<Map<String, String>> match(String path) {
        if (!path.startsWith("/")) {
            return Optional.empty();
        }
        int[] starts = parameters.isEmpty() ? NONE : new int[segments.length];
        int at = 1;
        for (int i = 0; i < segments.length; i++) {
            Segment segment = segments[i];
            if (starts != NONE) {
                starts[i] = at;
            }
            if (segment.kind() == Kind.REST) {
                return Optional.of(values(path, starts));
            }
            if (at > path.length()) {
                return Optional.empty();
            }
            int end = end(path, at);
            boolean same = segment.kind() == Kind.PARAMETER
                    ? end > at
                    : end - at == segment.text().length() && path.startsWith(segment.text(), at);
            if (!same) {
                return Optional.empty();
            }
            at = end + 1;
        }
        return at > path.length() ? Optional.of(values(path, starts)) : Optional.empty();
    }

    private Map<String, String> values(String path, int[] starts) {
        if (parameters.isEmpty()) {
            return Map.of();
        }
        if (parameters.size() == 1) {
            return onlyValue(path, starts);
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < segments.length; i++) {
            if (segments[i].isParameter()) {
                values.put(segments[i].text(), value(path, segments[i], starts[i]));
            }
        }
        return Collections.unmodifiableMap(values);
    }

    /** Of the one parameter that most templates have. */
    private Map<String, String> onlyValue(String path, int[] starts) {
        int i = 0;
        while (!segments[i].isParameter()) {
            i++;
        }
        return Map.of(segments[i].text(), value(path, segments[i], starts[i]));
    }

    private static String value(String path, Segment segment, int start) {
        if (segment.kind() == Kind.REST) {
            return start > path.length() ? "" : path.substring(start);
        }
        return path.substring(start, end(path, start));
    }

    private static int end(String path, int start) {
        int slash = path.indexOf('/', start);
        return slash < 0 ? path.length() : slash;
    }

    /** Whether every path that the other matches is matched by this one too. */
    public boolean covers(PathTemplate other) {
        for (int i = 0; i < segments.length; i++) {
            Segment mine = segments[i];
            if (mine.kind() == Kind.REST) {
                return true;
            }
            if (i >= other.segments.length) {
                return false;
            }
            Segment theirs = other.segments[i];
            boolean wider = mine.kind() == Kind.PARAMETER
                    ? theirs.kind() == Kind.PARAMETER || theirs.kind() == Kind.LITERAL && !theirs.text().isEmpty()
                    : theirs.kind() == Kind.LITERAL && theirs.text().equals(mine.text());
            if (!wider) {
                return false;
            }
        }
        return other.segments.length == segments.length;
    }

    /** Whether it matches one path only, which is then what was written. */
    boolean isLiteral() {
        for (Segment segment : segments) {
            if (segment.kind() != Kind.LITERAL) {
                return false;
            }
        }
        return true;
    }

    /** The first segment of every path that it matches, or empty where that may be any. */
    Optional<String> firstSegment() {
        return segments[0].kind() == Kind.LITERAL ? Optional.of(segments[0].text()) : Optional.empty();
    }

    /** Whether a path of so many segments ({@code /} has one, which is empty) may match. */
    boolean takes(int count) {
        return open ? count >= segments.length - 1 : count == segments.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PathTemplate that && source.equals(that.source);
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
}
