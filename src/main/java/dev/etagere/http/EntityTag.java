package dev.etagere.http;

import java.util.List;
import java.util.Optional;

/** An entity tag (RFC 9110 §8.8.3). */
public record EntityTag(boolean weak, String opaque) {

    /** Empty for anything that is not an entity-tag. */
    public static Optional<EntityTag> parse(String value) { throw new UnsupportedOperationException(); }

    /** All well-formed members of a list; {@code *} is not one. */
    public static List<EntityTag> parseList(List<String> fieldValues) { throw new UnsupportedOperationException(); }

    /** A strong tag made of the bytes: equal bytes have equal tags. */
    public static EntityTag ofContent(byte[] content, int offset, int length) { throw new UnsupportedOperationException(); }

    public boolean strongEquals(EntityTag other) { throw new UnsupportedOperationException(); }

    public boolean weakEquals(EntityTag other) { throw new UnsupportedOperationException(); }

    /** As it stands in a field: {@code W/"opaque"} or {@code "opaque"}. */
    @Override
    public String toString() { throw new UnsupportedOperationException(); }
}
