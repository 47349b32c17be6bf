package dev.etagere.cache;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * An item as bytes: the format's version, whether there is a value, when it was created, how long its load took, how long it is stale, and
 * the value's bytes up to the end. It is made for values of one type; what else calls itself so is not one.
 */
final class ItemCodec implements Codec<Item> {

    private static final byte VERSION = 1;
    private static final byte VALUE = 1;
    private static final byte NO_VALUE = 0;
    private static final int HEAD = 2 + 3 * Long.BYTES;
    private static final byte[] NOTHING = {};

    private final Values<?> values;

    ItemCodec(Values<?> values) {
        this.values = values;
    }

    @Override
    public byte[] encode(Item item) {
        Object held = item.held();
        byte[] value = held == null ? NOTHING : values.encode(held);
        return ByteBuffer.allocate(HEAD + value.length)
                .put(VERSION).put(held == null ? NO_VALUE : VALUE)
                .putLong(item.created()).putLong(item.loadMillis()).putLong(item.staleMillis())
                .put(value).array();
    }

    @Override
    public Optional<Item> decode(byte[] bytes) {
        if (bytes.length < HEAD || bytes[0] != VERSION || bytes[1] != VALUE && bytes[1] != NO_VALUE
                || bytes[1] == NO_VALUE && bytes.length > HEAD) {
            return Optional.empty();
        }
        ByteBuffer head = ByteBuffer.wrap(bytes, 2, HEAD - 2);
        long created = head.getLong();
        long loadMillis = head.getLong();
        long staleMillis = head.getLong();
        if (loadMillis < 0 || staleMillis < 0) {
            return Optional.empty();
        }
        Object held = bytes[1] == NO_VALUE ? null : values.decode(Arrays.copyOfRange(bytes, HEAD, bytes.length));
        return held == null && bytes[1] == VALUE ? Optional.empty() : Optional.of(new Item(held, created, loadMillis, staleMillis));
    }
}
