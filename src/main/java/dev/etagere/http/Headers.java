package dev.etagere.http;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Header fields: immutable, in order, names compared without regard to case (RFC 9110 §5). Safe for use by many threads. */
public final class Headers {

    public static Headers empty() { throw new UnsupportedOperationException(); }

    /** Names and values in turn. */
    public static Headers of(String... namesAndValues) { throw new UnsupportedOperationException(); }

    public static Builder builder() { throw new UnsupportedOperationException(); }

    public Builder toBuilder() { throw new UnsupportedOperationException(); }

    public int size() { throw new UnsupportedOperationException(); }

    public String name(int index) { throw new UnsupportedOperationException(); }

    public String value(int index) { throw new UnsupportedOperationException(); }

    public boolean contains(String name) { throw new UnsupportedOperationException(); }

    public Optional<String> first(String name) { throw new UnsupportedOperationException(); }

    public List<String> values(String name) { throw new UnsupportedOperationException(); }

    /** These fields without those whose name the predicate accepts. */
    public Headers without(Predicate<String> name) { throw new UnsupportedOperationException(); }

    /** Fluent and not thread-safe. */
    public static final class Builder {
        public Builder add(String name, String value) { throw new UnsupportedOperationException(); }

        public Builder set(String name, String value) { throw new UnsupportedOperationException(); }

        public Builder remove(String name) { throw new UnsupportedOperationException(); }

        public Builder addAll(Headers headers) { throw new UnsupportedOperationException(); }

        public Headers build() { throw new UnsupportedOperationException(); }
    }
}
