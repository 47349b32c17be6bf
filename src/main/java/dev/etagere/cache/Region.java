package dev.etagere.cache;

import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/**
 * A named, isolated part of the cache whose entries carry tags and a fence. Safe for use by many threads; no method throws because
 * the store failed: a failure is a miss.
 */
public interface Region<V> {

    /** The valid entry of that key: never one evicted after its fence, never one past what it was kept for. */
    Optional<Found<V>> find(String key);

    /** Where the eviction clock stands; take it before the load whose result is going to be put. */
    Fence fence();

    /** Stores unless one of the tags was evicted since the fence, or a bound is in the way; tells whether it did. */
    boolean put(String key, V value, Lifetime lifetime);

    /** Hard, of one key: what is stored under it, and what loads of it that have begun already will bring. */
    Eviction remove(String key);

    /** Hard: no entry of this region with one of the tags is found again, unless its load began later. */
    Eviction evict(Collection<String> tags);

    /** Soft: entries with one of the tags are still found, as {@link Found#expired()}. */
    Eviction expire(Collection<String> tags);

    /** Hard: everything in this region. */
    Eviction evictAll();

    /**
     * Waits until it is this process's turn to load that key, where others share the store; see {@link Turn}. Within one process nobody
     * waits here: that is what {@link SingleFlight} is for.
     *
     * @param atMost the longest wait, and how long the turn lasts if it is not ended
     */
    Turn turn(String key, Duration atMost);

    /** As {@link #turn}, but nobody waits: empty where another process loads that key just now. */
    Optional<Turn> tryTurn(String key, Duration atMost);

    RegionStats stats();

    /**
     * An entry that was found.
     *
     * @param expired whether one of its tags was softly evicted after its fence
     * @param source the memory of this process, or the store that several share
     */
    record Found<V>(V value, boolean expired, Loaded.Source source) {
    }

    /**
     * How an entry is kept.
     *
     * @param tags what evicts it
     * @param fence the clock's position before its load began
     * @param keepFor how long it may be of any use, counted from now; after that it is not found
     */
    record Lifetime(Set<String> tags, Fence fence, Duration keepFor) {
        public Lifetime {
            tags = Set.copyOf(tags);
        }
    }
}
