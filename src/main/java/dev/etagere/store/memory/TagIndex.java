package dev.etagere.store.memory;

import dev.etagere.store.Entry;
import dev.etagere.store.StoreStats;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;

/**
 * Which entries of a region carry a tag. An entry is added in the same atomic step that puts it under its key, and taken out, if it is
 * still the one, after it has gone; so for every entry that is kept the index is right, and nothing is left of those that are not. Safe
 * for use by many threads.
 */
final class TagIndex {

    /** How many entries are looked at, at the most, to count them exactly or to tidy up with one call. */
    static final int SOME = 1_000;
    private static final int FEW = 32;

    private final ConcurrentHashMap<String, ConcurrentHashMap<String, Entry<?>>> carriers = new ConcurrentHashMap<>();
    private final Queue<Iterator<Entry<?>>> untidy = new ConcurrentLinkedQueue<>();

    private final LongAdder entryCount = new LongAdder();
    private final LongAdder byteCount = new LongAdder();

    void add(Entry<?> entry, long bytes) {
        entryCount.increment();
        byteCount.add(bytes);
        for (String tag : entry.tags()) {
            carriers.compute(tag, (same, known) -> {
                ConcurrentHashMap<String, Entry<?>> entries = known == null ? new ConcurrentHashMap<>(2) : known;
                entries.put(entry.key(), entry);
                return entries;
            });
        }
    }

    void remove(Entry<?> entry, long bytes) {
        entryCount.decrement();
        byteCount.add(-bytes);
        for (String tag : entry.tags()) {
            carriers.computeIfPresent(tag, (same, entries) -> {
                entries.remove(entry.key(), entry);
                return entries.isEmpty() ? null : entries;
            });
        }
    }

    /** Entries that carry all of the tags. */
    List<Entry<?>> carrying(Collection<String> tags, int atMost, Predicate<Entry<?>> wanted) {
        ConcurrentMap<String, Entry<?>> fewest = null;
        for (String tag : tags) {
            ConcurrentMap<String, Entry<?>> entries = carriers.get(tag);
            if (entries == null) {
                return List.of();
            }
            if (fewest == null || entries.size() < fewest.size()) {
                fewest = entries;
            }
        }
        return fewest == null ? List.of() : fewest.values().stream()
                .filter(entry -> tags.size() == 1 || entry.tags().containsAll(tags))
                .filter(wanted).<Entry<?>>map(entry -> entry).limit(atMost).toList();
    }

    /** How many entries carry one of the tags and are {@code there}; of more than {@link #SOME} of a tag the rest is not looked at. */
    long count(Collection<String> tags, Predicate<Entry<?>> there) {
        long count = 0;
        List<String> counted = List.copyOf(tags);
        for (int i = 0; i < counted.size(); i++) {
            ConcurrentMap<String, Entry<?>> entries = carriers.get(counted.get(i));
            if (entries != null) {
                List<String> before = counted.subList(0, i);
                count += count(entries, entry -> there.test(entry) && before.stream().noneMatch(entry.tags()::contains));
            }
        }
        return count;
    }

    private static long count(ConcurrentMap<String, Entry<?>> entries, Predicate<Entry<?>> counts) {
        long count = 0;
        int seen = 0;
        for (Entry<?> entry : entries.values()) {
            if (seen == SOME) {
                return count + Math.max(0, entries.size() - seen);
            }
            seen++;
            if (counts.test(entry)) {
                count++;
            }
        }
        return count;
    }

    /** Begins to look for what can be thrown away among the entries with these tags, and leaves the rest to {@link #tidyAFew}. */
    void tidy(Collection<String> tags, Predicate<Entry<?>> throwAway) {
        for (String tag : tags) {
            ConcurrentMap<String, Entry<?>> entries = carriers.get(tag);
            if (entries != null) {
                tidy(entries.values().iterator(), SOME, throwAway);
            }
        }
    }

    /** To be called with every put, so that what {@link #tidy} left is done in time. */
    void tidyAFew(Predicate<Entry<?>> throwAway) {
        Iterator<Entry<?>> next = untidy.isEmpty() ? null : untidy.poll();
        if (next != null) {
            tidy(next, FEW, throwAway);
        }
    }

    private void tidy(Iterator<Entry<?>> entries, int atMost, Predicate<Entry<?>> throwAway) {
        for (int i = 0; i < atMost && entries.hasNext(); i++) {
            throwAway.test(entries.next());
        }
        if (entries.hasNext()) {
            untidy.add(entries);
        }
    }

    /** How full the region is. */
    StoreStats stats() {
        return new StoreStats(Math.max(0, entryCount.sum()), Math.max(0, byteCount.sum()), 0);
    }

    /** How many tags are known. */
    int size() {
        return carriers.size();
    }
}
