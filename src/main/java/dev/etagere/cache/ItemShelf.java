package dev.etagere.cache;

import dev.etagere.store.DataStore.Found;
import dev.etagere.store.Entry;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/** Makes items of values as the cache's options have it, and values of items. */
final class ItemShelf<V> {

    private final DataRegion region;
    private final CacheOptions<V> options;
    private final Values<V> values;
    private final DoubleSupplier chance;
    private volatile boolean writtenThrough;

    ItemShelf(DataRegion region, CacheOptions<V> options, Values<V> values) {
        this(region, options, values, () -> ThreadLocalRandom.current().nextDouble());
    }

    /** @param chance numbers from 0 to below 1 */
    ItemShelf(DataRegion region, CacheOptions<V> options, Values<V> values, DoubleSupplier chance) {
        this.region = region;
        this.options = options;
        this.values = values;
        this.chance = chance;
    }

    DataRegion region() {
        return region;
    }

    CacheOptions<V> options() {
        return options;
    }

    /** From now on loaded values can be told from written ones. */
    void markLoaded() {
        writtenThrough = true;
    }

    Optional<View<V>> find(String key) {
        return region.find(key).flatMap(this::view);
    }

    Optional<View<V>> peek(String key) {
        return region.peek(key).flatMap(this::view);
    }

    /** Empty where it is not a value any more. */
    Optional<View<V>> view(Found<Item> found) {
        Entry<Item> entry = found.entry();
        Item item = entry.value();
        Object held = item.held();
        Optional<V> value = held == null ? Optional.empty() : values.release(held);
        if (held != null && value.isEmpty()) {
            return Optional.empty();
        }
        long now = region.now();
        long fresh = item.freshMillis(entry.deadline(), now);
        return Optional.of(new View<>(value, item, found.expired() ? Math.min(fresh, 0) : fresh, item.ageMillis(now), found.tier(),
                entry, found.stamp()));
    }

    /** Whether what is still fresh is to be loaded anew now: by chance, as XFetch has it. */
    boolean isDueEarly(View<V> view) {
        double beta = options.earlyRefresh();
        if (beta == 0) {
            return false;
        }
        double gap = view.item().loadMillis() * beta * -Math.log(1 - chance.getAsDouble());
        return gap >= view.freshMillis();
    }

    /** An entry for a value that was put. */
    Entry<Item> put(String key, V value, Duration ttl, Collection<String> tags, Fence fence) {
        return entry(key, value, jittered(ttl), 0, options.allTags(value, tags), fence);
    }

    /**
     * An entry for what was loaded.
     *
     * @param value null: there is none
     */
    Entry<Item> loaded(String key, @Nullable V value, Terms<V> terms, Fence fence, long loadMillis) {
        Set<String> tags = value == null ? terms.tagsOfNone(options) : terms.tags(options, value);
        if (writtenThrough) {
            tags = Terms.with(tags, DataRegion.loadedTag(key));
        }
        Duration ttl = value == null ? options.negativeTtl() : jittered(terms.ttl(key, value, options));
        return entry(key, value, ttl, loadMillis, tags, fence);
    }

    private Entry<Item> entry(String key, @Nullable V value, Duration ttl, long loadMillis, Set<String> tags, Fence fence) {
        long stale = value == null ? 0 : staleMillis();
        boolean kept = ttl.compareTo(Duration.ZERO) > 0;
        Object held = value == null || !kept ? null : hold(value);
        Item item = new Item(held, region.now(), Math.max(0, loadMillis), stale);
        boolean fits = held == null ? value == null : values.bytes(held) <= options.maxEntryBytes();
        return region.entry(key, item, tags, fence, kept && fits ? millis(ttl) + stale : 0);
    }

    /** Null where nothing can be kept of it: whoever loaded or put it has it all the same. */
    private @Nullable Object hold(V value) {
        try {
            return values.hold(value);
        } catch (UnwritableException e) {
            region.unwritable(e);
            return null;
        }
    }

    /** How long a stale value is of any use. */
    long staleMillis() {
        return Math.max(options.staleWhileRevalidate().toMillis(), options.staleIfError().toMillis());
    }

    private Duration jittered(Duration ttl) {
        return options.jitter() == 0 ? ttl : Duration.ofMillis((long) (millis(ttl) * (1 - options.jitter() * chance.getAsDouble())));
    }

    /** A year at the most, and one at the least where it is more than nothing. */
    static long millis(Duration ttl) {
        if (ttl.compareTo(CacheOptions.MAX_DURATION) > 0) {
            return CacheOptions.MAX_DURATION.toMillis();
        }
        return ttl.isNegative() || ttl.isZero() ? 0 : Math.max(1, ttl.toMillis());
    }
}
