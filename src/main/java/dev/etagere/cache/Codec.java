package dev.etagere.cache;

import dev.etagere.store.ByteCodec;

/** Turns values into bytes for stores outside of the process, and back. Safe for use by many threads. */
public interface Codec<V> extends ByteCodec<V> {
}
