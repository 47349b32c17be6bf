package dev.etagere.http;

import java.util.Optional;
import java.util.OptionalLong;

/** {@code Content-Range: bytes first-last/complete} (RFC 9110 §14.4). */
public record ContentRange(long first, long last, OptionalLong completeLength) {

    public static Optional<ContentRange> parse(String value) { throw new UnsupportedOperationException(); }

    @Override
    public String toString() { throw new UnsupportedOperationException(); }
}
