package dev.etagere.store;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The values of one cache that applications use directly. Like a {@link Store} it checks every entry against the eviction clock as it is
 * read and may forget anything at any time; besides, it knows which keys carry a tag, and it counts. An entry is <em>there</em> if it is
 * valid and its deadline has not come. Safe for use by many threads. Methods may throw what they like where the store is broken: who calls
 * them turns that into a miss.
 */
public interface DataStore<V> {

    /** The entry that is there under that key. */
    Optional<Found<V>> get(String key);

    /** What {@link #get} finds, of several keys at once; a key with nothing is left out. */
    Map<String, Found<V>> getAll(Collection<String> keys);

    /** What {@link #get} finds, without counting as a use of it or changing anything else. */
    Optional<Found<V>> peek(String key);

    /**
     * Takes the entry in, in place of what is under its key; false where it is evicted already, past its deadline, or beyond a bound.
     * Others who share the store find it, or nothing, after as long as they find out about an eviction.
     */
    boolean put(Entry<V> entry);

    /**
     * As {@link #put}, but in place of the expected only, in one step: so whoever is slow never overwrites what is newer.
     *
     * @param over the stamp of what was found, which a {@link #touch} does not change; empty: nothing is there
     */
    boolean fill(Entry<V> entry, Optional<Object> over);

    /**
     * As {@link #fill}, but others who share the store find it as they find what is {@link #put}; a load may fill a gap without their
     * hearing of it.
     */
    default boolean putIfAbsent(Entry<V> entry, Optional<Object> over) {
        return fill(entry, over);
    }

    /** The entry that is there has this deadline from now on, and is else the same; false where nothing is there. */
    boolean touch(String key, long deadline);

    /**
     * Adds to a counter, in one step for all who share the store, and tells the sum; it stops at the ends of the range of a long. A counter
     * that is there keeps its tags, fence and deadline; one that is not begins at zero with tags and deadline of {@code start}, and with
     * its fence or a later one up to now. Counters and entries have nothing to do with each other, but one eviction may hit both.
     *
     * @param start its value is what is added
     * @return empty where the store takes nothing in
     */
    OptionalLong add(Entry<Long> start);

    /** A counter that is there. */
    OptionalLong counter(String key);

    /** Drops what is under these keys, counters too, to save room, and tells how many entries were there. It evicts nothing. */
    long drop(Collection<String> keys);

    /**
     * Keys of entries that carry all of these tags, in no order; the newest puts of other processes may be missing, and some may not be
     * there any more.
     *
     * @param tags at least one
     */
    List<String> keys(Collection<String> tags, int atMost);

    /**
     * How many entries carry one of these tags and are there. It takes bounded time, hence it is exact for few entries and for many it may
     * also count some that are not there any more, or twice where they carry several of the tags.
     */
    long count(Collection<String> tags);

    /** How many entries there are, about; in bounded time. */
    default long countAll() {
        return stats().entries();
    }

    /** Entries with one of these tags have been evicted: a good time to begin to tidy up. Takes bounded time. */
    void tidy(Collection<String> tags);

    /** How full it is; where it is shared, how full that is which this process has of it. */
    StoreStats stats();

    /** As {@link Store#turn}. */
    default Turn turn(String key, Duration atMost) {
        return Turn.OPEN;
    }

    /**
     * As {@link #turn}, but nobody waits.
     *
     * @param atMost how long the turn lasts if it is not ended
     * @return empty where it is another's
     */
    default Optional<Turn> tryTurn(String key, Duration atMost) {
        return Optional.of(Turn.OPEN);
    }

    /**
     * An entry that is there.
     *
     * @param expired whether one of its tags was softly evicted after its fence
     * @param stamp tells what was put from all else that is put under that key, by {@link Object#equals}
     */
    record Found<V>(Entry<V> entry, boolean expired, Tier tier, Object stamp) {
    }
}
