package dev.etagere.cache;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * On which terms one call has what it loads stored, besides those of the cache.
 *
 * @param ttl by value; empty: that of the cache
 * @param tags whatever the value, and where there is none
 * @param tagsOf by value
 */
record Terms<V>(Optional<Function<? super V, Duration>> ttl, Collection<String> tags,
        Function<? super V, ? extends Collection<String>> tagsOf) {

    static <V> Terms<V> ofCache() {
        return new Terms<>(Optional.empty(), List.of(), value -> List.of());
    }

    static <V> Terms<V> of(Duration ttl, Collection<String> tags) {
        return new Terms<>(Optional.of(value -> ttl), tags, value -> List.of());
    }

    Duration ttl(String key, V value, CacheOptions<V> options) {
        return ttl.isPresent() ? ttl.get().apply(value) : options.ttl(key, value);
    }

    Set<String> tags(CacheOptions<V> options, V value) {
        Collection<String> byValue = tagsOf.apply(value);
        if (byValue.isEmpty()) {
            return options.allTags(value, tags);
        }
        Set<String> more = new LinkedHashSet<>(tags);
        more.addAll(byValue);
        return options.allTags(value, more);
    }

    Set<String> tagsOfNone(CacheOptions<V> options) {
        Set<String> all = new LinkedHashSet<>(options.tags());
        all.addAll(tags);
        return all;
    }

    static Set<String> with(Set<String> tags, String another) {
        Set<String> all = new LinkedHashSet<>(tags);
        all.add(another);
        return all;
    }
}
