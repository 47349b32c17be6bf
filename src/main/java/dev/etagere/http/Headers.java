package dev.etagere.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Header fields: immutable, in order, names compared without regard to case (RFC 9110 §5). Safe for use by many threads.
 *
 * <p>Loop with {@link #size}, {@link #name} and {@link #value}; that allocates nothing.
 */
public final class Headers {

    private static final Headers EMPTY = new Headers(new String[0]);

    /** Names at even places, each followed by its value. */
    private final String[] fields;

    private Headers(String[] fields) {
        this.fields = fields;
    }

    public static Headers empty() {
        return EMPTY;
    }

    /**
     * Names and values in turn.
     *
     * @throws IllegalArgumentException where a name has no value
     */
    public static Headers of(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("a name without a value: " + namesAndValues[namesAndValues.length - 1]);
        }
        for (String part : namesAndValues) {
            Objects.requireNonNull(part);
        }
        return namesAndValues.length == 0 ? EMPTY : new Headers(namesAndValues.clone());
    }

    public static Builder builder() {
        return new Builder(new String[16], 0);
    }

    /** A builder that starts with these fields. */
    public Builder toBuilder() {
        return new Builder(Arrays.copyOf(fields, fields.length + 8), fields.length);
    }

    /** How many field lines there are. */
    public int size() {
        return fields.length / 2;
    }

    /** The name of a field line, from 0, as it was given. */
    public String name(int index) {
        return fields[2 * index];
    }

    /** The value of a field line, from 0. */
    public String value(int index) {
        return fields[2 * index + 1];
    }

    public boolean contains(String name) {
        return indexOf(name) >= 0;
    }

    /** The value of the first field line of that name. */
    public Optional<String> first(String name) {
        int i = indexOf(name);
        return i < 0 ? Optional.empty() : Optional.of(fields[i + 1]);
    }

    /** The values of all field lines of that name, in order; empty where there is none. Unmodifiable. */
    public List<String> values(String name) {
        int i = indexOf(name);
        if (i < 0) {
            return List.of();
        }
        int next = indexOf(name, i + 2);
        if (next < 0) {
            return List.of(fields[i + 1]);
        }
        List<String> values = new ArrayList<>();
        values.add(fields[i + 1]);
        for (; next >= 0; next = indexOf(name, next + 2)) {
            values.add(fields[next + 1]);
        }
        return List.copyOf(values);
    }

    /** These fields without those whose name the predicate accepts; it gets names as they were given. */
    public Headers without(Predicate<String> name) {
        String[] kept = new String[fields.length];
        int length = 0;
        for (int i = 0; i < fields.length; i += 2) {
            if (!name.test(fields[i])) {
                kept[length++] = fields[i];
                kept[length++] = fields[i + 1];
            }
        }
        if (length == fields.length) {
            return this;
        }
        return length == 0 ? EMPTY : new Headers(Arrays.copyOf(kept, length));
    }

    private int indexOf(String name) {
        return indexOf(name, 0);
    }

    private int indexOf(String name, int from) {
        return indexOf(fields, fields.length, name, from);
    }

    private static int indexOf(String[] fields, int length, String name, int from) {
        for (int i = from; i < length; i += 2) {
            if (fields[i].equalsIgnoreCase(name)) {
                return i;
            }
        }
        return -1;
    }

    /** The same field lines in the same order; names without regard to case. */
    @Override
    public boolean equals(Object other) {
        if (!(other instanceof Headers that) || that.fields.length != fields.length) {
            return false;
        }
        for (int i = 0; i < fields.length; i += 2) {
            if (!fields[i].equalsIgnoreCase(that.fields[i]) || !fields[i + 1].equals(that.fields[i + 1])) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = 0; i < fields.length; i += 2) {
            hash = 31 * hash + fields[i].toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT).hashCode();
            hash = 31 * hash + fields[i + 1].hashCode();
        }
        return hash;
    }

    /** For people: {@code Name: value} joined by {@code " | "}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("[");
        for (int i = 0; i < fields.length; i += 2) {
            text.append(i == 0 ? "" : " | ").append(fields[i]).append(": ").append(fields[i + 1]);
        }
        return text.append(']').toString();
    }

    /** Fluent and not thread-safe. It may be built from more than once. */
    public static final class Builder {

        private String[] fields;
        private int length;

        private Builder(String[] fields, int length) {
            this.fields = fields;
            this.length = length;
        }

        /** Adds a field line at the end. */
        public Builder add(String name, String value) {
            Objects.requireNonNull(name);
            Objects.requireNonNull(value);
            if (length == fields.length) {
                fields = Arrays.copyOf(fields, Math.max(16, length * 2));
            }
            fields[length++] = name;
            fields[length++] = value;
            return this;
        }

        /** Puts one field line in the place of all of that name: where the first stood, or at the end. */
        public Builder set(String name, String value) {
            Objects.requireNonNull(value);
            int i = indexOf(fields, length, name, 0);
            if (i < 0) {
                return add(name, value);
            }
            fields[i] = name;
            fields[i + 1] = value;
            removeFrom(name, i + 2);
            return this;
        }

        /** Removes all field lines of that name. */
        public Builder remove(String name) {
            removeFrom(name, 0);
            return this;
        }

        private void removeFrom(String name, int from) {
            int to = from;
            for (int i = from; i < length; i += 2) {
                if (!fields[i].equalsIgnoreCase(name)) {
                    fields[to] = fields[i];
                    fields[to + 1] = fields[i + 1];
                    to += 2;
                }
            }
            length = to;
        }

        /** Adds all field lines of others, beside what is here. */
        public Builder addAll(Headers headers) {
            int needed = length + headers.fields.length;
            if (needed > fields.length) {
                fields = Arrays.copyOf(fields, Math.max(needed, length * 2));
            }
            System.arraycopy(headers.fields, 0, fields, length, headers.fields.length);
            length = needed;
            return this;
        }

        public Headers build() {
            return length == 0 ? EMPTY : new Headers(Arrays.copyOf(fields, length));
        }
    }
}
