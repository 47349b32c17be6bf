package dev.etagere.response;

import dev.etagere.cache.CacheManager;
import dev.etagere.cache.Eviction;
import dev.etagere.cache.Fence;
import dev.etagere.cache.Loaded.Source;
import dev.etagere.cache.Region;
import dev.etagere.cache.Turn;
import dev.etagere.http.RequestHead;
import dev.etagere.response.VariantIndex.Variant;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where responses stand: one entry for a URI without variants; else an index under the primary key, and an entry for each variant. A read
 * takes no lock; changes of one URI's index take turns.
 */
final class Shelf {

    private static final Duration NOT_CACHEABLE_FOR = Duration.ofSeconds(10);
    private static final Duration TOO_LARGE_FOR = Duration.ofMinutes(5);

    private final CacheManager caches;
    private final Region<Stored> region;
    private final int maxVariants;
    private final Object[] turns = new Object[64];

    Shelf(CacheManager caches, Region<Stored> region, int maxVariants) {
        this.caches = caches;
        this.region = region;
        this.maxVariants = maxVariants;
        for (int i = 0; i < turns.length; i++) {
            turns[i] = new Object();
        }
    }

    /** What a request finds. */
    sealed interface Lookup {

        /**
         * @param source of the response
         * @param flight what those have in common who wait for the same response
         */
        record Found(StoredResponse response, boolean expired, Source source, String flight) implements Lookup {
        }

        /** @param variants whether the URI has responses, of which none matches */
        record Absent(boolean variants, boolean cacheable, String flight) implements Lookup {
        }

        /** The response that was found, if one was. */
        default Optional<StoredResponse> stored() {
            return this instanceof Found found ? Optional.of(found.response()) : Optional.empty();
        }
    }

    Lookup find(String key, RequestHead request) {
        Optional<Region.Found<Stored>> found = region.find(key);
        if (found.isEmpty()) {
            return new Lookup.Absent(false, true, key);
        }
        Stored stored = found.get().value();
        if (stored instanceof StoredResponse response) {
            return response.terms().key().equals(key) ? new Lookup.Found(response, found.get().expired(), found.get().source(), key)
                    : new Lookup.Absent(false, true, key);
        }
        if (stored instanceof VariantIndex index) {
            return findVariant(key, index, request);
        }
        return new Lookup.Absent(false, false, key);
    }

    /** Of several that a {@code Vary} selected the most recent by {@code Date} (RFC 9111 §4). */
    private Lookup findVariant(String key, VariantIndex index, RequestHead request) {
        Optional<Lookup.Found> best = Optional.empty();
        for (Variant variant : index.matching(request)) {
            if (best.isPresent() && variant.vary().isEmpty()) {
                break;
            }
            Optional<Lookup.Found> found = find(key, variant);
            if (found.isPresent() && (best.isEmpty() || found.get().response().isMoreRecentThan(best.get().response()))) {
                best = found;
            }
        }
        if (best.isPresent()) {
            return best.get();
        }
        Variant newest = index.variants().get(0);
        return new Lookup.Absent(true, true, new Variant(newest.vary(), newest.vary().selection(request)).key(key));
    }

    private Optional<Lookup.Found> find(String key, Variant variant) {
        String variantKey = variant.key(key);
        Optional<Region.Found<Stored>> found = region.find(variantKey);
        return found.isPresent() && found.get().value() instanceof StoredResponse response && response.isOf(key, variant.selection())
                ? Optional.of(new Lookup.Found(response, found.get().expired(), found.get().source(), variantKey)) : Optional.empty();
    }

    /** @param flight what those have in common who wait for the same response */
    Turn turn(String flight, Duration atMost) {
        return region.turn(flight, atMost);
    }

    /** As {@link #turn}, but nobody waits: empty where another process makes that response just now. */
    Optional<Turn> tryTurn(String flight, Duration atMost) {
        return region.tryTurn(flight, atMost);
    }

    Fence fence() {
        return region.fence();
    }

    /** Stores, unless one of its tags was evicted since its fence; tells whether it did. */
    boolean put(StoredResponse response, Instant now) {
        String key = response.terms().key();
        Duration keepFor = response.keepFor(now);
        synchronized (turns[Math.floorMod(key.hashCode(), turns.length)]) {
            Optional<Stored> there = region.find(key).map(Region.Found::value);
            boolean indexed = there.isPresent() && there.get() instanceof VariantIndex;
            if (response.terms().vary().isEmpty() && !indexed) {
                return put(key, response, keepFor);
            }
            Variant variant = variantOf(response);
            if (!put(variant.key(key), response, keepFor)) {
                return false;
            }
            VariantIndex index = new VariantIndex(List.of());
            if (indexed) {
                index = (VariantIndex) there.get();
            } else if (there.isPresent() && there.get() instanceof StoredResponse unvaried) {
                put(variantOf(unvaried).key(key), unvaried, unvaried.keepFor(now));
                index = index.with(variantOf(unvaried), maxVariants);
            }
            index = index.with(variant, maxVariants);
            return region.put(key, index, new Region.Lifetime(Set.of(), region.fence(), keepFor.plus(ResponseCache.KEEP_STALE)));
        }
    }

    private boolean put(String key, StoredResponse response, Duration keepFor) {
        return region.put(key, response, new Region.Lifetime(response.terms().tags(), response.terms().fence(), keepFor));
    }

    private static Variant variantOf(StoredResponse response) {
        return new Variant(response.terms().vary(), response.terms().selection());
    }

    /** Takes one response away; the other variants stay, and one that was put in its place meanwhile. */
    void remove(StoredResponse response) {
        String key = response.terms().key();
        synchronized (turns[Math.floorMod(key.hashCode(), turns.length)]) {
            Optional<Stored> there = region.find(key).map(Region.Found::value);
            String at = there.isPresent() && there.get() instanceof VariantIndex ? variantOf(response).key(key) : key;
            Optional<Stored> stands = region.find(at).map(Region.Found::value);
            if (stands.isPresent() && stands.get() instanceof StoredResponse other && other.isSameAs(response)) {
                region.remove(at);
            }
        }
    }

    /**
     * Notes that it is not worth waiting for a response of this key; soon forgotten, and at once when one can be stored.
     *
     * @param large whether that was for its length, which is not likely to change soon
     */
    void noteNotCacheable(String key, boolean large) {
        synchronized (turns[Math.floorMod(key.hashCode(), turns.length)]) {
            if (region.find(key).isEmpty()) {
                region.put(key, new Stored.NotCacheable(),
                        new Region.Lifetime(Set.of(), region.fence(), large ? TOO_LARGE_FOR : NOT_CACHEABLE_FOR));
            }
        }
    }

    /** Of everything that is tagged so, values of the application's caches too. */
    Eviction evict(Collection<String> tags) {
        return caches.evict(tags);
    }

    Eviction expire(Collection<String> tags) {
        return caches.expire(tags);
    }
}
