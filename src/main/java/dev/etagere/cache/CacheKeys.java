package dev.etagere.cache;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Builds keys from parts and named parameters, so that no two different ones give the same key: {@code of("materials", "list")} is
 * {@code materials:list}, {@code of("search").with("query", "python").with("page", 1)} is {@code search:page=1:query=python}, and
 * {@code ofUser(42, "notifications")} is {@code user=42:notifications}. What has a meaning in a key is escaped in the parts. Parameters
 * stand in the order of their names, so it does not matter in which order they were given. Immutable.
 *
 * <p>Parts are texts, numbers, truth values, characters, enums, UUIDs, and the values of {@code java.time}; they count as the text that
 * they print: {@code 1} and {@code "1"} are the same part. Other objects are refused, since their text need not tell them apart.
 */
public final class CacheKeys {

    private static final String SPECIAL = "%:=*";

    private final String parts;
    private final Map<String, String> parameters;

    private CacheKeys(String parts, Map<String, String> parameters) {
        this.parts = parts;
        this.parameters = parameters;
    }

    /**
     * A key of these parts.
     *
     * @throws IllegalArgumentException where one is not of the kinds that may be parts
     */
    public static CacheKeys of(Object first, Object... more) {
        return new CacheKeys(joined(part(first), more), Map.of());
    }

    /** A key of one user's own: {@code user=42:notifications}. */
    public static CacheKeys ofUser(Object user, Object... parts) {
        return new CacheKeys(joined("user=" + part(user), parts), Map.of());
    }

    /** This key with a parameter, in place of one of the same name. */
    public CacheKeys with(String name, Object value) {
        Map<String, String> more = new TreeMap<>(parameters);
        more.put(part(name), part(value));
        return new CacheKeys(parts, more);
    }

    /** A pattern for {@link Cache#evictMatching} that matches the keys that begin with this one and go on; not this one itself. */
    public String below() {
        return key() + ":*";
    }

    /** The key. */
    public String key() {
        StringBuilder key = new StringBuilder(parts);
        parameters.forEach((name, value) -> key.append(':').append(name).append('=').append(value));
        return key.toString();
    }

    /** The key. */
    @Override
    public String toString() {
        return key();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CacheKeys that && parts.equals(that.parts) && parameters.equals(that.parameters);
    }

    @Override
    public int hashCode() {
        return key().hashCode();
    }

    private static String joined(String first, Object... more) {
        StringBuilder joined = new StringBuilder(first);
        for (Object part : more) {
            joined.append(':').append(part(part));
        }
        return joined.toString();
    }

    private static String part(Object value) {
        if (!(value instanceof CharSequence || value instanceof Number || value instanceof Boolean || value instanceof Character
                || value instanceof Enum<?> || value instanceof UUID || value.getClass().getName().startsWith("java.time."))) {
            throw new IllegalArgumentException("a " + value.getClass().getName() + " cannot be part of a key; take what tells it apart, "
                    + "such as its id");
        }
        return escaped(value instanceof Enum<?> constant ? constant.name() : value.toString());
    }

    private static String escaped(String text) {
        StringBuilder escaped = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean special = SPECIAL.indexOf(c) >= 0;
            if (special && escaped == null) {
                escaped = new StringBuilder(text.length() + 8).append(text, 0, i);
            }
            if (escaped != null) {
                if (special) {
                    escaped.append('%').append(Integer.toHexString(c).toUpperCase(Locale.ROOT));
                } else {
                    escaped.append(c);
                }
            }
        }
        return escaped == null ? text : escaped.toString();
    }
}
