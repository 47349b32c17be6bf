package dev.etagere.http;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** One member of {@code Cache-Status} (RFC 9211), as a Structured Field. */
public record CacheStatus(String cache, boolean hit, Optional<Forward> forward, OptionalInt forwardStatus, OptionalLong ttl, boolean stored,
        boolean collapsed, Optional<String> key, Optional<String> detail) {

    /** Why a request went forward (RFC 9211 §2.2). */
    public enum Forward {
        BYPASS("bypass"), METHOD("method"), URI_MISS("uri-miss"), VARY_MISS("vary-miss"), MISS("miss"), REQUEST("request"), STALE("stale"),
        PARTIAL("partial");

        private final String token;

        Forward(String token) {
            this.token = token;
        }

        public String token() {
            return token;
        }
    }

    /** As it stands in the field. */
    @Override
    public String toString() { throw new UnsupportedOperationException(); }
}
