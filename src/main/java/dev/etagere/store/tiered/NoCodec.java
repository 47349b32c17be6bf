package dev.etagere.store.tiered;

import dev.etagere.store.ByteCodec;
import java.util.Optional;

/** For what is never there. */
final class NoCodec implements ByteCodec<byte[]> {

    @Override
    public byte[] encode(byte[] value) {
        return value;
    }

    @Override
    public Optional<byte[]> decode(byte[] bytes) {
        return Optional.empty();
    }
}
