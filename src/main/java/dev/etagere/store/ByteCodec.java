package dev.etagere.store;

import java.util.Optional;

/** Turns values into bytes for stores outside of the process, and back. Safe for use by many threads. */
public interface ByteCodec<V> {

    /** The bytes of a value; the first of them tells the format's version. */
    byte[] encode(V value);

    /** The value of these bytes; empty for anything that {@link #encode} of this version did not make. Never throws. */
    Optional<V> decode(byte[] bytes);
}
