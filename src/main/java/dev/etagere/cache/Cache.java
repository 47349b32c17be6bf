package dev.etagere.cache;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A named cache of an application's values, isolated from all others: the same key in two caches has nothing to do with each other. Values
 * carry tags, by which they are evicted and found. Got by {@code etagere.cache("users", User.class)}. Safe for use by many threads.
 *
 * <p><b>Nothing stale is filled in.</b> A load whose key or tags were evicted after it had begun goes to its caller, and is not stored; nor
 * is one whose key was put meanwhile. No value is served that was evicted: see the eviction rule in the manual.
 *
 * <p><b>It is a cache.</b> Anything may be gone at any time, and where the store fails nothing is found and nothing is stored; no method
 * throws because of it. Neither nulls nor failures are stored, but for nulls where {@link CacheOptions#negativeTtl} asks for it.
 *
 * <p>Values are kept as they are in the memory of the process: do not change them, or choose {@link CacheOptions.Holding#COPIED}.
 */
public interface Cache<V> {

    String name();

    /** The value, where it is there and fresh, or stale within {@link CacheOptions#staleWhileRevalidate}. */
    Optional<V> get(String key);

    /** The value as {@link #get(String)} has it, or the other. */
    V getOrDefault(String key, V otherwise);

    /** The values that are there, of several keys in one step. */
    Map<String, V> getAll(Collection<String> keys);

    /**
     * The value, loaded where it is not there. One caller at a time loads a key; the others wait for it, at most {@link CacheOptions#wait}.
     *
     * @return null where the loader has none
     * @throws E what the loader throws; those who waited for it then try it themselves, one after another
     */
    default <E extends Exception> @Nullable V get(String key, Loader<? extends V, E> loader) throws E {
        return load(key, loader).value().orElse(null);
    }

    /** As {@link #get(String, Loader)}, telling where the value came from. */
    <E extends Exception> Loaded<V> load(String key, Loader<? extends V, E> loader) throws E;

    /** As {@link #load(String, Loader)}; what is loaded has this ttl, and these tags besides those that all have. */
    <E extends Exception> Loaded<V> load(String key, Duration ttl, Loader<? extends V, E> loader, String... tags) throws E;

    /** Loads anew, whatever is there; what is there stays in use until then. */
    <E extends Exception> Loaded<V> refresh(String key, Loader<? extends V, E> loader) throws E;

    /** As {@link #get(String)}. */
    default CompletionStage<Optional<V>> getAsync(String key) {
        return CompletableFuture.completedStage(get(key));
    }

    /**
     * As {@link #load(String, Loader)}, with a loader that goes on by itself. No thread waits: not for the load, and not for others; hence
     * the waiting has no limit but that a load which takes longer than {@link CacheOptions#wait} is not joined any more.
     */
    CompletionStage<Loaded<V>> loadAsync(String key, AsyncLoader<? extends V> loader);

    /** Stores for the default ttl; see {@link #put(String, Object, Duration, String...)}. */
    boolean put(String key, V value, String... tags);

    /**
     * Stores the value. It takes the place of what is there, and of what is being loaded. It counts as loaded now: where it was read from
     * somewhere before, take a fence before reading and put it within {@code etagere.fenceScope(fence)}.
     *
     * @param ttl how long it is fresh; zero or less: it is not stored
     * @param tags besides those that all have
     * @return whether it was stored; where not, nothing is under the key any more
     */
    boolean put(String key, V value, Duration ttl, String... tags);

    /** Stores the value where none is there, in one step for all who share the store; tells whether it did. */
    boolean putIfAbsent(String key, V value, Duration ttl, String... tags);

    /** From now on the value that is there lives for the default ttl; it is not written again. False where none is there. */
    boolean touch(String key);

    /** From now on the value that is there lives that long; it is not written again. False where none is there. */
    boolean touch(String key, Duration ttl);

    /**
     * Adds to the counter of that key, in one step for all who share the store. Counters are apart from values: a key may have both.
     * Evictions by key, tag and pattern hit them too.
     *
     * @param by may be negative; 0 reads. The sum stops at the ends of the range of a long
     * @param ttl how long a counter that is not there yet will live, from now; one that is there keeps its end and its tags
     * @return the sum; empty where the store cannot count now, so that the caller decides what that means
     */
    OptionalLong increment(String key, long by, Duration ttl, String... tags);

    /** The counter of that key; empty where it is not there. */
    OptionalLong counter(String key);

    /** Hard, of these keys: what is there, and what is being loaded. */
    Evicted evict(Collection<String> keys);

    /** Hard, of these keys: what is there, and what is being loaded. */
    default Evicted evict(String... keys) {
        return evict(List.of(keys));
    }

    /** Hard, of all values of this cache with one of these tags. One write; {@link Evicted#count} tells how many, or about how many. */
    Evicted evictByTag(String... tags);

    /** Soft: values of this cache with one of these tags are stale from now on. */
    Eviction expireByTag(String... tags);

    /** Hard, of the keys that match; {@code *} stands for any number of any characters. Patterns are for rare use: tags are cheaper. */
    Eviction evictMatching(String pattern);

    /** Hard, of everything in this cache. */
    Evicted clear();

    /** The fresh values with this tag by their keys, {@link CacheOptions#maxResults} at the most. */
    default Map<String, V> getByTag(String tag) {
        return getByAllTags(tag);
    }

    /** The fresh values with all of these tags by their keys; none where no tag is given. */
    Map<String, V> getByAllTags(String... tags);

    /** The fresh values with at least one of these tags by their keys. */
    Map<String, V> getByAnyTag(String... tags);

    /** What is known of a value, without using it or counting a request; empty where none is there. */
    Optional<Peek> peek(String key);

    /**
     * A function that remembers its results in this cache.
     *
     * @param name of the function: part of its keys, so that functions of one cache do not meet
     * @param function a pure one, or one whose results may be as old as their ttl
     */
    <A> Memoized<A, V> memoize(String name, Function<? super A, ? extends V> function);

    /** Writes go to where the values really are, and then here. */
    <E extends Exception> WriteThrough<V, E> writeThrough(WriteThrough.Writer<? super V, E> writer);

    /**
     * Loads the keys that are not there, one after another; a load that fails is logged and does not end it.
     *
     * @return how many of how many are there now
     */
    WarmUp warmUp(Collection<String> keys, Loader<? extends V, ?> loader);

    CacheStatistics statistics();

    /** Counts from zero again. */
    void resetStatistics();
}
