package dev.etagere.response;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Writes and reads the parts of which stored values are made. */
final class Bytes {

    private Bytes() {
    }

    /** Grows as it is written to. */
    static final class Writer {

        private ByteBuffer buffer;

        Writer(int expected) {
            this.buffer = ByteBuffer.allocate(Math.max(64, expected));
        }

        private ByteBuffer room(int more) {
            if (buffer.remaining() < more) {
                ByteBuffer larger = ByteBuffer.allocate(Math.addExact(buffer.position(), Math.max(more, buffer.capacity())));
                larger.put(buffer.flip());
                buffer = larger;
            }
            return buffer;
        }

        Writer octet(int value) {
            room(1).put((byte) value);
            return this;
        }

        Writer flag(boolean value) {
            return octet(value ? 1 : 0);
        }

        Writer int32(int value) {
            room(4).putInt(value);
            return this;
        }

        Writer int64(long value) {
            room(8).putLong(value);
            return this;
        }

        Writer bytes(byte[] value) {
            int32(value.length);
            room(value.length).put(value);
            return this;
        }

        Writer text(String value) {
            return bytes(value.getBytes(StandardCharsets.UTF_8));
        }

        Writer time(Instant value) {
            return int64(value.getEpochSecond()).int32(value.getNano());
        }

        Writer time(Duration value) {
            return int64(value.getSeconds()).int32(value.getNano());
        }

        <T> Writer list(List<T> values, BiConsumer<Writer, T> each) {
            int32(values.size());
            values.forEach(value -> each.accept(this, value));
            return this;
        }

        byte[] toBytes() {
            byte[] bytes = new byte[buffer.position()];
            buffer.flip().get(bytes);
            return bytes;
        }
    }

    /**
     * Reads what a {@link Writer} wrote. A length is believed only as far as there are bytes for it, so that none can make it allocate.
     * Whatever does not fit ends in {@link BufferUnderflowException}, {@link IllegalArgumentException} or another of the runtime's.
     */
    static final class Reader {

        private final ByteBuffer buffer;

        Reader(byte[] bytes) {
            this.buffer = ByteBuffer.wrap(bytes);
        }

        int octet() {
            return buffer.get() & 0xff;
        }

        boolean flag() {
            int value = octet();
            if (value > 1) {
                throw new IllegalArgumentException("no flag: " + value);
            }
            return value == 1;
        }

        int int32() {
            return buffer.getInt();
        }

        long int64() {
            return buffer.getLong();
        }

        byte[] bytes() {
            int length = length();
            byte[] value = new byte[length];
            buffer.get(value);
            return value;
        }

        private int length() {
            int length = buffer.getInt();
            if (length < 0 || length > buffer.remaining()) {
                throw new BufferUnderflowException();
            }
            return length;
        }

        String text() {
            return new String(bytes(), StandardCharsets.UTF_8);
        }

        Instant instant() {
            return Instant.ofEpochSecond(buffer.getLong(), nanos());
        }

        Duration duration() {
            return Duration.ofSeconds(buffer.getLong(), nanos());
        }

        private int nanos() {
            int nanos = buffer.getInt();
            if (nanos < 0 || nanos > 999_999_999) {
                throw new IllegalArgumentException("no nanoseconds: " + nanos);
            }
            return nanos;
        }

        /** Each element takes at least a byte. */
        <T> List<T> list(Function<Reader, T> each) {
            int size = length();
            List<T> values = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                values.add(each.apply(this));
            }
            return values;
        }

        void end() {
            if (buffer.hasRemaining()) {
                throw new IllegalArgumentException(buffer.remaining() + " bytes too many");
            }
        }
    }
}
