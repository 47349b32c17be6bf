package dev.etagere.http;

import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * The directives of {@code Cache-Control}, of a request or of a response (RFC 9111 §5.2, RFC 5861, RFC 8246). Parsing never throws.
 * Immutable.
 *
 * <p>Where the field is malformed, the stricter reading holds:
 * <ul>
 * <li>whitespace around {@code =}, a missing or a wrong argument, or junk after it make {@code max-age} and {@code s-maxage} zero
 *     (RFC 9111 §4.2.1 encourages to consider such a response stale), leave restricting directives ({@code no-store},
 *     {@code no-cache}, {@code private}, {@code must-revalidate}, …) in force, and void permitting ones ({@code public}, …);
 * <li>of a number given more than once the first counts (RFC 9111 §4.2.1);
 * <li>{@code no-cache} and {@code private} are qualified only by a quoted list of field names that a response can be used without; in
 *     the token form, or with anything else, they hold for the whole response (RFC 9111 §5.2.2.4 and §5.2.2.7).
 * </ul>
 */
public final class CacheControl {

    private static final long ABSENT = -1;

    /** Without these a stored response is no longer what it was. */
    private static final Set<String> INDISPENSABLE = Set.of("age", "cache-control", "content-encoding", "content-language",
            "content-length", "content-location", "content-range", "content-type", "date", "expires", "location", "vary");

    private static final CacheControl NONE = new CacheControl(new Directives());
    private static final CacheControl NO_CACHE = parse(List.of("no-cache"));
    private static final CacheControl MAX_AGE_ZERO = parse(List.of("max-age=0"));

    private final boolean noStore;
    private final boolean noCache;
    private final Set<String> noCacheFields;
    private final boolean isPrivate;
    private final Set<String> privateFields;
    private final boolean isPublic;
    private final boolean mustRevalidate;
    private final boolean proxyRevalidate;
    private final boolean mustUnderstand;
    private final boolean immutable;
    private final boolean onlyIfCached;
    private final boolean empty;
    private final long maxAge;
    private final long sMaxAge;
    private final long maxStale;
    private final long minFresh;
    private final long staleWhileRevalidate;
    private final long staleIfError;

    private CacheControl(Directives from) {
        noStore = from.noStore;
        noCache = from.noCache;
        noCacheFields = Set.copyOf(from.noCacheFields);
        isPrivate = from.isPrivate;
        privateFields = Set.copyOf(from.privateFields);
        isPublic = from.isPublic;
        mustRevalidate = from.mustRevalidate;
        proxyRevalidate = from.proxyRevalidate;
        mustUnderstand = from.mustUnderstand;
        immutable = from.immutable;
        onlyIfCached = from.onlyIfCached;
        empty = from.empty;
        maxAge = from.maxAge;
        sMaxAge = from.sMaxAge;
        maxStale = from.maxStale;
        minFresh = from.minFresh;
        staleWhileRevalidate = from.staleWhileRevalidate;
        staleIfError = from.staleIfError;
    }

    /** Of all field lines in order. */
    public static CacheControl parse(List<String> fieldValues) {
        if (fieldValues.isEmpty()) {
            return NONE;
        }
        Directives directives = new Directives();
        for (String value : fieldValues) {
            FieldSyntax.forEachMember(value, directives::member);
        }
        return directives.build();
    }

    /**
     * What a client asks for, {@code Pragma: no-cache} included where it sends no {@code Cache-Control} (RFC 9111 §5.4). Allocates nothing
     * for the common request that has neither.
     */
    public static CacheControl ofRequest(RequestHead request) {
        if (request.first("Cache-Control").isEmpty()) {
            boolean noCache = request.first("Pragma").isPresent()
                    && FieldSyntax.members(request.values("Pragma")).stream().anyMatch("no-cache"::equalsIgnoreCase);
            return noCache ? NO_CACHE : NONE;
        }
        List<String> values = request.values("Cache-Control");
        if (values.size() == 1) {
            String value = values.get(0);
            if (value.equals("no-cache")) {
                return NO_CACHE;
            }
            if (value.equals("max-age=0")) {
                return MAX_AGE_ZERO;
            }
        }
        Directives directives = new Directives();
        for (String value : values) {
            FieldSyntax.forEachMember(value, directives::member);
        }
        // A request's no-cache has no qualified form (RFC 9111 §5.2.1.4).
        directives.noCache |= !directives.noCacheFields.isEmpty();
        return directives.build();
    }

    /**
     * What a response tells this cache: a targeted field of {@code rules.targets} that is valid and not empty, else
     * {@code Cache-Control} (RFC 9213 §2.2).
     */
    public static CacheControl ofResponse(Headers response, CacheRules rules) {
        return ResponseDirectives.of(response, rules).control();
    }

    public static CacheControl none() {
        return NONE;
    }

    /** Whether there is no directive at all, known or unknown. */
    public boolean isEmpty() {
        return empty;
    }

    public boolean noStore() {
        return noStore;
    }

    /** {@code no-cache} for the whole response or request. */
    public boolean noCache() {
        return noCache;
    }

    /** Lower-case names of {@code no-cache="…"}. */
    public Set<String> noCacheFields() {
        return noCacheFields;
    }

    /** {@code private} for the whole response. */
    public boolean isPrivate() {
        return isPrivate;
    }

    /** Lower-case names of {@code private="…"}. */
    public Set<String> privateFields() {
        return privateFields;
    }

    public boolean isPublic() {
        return isPublic;
    }

    public boolean mustRevalidate() {
        return mustRevalidate;
    }

    public boolean proxyRevalidate() {
        return proxyRevalidate;
    }

    public boolean mustUnderstand() {
        return mustUnderstand;
    }

    /** RFC 8246: for clients that reload; it changes nothing for a shared cache. */
    public boolean immutable() {
        return immutable;
    }

    public boolean onlyIfCached() {
        return onlyIfCached;
    }

    /** Seconds, at most 2^31; 0 where the argument is invalid (RFC 9111 §4.2.1 encourages to consider it stale). */
    public OptionalLong maxAge() {
        return optional(maxAge);
    }

    /** Seconds, at most 2^31; 0 where the argument is invalid. */
    public OptionalLong sMaxAge() {
        return optional(sMaxAge);
    }

    /** Seconds; {@link Long#MAX_VALUE} for {@code max-stale} without an argument; absent where the argument is invalid. */
    public OptionalLong maxStale() {
        return optional(maxStale);
    }

    /** Seconds; absent where the argument is invalid. */
    public OptionalLong minFresh() {
        return optional(minFresh);
    }

    /** Seconds; absent where the argument is invalid (RFC 5861 §3). */
    public OptionalLong staleWhileRevalidate() {
        return optional(staleWhileRevalidate);
    }

    /** Seconds; absent where the argument is invalid (RFC 5861 §4). */
    public OptionalLong staleIfError() {
        return optional(staleIfError);
    }

    private static OptionalLong optional(long seconds) {
        return seconds == ABSENT ? OptionalLong.empty() : OptionalLong.of(seconds);
    }

    /** How an argument is written. */
    enum Shape { NONE, TOKEN, QUOTED, MALFORMED }

    /** Directives as they are read, from {@code Cache-Control} or a targeted field. */
    static final class Directives {

        private final Set<String> noCacheFields = new TreeSet<>();
        private final Set<String> privateFields = new TreeSet<>();
        private boolean noStore;
        private boolean noCache;
        private boolean isPrivate;
        private boolean isPublic;
        private boolean mustRevalidate;
        private boolean proxyRevalidate;
        private boolean mustUnderstand;
        private boolean immutable;
        private boolean onlyIfCached;
        private boolean empty = true;
        private long maxAge = ABSENT;
        private long sMaxAge = ABSENT;
        private long maxStale = ABSENT;
        private long minFresh = ABSENT;
        private long staleWhileRevalidate = ABSENT;
        private long staleIfError = ABSENT;

        CacheControl build() {
            return empty ? NONE : new CacheControl(this);
        }

        /** Something was said, even where it has no effect. */
        void present() {
            empty = false;
        }

        /** {@code name}, {@code name=token} or {@code name="quoted"}. */
        private void member(String value, int start, int end) {
            int nameEnd = FieldSyntax.tokenEnd(value, start, end);
            String name = FieldSyntax.lowerCase(value.substring(start, nameEnd));
            if (nameEnd == end) {
                add(name, Shape.NONE, "");
                return;
            }
            int argument = nameEnd + 1;
            if (value.charAt(nameEnd) != '=' || argument == end) {
                add(name, Shape.MALFORMED, "");
            } else if (value.charAt(argument) == '"') {
                FieldSyntax.unquote(value, argument, end)
                        .ifPresentOrElse(text -> add(name, Shape.QUOTED, text), () -> add(name, Shape.MALFORMED, ""));
            } else {
                boolean token = FieldSyntax.tokenEnd(value, argument, end) == end;
                add(name, token ? Shape.TOKEN : Shape.MALFORMED, token ? value.substring(argument, end) : "");
            }
        }

        /** @param name lower case */
        void add(String name, Shape shape, String argument) {
            empty = false;
            switch (name) {
                case "no-store" -> noStore = true;
                case "no-cache" -> noCache |= !qualified(shape, argument, noCacheFields);
                case "private" -> isPrivate |= !qualified(shape, argument, privateFields);
                case "public" -> isPublic |= shape == Shape.NONE;
                case "must-revalidate" -> mustRevalidate = true;
                case "proxy-revalidate" -> proxyRevalidate = true;
                case "must-understand" -> mustUnderstand |= shape == Shape.NONE;
                case "immutable" -> immutable |= shape == Shape.NONE;
                case "only-if-cached" -> onlyIfCached = true;
                case "max-age" -> maxAge = maxAge == ABSENT ? Math.max(0, seconds(shape, argument)) : maxAge;
                case "s-maxage" -> sMaxAge = sMaxAge == ABSENT ? Math.max(0, seconds(shape, argument)) : sMaxAge;
                case "max-stale" -> maxStale = maxStale == ABSENT ? maxStale(shape, argument) : maxStale;
                case "min-fresh" -> minFresh = minFresh == ABSENT ? seconds(shape, argument) : minFresh;
                case "stale-while-revalidate" ->
                    staleWhileRevalidate = staleWhileRevalidate == ABSENT ? seconds(shape, argument) : staleWhileRevalidate;
                case "stale-if-error" -> staleIfError = staleIfError == ABSENT ? seconds(shape, argument) : staleIfError;
                default -> { }
            }
        }

        private static long maxStale(Shape shape, String argument) {
            return shape == Shape.NONE ? Long.MAX_VALUE : seconds(shape, argument);
        }

        private static long seconds(Shape shape, String argument) {
            return shape == Shape.TOKEN || shape == Shape.QUOTED ? FieldSyntax.deltaSeconds(argument) : ABSENT;
        }

        private static boolean qualified(Shape shape, String argument, Set<String> fields) {
            if (shape != Shape.QUOTED) {
                return false;
            }
            List<String> names = FieldSyntax.members(List.of(argument));
            if (names.isEmpty()) {
                return false;
            }
            boolean all = true;
            for (String name : names) {
                String lower = FieldSyntax.lowerCase(name);
                all &= FieldSyntax.isToken(name) && !INDISPENSABLE.contains(lower);
                fields.add(lower);
            }
            return all;
        }
    }
}
