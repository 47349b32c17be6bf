package dev.etagere.http;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * One member of {@code Cache-Status} (RFC 9211), as a Structured Field.
 *
 * @param cache the cache's name
 * @param hit whether the request was answered without going forward (§2.1); then what tells of going forward is left out
 * @param forward why it went forward (§2.2)
 * @param forwardStatus the status that came back (§2.3)
 * @param ttl remaining freshness lifetime in seconds; negative when stale (§2.4)
 * @param stored whether what came back was stored (§2.5)
 * @param collapsed whether it shared another request's answer (§2.6)
 * @param key the cache key (§2.7)
 * @param detail anything else (§2.8)
 */
public record CacheStatus(String cache, boolean hit, Optional<Forward> forward, OptionalInt forwardStatus, OptionalLong ttl, boolean stored,
        boolean collapsed, Optional<String> key, Optional<String> detail) {

    /** RFC 8941 §3.3.1. */
    private static final long MAX_INTEGER = 999_999_999_999_999L;

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

    /** As it stands in the field: always a valid Structured Field, whatever the texts hold. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(64);
        tokenOrString(text, cache);
        if (hit) {
            text.append("; hit");
        } else if (forward.isPresent()) {
            text.append("; fwd=").append(forward.get().token());
            if (forwardStatus.isPresent()) {
                text.append("; fwd-status=").append(forwardStatus.getAsInt());
            }
            text.append(stored ? "; stored" : "").append(collapsed ? "; collapsed" : "");
        }
        if (ttl.isPresent()) {
            text.append("; ttl=").append(Math.max(-MAX_INTEGER, Math.min(MAX_INTEGER, ttl.getAsLong())));
        }
        if (key.isPresent()) {
            string(text.append("; key="), key.get());
        }
        if (detail.isPresent()) {
            tokenOrString(text.append("; detail="), detail.get());
        }
        return text.toString();
    }

    private static void tokenOrString(StringBuilder text, String value) {
        if (isToken(value)) {
            text.append(value);
        } else {
            string(text, value);
        }
    }

    /** RFC 8941 §3.3.4: begins with a letter or {@code *}; may hold colons and slashes beside what tokens hold elsewhere. */
    private static boolean isToken(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '*';
            if (!letter && (i == 0 || !FieldSyntax.isTokenChar(c) && c != ':' && c != '/')) {
                return false;
            }
        }
        return !value.isEmpty();
    }

    /** RFC 8941 §3.3.3 has ASCII that prints; the rest is written as percent-encoded UTF-8. */
    private static void string(StringBuilder text, String value) {
        text.append('"');
        for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
            if (b == '"' || b == '\\') {
                text.append('\\').append((char) b);
            } else if (b >= ' ' && b <= '~') {
                text.append((char) b);
            } else {
                text.append('%').append(hex(b >> 4)).append(hex(b));
            }
        }
        text.append('"');
    }

    private static char hex(int digit) {
        return "0123456789ABCDEF".charAt(digit & 15);
    }
}
