package dev.etagere.store;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The one rule of eviction: an entry is valid if and only if none of its tags was evicted after its fence. Every eviction gets the next
 * number, and a table holds for each tag the number of its last eviction and of its last hard one; so an eviction costs one write a tag,
 * however many entries carry it, and an entry is judged when it is read. Safe for use by many threads; reading takes no lock.
 *
 * <p><b>Why it holds.</b> Evictions are made one after another under a lock, and each writes the table <em>before</em> it publishes its
 * number by the volatile write of {@link #position}. A load takes as its fence the position published before it begins.
 * <ul>
 * <li>An eviction that had returned before a read began has published its number; the read, which looks at the position first and at the
 *     table after, finds its marks. Hence no such read returns an entry whose load began before that eviction.
 * <li>An eviction under way while a load takes its fence has a number above that fence: whatever the load saw, it counts as evicted.
 * <li>An entry found valid is noted with the position that was read <em>before</em> the table was looked at. As long as the position is
 *     the same no eviction has been published since, and the entry is valid without a look at the table. Threads that race for the note
 *     can only set it back to an older position, which costs another look.
 * </ul>
 *
 * <p><b>What is not known counts as evicted.</b> The table is bounded. When it is full its older half is forgotten, and the floor is
 * raised to the highest number forgotten: an entry with a fence below the floor is not valid. The floor is raised before marks are
 * dropped, and read after the table has been looked at; so who misses a dropped mark sees the raised floor. An entry of another epoch, or
 * with a fence ahead of the clock, is not this clock's to judge, and not valid.
 */
public final class EvictionClock {

    /** What an entry is worth. */
    public enum Verdict {
        /** To be used. */
        VALID,
        /** Softly evicted: may be used while it is refreshed. */
        EXPIRED,
        /** Not to be used again. */
        EVICTED
    }

    private static final int MAX_PATTERNS = 128;
    private static final int CHARS_PER_TAG = 128;
    private static final Tag EVERYTHING = new Tag.Everything();
    private static final PatternMark[] NO_PATTERNS = {};

    private final long epoch = ThreadLocalRandom.current().nextLong();
    private final int maxTags;
    private final long maxChars;
    private final Object lock = new Object();
    private final ConcurrentHashMap<Tag, Mark> marks = new ConcurrentHashMap<>();
    private long chars;
    private volatile PatternMark[] patterns = NO_PATTERNS;
    private volatile long floor;
    private volatile long position;

    /** @param maxTags how many tags' evictions are remembered, at least one; very long tags count for several */
    public EvictionClock(int maxTags) {
        if (maxTags < 1) {
            throw new IllegalArgumentException("maxTags must be at least 1, not " + maxTags);
        }
        this.maxTags = maxTags;
        this.maxChars = (long) maxTags * CHARS_PER_TAG;
    }

    /** Tells this clock from others and from itself before a restart. */
    public long epoch() {
        return epoch;
    }

    /** The number of the last eviction that is in force; taken before a load it is the load's fence. */
    public long position() {
        return position;
    }

    /** Entries with a fence below are not valid, for want of memory. */
    public long floor() {
        return floor;
    }

    /** How many tags' evictions are remembered. */
    public int size() {
        return marks.size();
    }

    /** Hard: entries with one of the tags and a fence up to now are never valid again. In force when this returns with its number. */
    public long evict(Collection<? extends Tag> tags) {
        synchronized (lock) {
            long number = position + 1;
            for (Tag tag : tags) {
                mark(tag, new Mark(number, number));
            }
            return publish(number);
        }
    }

    /** Soft: entries with one of the tags and a fence up to now are expired. In force when this returns with its number. */
    public long expire(Collection<? extends Tag> tags) {
        synchronized (lock) {
            long number = position + 1;
            for (Tag tag : tags) {
                mark(tag, new Mark(hardOf(tag), number));
            }
            return publish(number);
        }
    }

    /** Hard, for entries of all regions whose key matches; {@code *} stands for any number of any characters. */
    public long evictMatching(String pattern) {
        synchronized (lock) {
            long number = position + 1;
            PatternMark[] old = patterns;
            int drop = old.length < MAX_PATTERNS ? 0 : old.length / 2;
            if (drop > 0) {
                floor = Math.max(floor, old[drop - 1].number());
            }
            PatternMark[] grown = Arrays.copyOfRange(old, drop, old.length + 1);
            grown[grown.length - 1] = new PatternMark(new Glob(pattern), number);
            patterns = grown;
            return publish(number);
        }
    }

    /** Judges an entry that was read, or is about to be put, before this call. An entry is to be shown to one clock only. */
    public Verdict judge(Entry<?> entry) {
        long at = position;
        long seen = entry.seen();
        if (seen == at) {
            return Verdict.VALID;
        }
        if (seen == ~at) {
            return Verdict.EXPIRED;
        }
        Verdict verdict = lookUp(entry, at);
        if (verdict != Verdict.EVICTED) {
            entry.seen(verdict == Verdict.VALID ? at : ~at);
        }
        return verdict;
    }

    private Verdict lookUp(Entry<?> entry, long at) {
        long fence = entry.fence();
        if (entry.epoch() != epoch || fence > at) {
            return Verdict.EVICTED;
        }
        String region = entry.region();
        Verdict verdict = worst(Verdict.VALID, EVERYTHING, fence);
        verdict = worst(verdict, new Tag.OfRegion(region), fence);
        verdict = worst(verdict, new Tag.OfKey(region, entry.key()), fence);
        for (int i = 0; i < entry.tagCount() && verdict != Verdict.EVICTED; i++) {
            verdict = worst(verdict, new Tag.Named(entry.tag(i)), fence);
            verdict = worst(verdict, new Tag.NamedIn(region, entry.tag(i)), fence);
        }
        if (verdict == Verdict.EVICTED || matchesPattern(entry) || fence < floor) {
            return Verdict.EVICTED;
        }
        return verdict;
    }

    private Verdict worst(Verdict sofar, Tag tag, long fence) {
        Mark mark = marks.get(tag);
        if (mark == null || sofar == Verdict.EVICTED) {
            return sofar;
        }
        if (mark.hard() > fence) {
            return Verdict.EVICTED;
        }
        return mark.last() > fence ? Verdict.EXPIRED : sofar;
    }

    /** Patterns up to the position of an earlier look are not tried again: keys do not change. */
    private boolean matchesPattern(Entry<?> entry) {
        long seen = entry.seen();
        long from = seen == Entry.NEVER_SEEN ? entry.fence() : Math.max(seen, ~seen);
        PatternMark[] all = patterns;
        for (int i = all.length - 1; i >= 0 && all[i].number() > from; i--) {
            if (all[i].glob().matches(entry.key())) {
                return true;
            }
        }
        return false;
    }

    private long publish(long number) {
        while (marks.size() > maxTags || chars > maxChars) {
            forgetOlderHalf();
        }
        position = number;
        return number;
    }

    private void forgetOlderHalf() {
        long[] numbers = marks.values().stream().mapToLong(Mark::last).sorted().toArray();
        long cut = numbers[(numbers.length - 1) / 2];
        floor = Math.max(floor, cut);
        marks.forEach((tag, mark) -> {
            if (mark.last() <= cut) {
                marks.remove(tag);
                chars -= tag.length();
            }
        });
    }

    private void mark(Tag tag, Mark mark) {
        if (marks.put(tag, mark) == null) {
            chars += tag.length();
        }
    }

    private long hardOf(Tag tag) {
        Mark mark = marks.get(tag);
        return mark == null ? 0 : mark.hard();
    }

    /** The patterns that are remembered, oldest first. */
    List<String> patterns() {
        return Arrays.stream(patterns).map(mark -> mark.glob().pattern()).toList();
    }

    /** The numbers of a tag's last hard eviction, zero where there was none, and of its last one of either kind. */
    private record Mark(long hard, long last) {
    }

    private record PatternMark(Glob glob, long number) {
    }
}
