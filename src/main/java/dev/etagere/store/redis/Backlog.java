package dev.etagere.store.redis;

import dev.etagere.store.Change;
import dev.etagere.store.Tag;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.function.ToIntFunction;

/**
 * Evictions that are to be sent, or to be sent again, each tag once with the time of its last one. When there are too many of them they
 * become one of everything. Not thread-safe.
 */
final class Backlog {

    private static final int AT_ONCE = 500;
    private static final int CHARS_PER_TAG = 256;

    private final int maxTags;
    private final Map<Tag, Long> hard = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<Tag, Long> soft = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<Change.EvictMatching, Long> patterns = new LinkedHashMap<>(16, 0.75f, true);
    private long chars;

    Backlog(int maxTags) {
        this.maxTags = maxTags;
    }

    /** @param now when it was made, as {@link System#nanoTime} tells */
    void add(Change change, long now) {
        if (change instanceof Change.Evict evict) {
            evict.tags().forEach(tag -> put(hard, tag, tag.length(), now));
        } else if (change instanceof Change.Expire expire) {
            expire.tags().forEach(tag -> put(soft, tag, tag.length(), now));
        } else if (change instanceof Change.EvictMatching matching) {
            put(patterns, matching, matching.pattern().length(), now);
        }
        if (size() > maxTags || chars > (long) maxTags * CHARS_PER_TAG) {
            clear();
            hard.put(new Tag.Everything(), now);
        }
    }

    void add(Backlog other) {
        other.hard.forEach((tag, at) -> add(new Change.Evict(List.of(tag)), at));
        other.soft.forEach((tag, at) -> add(new Change.Expire(List.of(tag)), at));
        other.patterns.forEach((pattern, at) -> add(pattern, at));
    }

    /** Forgets what was made before that time. */
    void forgetBefore(long time) {
        forget(hard, time, Tag::length);
        forget(soft, time, Tag::length);
        forget(patterns, time, matching -> matching.pattern().length());
    }

    /** All of it, in as few evictions as there may be; the hard ones last, so that none is taken for soft meanwhile. */
    List<Change> changes() {
        List<Change> changes = new ArrayList<>();
        slices(soft).forEach(tags -> changes.add(new Change.Expire(tags)));
        slices(hard).forEach(tags -> changes.add(new Change.Evict(tags)));
        changes.addAll(patterns.keySet());
        return changes;
    }

    int size() {
        return hard.size() + soft.size() + patterns.size();
    }

    boolean isEmpty() {
        return size() == 0;
    }

    void clear() {
        hard.clear();
        soft.clear();
        patterns.clear();
        chars = 0;
    }

    private <K> void put(Map<K, Long> into, K key, int length, long now) {
        if (into.put(key, now) == null) {
            chars += length;
        }
    }

    /** What was made last stands last. */
    private <K> void forget(Map<K, Long> from, long time, ToIntFunction<K> length) {
        for (var all = from.entrySet().iterator(); all.hasNext();) {
            Entry<K, Long> oldest = all.next();
            if (oldest.getValue() - time >= 0) {
                return;
            }
            chars -= length.applyAsInt(oldest.getKey());
            all.remove();
        }
    }

    private static List<List<Tag>> slices(Map<Tag, Long> from) {
        List<Tag> all = new ArrayList<>(from.keySet());
        List<List<Tag>> slices = new ArrayList<>();
        for (int i = 0; i < all.size(); i += AT_ONCE) {
            slices.add(all.subList(i, Math.min(i + AT_ONCE, all.size())));
        }
        return slices;
    }
}
