package dev.etagere.store;

import java.util.Collection;
import java.util.List;

/**
 * What a store keeps under a key: a value, and what has to be known to tell whether it may still be used. Immutable but for a note of
 * the {@link EvictionClock} it belongs to; safe for use by many threads.
 */
public final class Entry<V> {

    static final long NEVER_SEEN = Long.MIN_VALUE;

    private final String region;
    private final String key;
    private final V value;
    private final String[] tags;
    private final long epoch;
    private final long fence;
    private final long deadline;
    private volatile long seen = NEVER_SEEN;

    /**
     * @param tags what the application calls it by; the tags that it carries by being in a region under a key are not among them
     * @param epoch of the clock on which its load began
     * @param fence the clock's position before its load began
     * @param deadline when it ceases to be of any use, in milliseconds since 1970 by the store's clock
     */
    public Entry(String region, String key, V value, Collection<String> tags, long epoch, long fence, long deadline) {
        this(region, key, value, tags.toArray(new String[0]), epoch, fence, deadline);
    }

    private Entry(String region, String key, V value, String[] tags, long epoch, long fence, long deadline) {
        this.region = region;
        this.key = key;
        this.value = value;
        this.tags = tags;
        this.epoch = epoch;
        this.fence = fence;
        this.deadline = deadline;
    }

    public String region() {
        return region;
    }

    public String key() {
        return key;
    }

    public V value() {
        return value;
    }

    public List<String> tags() {
        return List.of(tags);
    }

    public int tagCount() {
        return tags.length;
    }

    public long epoch() {
        return epoch;
    }

    public long fence() {
        return fence;
    }

    /** Milliseconds since 1970. */
    public long deadline() {
        return deadline;
    }

    /** The same entry, known to be valid at that position. */
    Entry<V> checkedAt(long position) {
        return new Entry<>(region, key, value, tags, epoch, Math.max(fence, position), deadline);
    }

    /** The same entry with another deadline. */
    public Entry<V> until(long otherDeadline) {
        return new Entry<>(region, key, value, tags, epoch, fence, otherDeadline);
    }

    /** The same entry with another value. */
    public <W> Entry<W> with(W otherValue) {
        return new Entry<>(region, key, otherValue, tags, epoch, fence, deadline);
    }

    String tag(int index) {
        return tags[index];
    }

    /** The clock's note: the position at which this entry was last found valid, its complement where it was found softly expired. */
    long seen() {
        return seen;
    }

    void seen(long note) {
        seen = note;
    }
}
