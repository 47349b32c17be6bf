package dev.etagere.store;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The one rule of eviction: an entry is valid if and only if none of its tags was evicted after its fence. Every eviction gets the next
 * number of the clock, and an entry is judged when it is read; so an eviction costs one write a tag, however many entries carry it. Safe
 * for use by many threads.
 */
public interface EvictionClock {

    /** What an entry is worth. */
    enum Verdict {
        /** To be used. */
        VALID,
        /** Softly evicted: may be used while it is refreshed. */
        EXPIRED,
        /** Not to be used again. */
        EVICTED
    }

    /** Tells this clock from others and from itself before a restart. For a fence it is to be read before the {@link #position}. */
    long epoch();

    /**
     * The number up to which all evictions are in force on this node, none left out; taken before a load, with the epoch, it is the
     * load's fence.
     */
    long position();

    /** Makes an eviction. It is in force on this node when this returns. */
    Numbered make(Change change);

    /** Hard: entries with one of the tags and a fence up to now are never valid again. */
    default Numbered evict(Collection<? extends Tag> tags) {
        return make(new Change.Evict(List.copyOf(tags)));
    }

    /** Soft: entries with one of the tags and a fence up to now are expired. */
    default Numbered expire(Collection<? extends Tag> tags) {
        return make(new Change.Expire(List.copyOf(tags)));
    }

    /** Hard, for entries of all regions whose key matches; {@code *} stands for any number of any characters. */
    default Numbered evictMatching(String pattern) {
        return make(new Change.EvictMatching(pattern));
    }

    /** Hard, for entries of one region whose key matches; {@code *} stands for any number of any characters. */
    default Numbered evictMatchingIn(String region, String pattern) {
        return make(new Change.EvictMatching(Optional.of(region), pattern));
    }

    /** Judges an entry that was read, or is about to be put, before this call. An entry is to be shown to one clock only. */
    Verdict judge(Entry<?> entry);

    /**
     * Waits until {@link #position} has come to that number, so that a value which is read next was loaded after that eviction, made on
     * whichever node.
     *
     * @param number of an eviction that was delivered
     * @return whether it came to it in that time
     * @throws InterruptedException where the thread is interrupted meanwhile
     */
    boolean await(long number, Duration atMost) throws InterruptedException;

    /**
     * An eviction that has been made.
     *
     * @param number its number, 0 where it has none yet
     * @param delivered false while those who share the clock cannot be told; it is in force on this node all the same, and will be told
     */
    record Numbered(long number, boolean delivered) {
    }
}
