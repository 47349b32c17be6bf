package dev.etagere.cache;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A function that remembers its results in a cache. Got by {@link Cache#memoize}; immutable, each setter gives another one for the same
 * results. Safe for use by many threads, if the function is.
 *
 * @param <A> its argument; of several make a record and say by {@link #keyedBy} what tells it apart
 */
public final class Memoized<A, V> implements Function<A, V> {

    private final DataCache<V> cache;
    private final String name;
    private final Function<? super A, ? extends V> function;
    private final Function<? super A, ?> key;
    private final Optional<BiFunction<? super A, ? super V, Duration>> ttl;
    private final BiFunction<? super A, ? super V, ? extends Collection<String>> tags;

    private Memoized(DataCache<V> cache, String name, Function<? super A, ? extends V> function, Function<? super A, ?> key,
            Optional<BiFunction<? super A, ? super V, Duration>> ttl,
            BiFunction<? super A, ? super V, ? extends Collection<String>> tags) {
        this.cache = cache;
        this.name = name;
        this.function = function;
        this.key = key;
        this.ttl = ttl;
        this.tags = tags;
    }

    static <A, V> Memoized<A, V> of(DataCache<V> cache, String name, Function<? super A, ? extends V> function) {
        return new Memoized<>(cache, name, function, argument -> argument, Optional.empty(), (argument, value) -> List.of());
    }

    /**
     * What tells arguments apart: something that may be a part of {@link CacheKeys}, or a {@code CacheKeys} of several. Needed for
     * arguments that are not of that kind themselves.
     */
    public Memoized<A, V> keyedBy(Function<? super A, ?> function) {
        return new Memoized<>(cache, name, this.function, function, ttl, tags);
    }

    /** How long results are fresh, by argument and result. */
    public Memoized<A, V> ttl(BiFunction<? super A, ? super V, Duration> function) {
        return new Memoized<>(cache, name, this.function, key, Optional.of(function), tags);
    }

    /** How long results are fresh. */
    public Memoized<A, V> ttl(Duration value) {
        return ttl((argument, result) -> value);
    }

    /** Tags of results, by argument and result. */
    public Memoized<A, V> tags(BiFunction<? super A, ? super V, ? extends Collection<String>> function) {
        return new Memoized<>(cache, name, this.function, key, ttl, function);
    }

    /**
     * The function's result.
     *
     * @throws NullPointerException where it is null, which {@link #call} has as empty
     */
    @Override
    public V apply(A argument) {
        return call(argument).value().orElseThrow(() -> new NullPointerException("the function " + name + " has no result"));
    }

    /** The function's result, whether it was remembered, and how long it took. */
    public Loaded<V> call(A argument) {
        Terms<V> terms = new Terms<>(ttl.map(of -> result -> of.apply(argument, result)), List.of(tag()),
                result -> tags.apply(argument, result));
        return cache.loads().load(key(argument), any -> function.apply(argument), terms);
    }

    /** Forgets the result of that argument. */
    public Evicted evict(A argument) {
        return cache.evict(key(argument));
    }

    /** Forgets the results of all arguments, and nothing else of the cache. */
    public Evicted evictAll() {
        return cache.evictByTag(tag());
    }

    private String key(A argument) {
        Object part = key.apply(argument);
        return part instanceof CacheKeys keys ? CacheKeys.of(name).key() + ":" + keys.key() : CacheKeys.of(name, part).key();
    }

    private String tag() {
        return "function:" + name;
    }
}
