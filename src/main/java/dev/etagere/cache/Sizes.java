package dev.etagere.cache;

import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says about how many bytes an object takes: texts, arrays, collections and maps by what is in them, all else by a guess. */
final class Sizes {

    private static final long OBJECT = 16;
    private static final long REFERENCE = 4;
    private static final long GUESS = 512;
    private static final long NODE = 48;
    private static final int DEPTH = 8;
    private static final int LOOKED_AT = 1_000;

    private Sizes() {
    }

    static long estimate(@Nullable Object value) {
        return estimate(value, DEPTH);
    }

    private static long estimate(@Nullable Object value, int depth) {
        if (value == null) {
            return 0;
        }
        if (value instanceof CharSequence text) {
            return 3 * OBJECT + 2L * text.length();
        }
        if (value instanceof Number || value instanceof Boolean || value instanceof Character || value instanceof Enum<?>) {
            return OBJECT;
        }
        if (value.getClass().isArray()) {
            Class<?> item = value.getClass().getComponentType();
            return OBJECT + (item.isPrimitive() ? (long) Array.getLength(value) * width(item) : ofArray((Object[]) value, depth));
        }
        if (value instanceof Collection<?> items) {
            return OBJECT + ofMany(items, items.size(), depth);
        }
        if (value instanceof Map<?, ?> map) {
            return OBJECT + ofMany(map.keySet(), map.size(), depth) + ofMany(map.values(), map.size(), depth);
        }
        return GUESS;
    }

    private static long width(Class<?> primitive) {
        return primitive == long.class || primitive == double.class ? Long.BYTES
                : primitive == int.class || primitive == float.class ? Integer.BYTES
                : primitive == char.class || primitive == short.class ? Short.BYTES : 1;
    }

    private static long ofArray(Object[] items, int depth) {
        return ofMany(Arrays.asList(items), items.length, depth) - items.length * (NODE - REFERENCE);
    }

    /** Of very many, the first ones stand for all. */
    private static long ofMany(Collection<?> items, int count, int depth) {
        if (depth == 0) {
            return count * (GUESS + NODE);
        }
        long sum = 0;
        int looked = 0;
        for (Object item : items) {
            if (looked == LOOKED_AT) {
                break;
            }
            sum += estimate(item, depth - 1);
            looked++;
        }
        return looked == 0 ? 0 : count * NODE + sum / looked * count;
    }
}
