package dev.etagere.cache;

import java.lang.reflect.Type;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a cache holds its values in memory, and what they are as bytes. Safe for use by many threads. */
sealed interface Values<V> {

    /** An item's own bytes. */
    long ITEM = 48;

    /** @throws IllegalStateException where values are copied and Jackson is not there */
    static <V> Values<V> of(Type type, CacheOptions<V> options) {
        Json.Lazy<V> json = new Json.Lazy<>(type);
        if (options.holding() == CacheOptions.Holding.COPIED) {
            json.get();
            return new Copied<>(json);
        }
        return new Shared<>(options.sizer(), json);
    }

    /** Bytes that an item takes. */
    default long bytesOf(Item item) {
        Object held = item.held();
        return ITEM + (held == null ? 0 : bytes(held));
    }

    /**
     * What is kept of a value.
     *
     * @throws UnwritableException where nothing can be kept of it
     */
    Object hold(V value);

    /** The value; empty where what is kept is not one, as after its class has changed. */
    Optional<V> release(Object held);

    /** Bytes that what is kept takes. */
    long bytes(Object held);

    byte[] encode(Object held);

    /** What is kept, of its bytes. */
    @Nullable Object decode(byte[] bytes);

    /** Objects are kept as they are: whoever changes one changes it for all. */
    record Shared<V>(CacheOptions.Sizer<V> sizer, Json.Lazy<V> json) implements Values<V> {
        @Override
        public Object hold(V value) {
            return value;
        }

        @Override
        @SuppressWarnings("unchecked")
        public Optional<V> release(Object held) {
            return Optional.of((V) held);
        }

        @Override
        @SuppressWarnings("unchecked")
        public long bytes(Object held) {
            return sizer.bytes((V) held);
        }

        @Override
        @SuppressWarnings("unchecked")
        public byte[] encode(Object held) {
            return json.get().encode((V) held);
        }

        @Override
        public @Nullable Object decode(byte[] bytes) {
            return json.get().decode(bytes).orElse(null);
        }
    }

    /** Bytes are kept, and everyone gets a copy. */
    record Copied<V>(Json.Lazy<V> json) implements Values<V> {
        @Override
        public Object hold(V value) {
            return json.get().encode(value);
        }

        @Override
        public Optional<V> release(Object held) {
            return json.get().decode((byte[]) held);
        }

        @Override
        public long bytes(Object held) {
            return ((byte[]) held).length;
        }

        @Override
        public byte[] encode(Object held) {
            return (byte[]) held;
        }

        @Override
        public Object decode(byte[] bytes) {
            return bytes;
        }
    }
}
