package dev.etagere.store;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * A clock with its table in memory: for each tag the number of its last eviction and of its last hard one. Reading takes no lock.
 *
 * <p><b>Why it holds.</b> Evictions are entered one after another under a lock, and each writes the table <em>before</em> it publishes its
 * number by the volatile writes of {@link #position} and, last, of {@link #stamp}. A load takes as its fence the position published before
 * it begins.
 * <ul>
 * <li>An eviction that had returned before a read began has published its stamp; the read, which looks at the stamp first and at the
 *     table after, finds its marks. Hence no such read returns an entry whose load began before that eviction.
 * <li>An eviction under way while a load takes its fence has a number above that fence: whatever the load saw, it counts as evicted.
 * <li>An entry found valid is noted with the stamp that was read <em>before</em> the table was looked at. As long as the stamp is the same
 *     nothing has been published since, and the entry is valid without a look at the table. Threads that race for the note can only set it
 *     back to an older stamp, which costs another look.
 * </ul>
 *
 * <p><b>What is not known counts as evicted.</b> The table is bounded. When it is full its older half is forgotten, and the floor is
 * raised to the highest number forgotten: an entry with a fence below the floor is not valid. Floor and epoch are changed before marks are
 * dropped, and read after the table has been looked at; so who misses a dropped mark sees them changed. An entry of another epoch, or
 * with a fence ahead of the clock, is not this clock's to judge, and not valid.
 */
abstract class TableClock implements EvictionClock {

    private static final int MAX_PATTERNS = 128;
    private static final int CHARS_PER_TAG = 128;
    private static final Tag EVERYTHING = new Tag.Everything();
    private static final PatternMark[] NO_PATTERNS = {};

    /** Held by whoever changes anything; told when the position has changed. */
    final Object lock = new Object();

    private final int maxTags;
    private final long maxChars;
    private final ConcurrentHashMap<Tag, Mark> marks = new ConcurrentHashMap<>();
    private long chars;
    private volatile PatternMark[] patterns = NO_PATTERNS;
    private volatile long epoch = newEpoch();
    private volatile long floor;
    private volatile long position;
    private volatile long stamp;

    /** @param maxTags how many tags' evictions are remembered, at least one; very long tags count for several */
    TableClock(int maxTags) {
        if (maxTags < 1) {
            throw new IllegalArgumentException("maxTags must be at least 1, not " + maxTags);
        }
        this.maxTags = maxTags;
        this.maxChars = (long) maxTags * CHARS_PER_TAG;
    }

    @Override
    public final long epoch() {
        return epoch;
    }

    @Override
    public final long position() {
        return position;
    }

    /** Entries with a fence below are not valid, for want of memory. */
    public final long floor() {
        return floor;
    }

    /** How many tags' evictions are remembered. */
    public final int size() {
        return marks.size();
    }

    @Override
    public final boolean await(long number, Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.NANOSECONDS.convert(atMost);
        synchronized (lock) {
            for (long left = end - System.nanoTime(); position < number; left = end - System.nanoTime()) {
                if (left <= 0) {
                    return false;
                }
                lock.wait(left / 1_000_000, (int) (left % 1_000_000));
            }
        }
        return true;
    }

    static long newEpoch() {
        return ThreadLocalRandom.current().nextLong();
    }

    /** Writes marks; nobody is held to find them before {@link #publish}. Under the lock. */
    final void enter(Change change, long number) {
        if (change instanceof Change.Evict evict) {
            evict.tags().forEach(tag -> mark(tag, number, number));
        } else if (change instanceof Change.Expire expire) {
            expire.tags().forEach(tag -> mark(tag, 0, number));
        } else if (change instanceof Change.EvictMatching matching) {
            pattern(matching, number);
        }
    }

    /** What has been entered is in force when this returns. Under the lock. */
    final void publish(long number) {
        while (marks.size() > maxTags || chars > maxChars) {
            forgetOlderHalf();
        }
        position = number;
        stamp++;
        lock.notifyAll();
    }

    /** From now on entries with a fence below that number are not valid. Under the lock. */
    final void raiseFloor(long number) {
        floor = Math.max(floor, number);
    }

    /** Another clock from now on, of which nothing is known up to its position. Under the lock. */
    final void restart(long newEpoch, long at) {
        epoch = newEpoch;
        floor = at;
        marks.clear();
        chars = 0;
        patterns = NO_PATTERNS;
        publish(at);
    }

    private void pattern(Change.EvictMatching matching, long number) {
        PatternMark[] old = patterns;
        int drop = old.length < MAX_PATTERNS ? 0 : old.length / 2;
        for (int i = 0; i < drop; i++) {
            raiseFloor(old[i].number());
        }
        PatternMark[] grown = Arrays.copyOfRange(old, drop, old.length + 1);
        grown[grown.length - 1] = new PatternMark(matching.region(), new Glob(matching.pattern()), number, stamp + 1);
        patterns = grown;
    }

    @Override
    public final Verdict judge(Entry<?> entry) {
        long at = stamp;
        long seen = entry.seen();
        if (seen == at) {
            return Verdict.VALID;
        }
        if (seen == ~at) {
            return Verdict.EXPIRED;
        }
        Verdict verdict = lookUp(entry);
        if (verdict != Verdict.EVICTED) {
            entry.seen(verdict == Verdict.VALID ? at : ~at);
        }
        return verdict;
    }

    private Verdict lookUp(Entry<?> entry) {
        long fence = entry.fence();
        if (entry.epoch() != epoch || fence > position) {
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
        if (verdict == Verdict.EVICTED || matchesPattern(entry) || fence < floor || entry.epoch() != epoch) {
            return Verdict.EVICTED;
        }
        return verdict;
    }

    /** The number of that tag's last hard eviction, as far as it is remembered; else 0. */
    final long lastHard(Tag tag) {
        Mark mark = marks.get(tag);
        return mark == null ? 0 : mark.hard();
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

    /** Patterns that stood at the stamp of an earlier look are not tried again: keys do not change. */
    private boolean matchesPattern(Entry<?> entry) {
        long seen = entry.seen();
        long since = seen == Entry.NEVER_SEEN ? -1 : Math.max(seen, ~seen);
        PatternMark[] all = patterns;
        for (int i = all.length - 1; i >= 0 && all[i].stamp() > since; i--) {
            if (all[i].number() > entry.fence() && all[i].matches(entry)) {
                return true;
            }
        }
        return false;
    }

    private void forgetOlderHalf() {
        long[] numbers = marks.values().stream().mapToLong(Mark::last).sorted().toArray();
        long cut = numbers[(numbers.length - 1) / 2];
        raiseFloor(cut);
        marks.forEach((tag, mark) -> {
            if (mark.last() <= cut) {
                marks.remove(tag);
                chars -= tag.length();
            }
        });
    }

    private void mark(Tag tag, long hard, long last) {
        Mark old = marks.get(tag);
        marks.put(tag, old == null ? new Mark(hard, last) : new Mark(Math.max(old.hard(), hard), Math.max(old.last(), last)));
        if (old == null) {
            chars += tag.length();
        }
    }

    /** The patterns that are remembered, oldest first. */
    final List<String> patterns() {
        return Arrays.stream(patterns).map(mark -> mark.glob().pattern()).toList();
    }

    /** The numbers of a tag's last hard eviction, zero where there was none, and of its last one of either kind. */
    private record Mark(long hard, long last) {
    }

    /** @param stamp with which it was published */
    private record PatternMark(Optional<String> region, Glob glob, long number, long stamp) {
        boolean matches(Entry<?> entry) {
            return (region.isEmpty() || region.get().equals(entry.region())) && glob.matches(entry.key());
        }
    }
}
