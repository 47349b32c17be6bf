package dev.etagere.cache;

import org.jspecify.annotations.Nullable;

/**
 * Gets the value of a key from where it really is.
 *
 * @param <E> what it may throw besides; none for a lambda that throws no checked exception
 */
@FunctionalInterface
public interface Loader<V, E extends Exception> {

    /** The value; null where there is none. */
    @Nullable V load(String key) throws E;
}
