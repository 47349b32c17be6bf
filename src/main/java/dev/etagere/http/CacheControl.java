package dev.etagere.http;

import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** The directives of {@code Cache-Control}, of a request or of a response (RFC 9111 §5.2, RFC 5861, RFC 8246). Parsing never throws. */
public final class CacheControl {

    public static CacheControl parse(List<String> fieldValues) { throw new UnsupportedOperationException(); }

    public static CacheControl none() { throw new UnsupportedOperationException(); }

    public boolean isEmpty() { throw new UnsupportedOperationException(); }

    public boolean noStore() { throw new UnsupportedOperationException(); }

    /** {@code no-cache} without field names. */
    public boolean noCache() { throw new UnsupportedOperationException(); }

    /** Lower-case names of {@code no-cache="…"}. */
    public Set<String> noCacheFields() { throw new UnsupportedOperationException(); }

    /** {@code private} without field names. */
    public boolean isPrivate() { throw new UnsupportedOperationException(); }

    public Set<String> privateFields() { throw new UnsupportedOperationException(); }

    public boolean isPublic() { throw new UnsupportedOperationException(); }

    public boolean mustRevalidate() { throw new UnsupportedOperationException(); }

    public boolean proxyRevalidate() { throw new UnsupportedOperationException(); }

    public boolean mustUnderstand() { throw new UnsupportedOperationException(); }

    public boolean immutable() { throw new UnsupportedOperationException(); }

    public boolean onlyIfCached() { throw new UnsupportedOperationException(); }

    /** Seconds; 0 where the argument is invalid (RFC 9111 §4.2.1 encourages to consider it stale). */
    public OptionalLong maxAge() { throw new UnsupportedOperationException(); }

    public OptionalLong sMaxAge() { throw new UnsupportedOperationException(); }

    /** Seconds; {@link Long#MAX_VALUE} for {@code max-stale} without an argument. */
    public OptionalLong maxStale() { throw new UnsupportedOperationException(); }

    public OptionalLong minFresh() { throw new UnsupportedOperationException(); }

    public OptionalLong staleWhileRevalidate() { throw new UnsupportedOperationException(); }

    public OptionalLong staleIfError() { throw new UnsupportedOperationException(); }
}
