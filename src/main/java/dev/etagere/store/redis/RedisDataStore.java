package dev.etagere.store.redis;

import dev.etagere.store.ByteCodec;
import dev.etagere.store.Entry;
import dev.etagere.store.SharedData;
import dev.etagere.store.SharedStore.Checked;
import dev.etagere.store.StoreStats;
import dev.etagere.store.Tag;
import dev.etagere.store.Tier;
import dev.etagere.store.redis.DataSteps.Draft;
import dev.etagere.store.redis.DataSteps.Weighed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The values of one cache in Redis, the counters beside them, and the indexes of their tags. */
final class RedisDataStore<V> implements SharedData<V> {

    private static final int AT_ONCE = 100;
    private static final int SWEPT = 64;
    private static final int SAMPLED = 8;

    private final RedisBackend backend;
    private final RedisLink link;
    private final Keys keys;
    private final String region;
    private final ByteCodec<V> codec;
    private final DataSteps steps;
    private final Indexes indexes;
    private final Counters counters;

    RedisDataStore(RedisBackend backend, String region, ByteCodec<V> codec) {
        this.backend = backend;
        this.link = backend.link();
        this.keys = backend.keys();
        this.region = region;
        this.codec = codec;
        this.steps = DataSteps.of(backend, region);
        this.indexes = new Indexes(backend, region);
        this.counters = new Counters(backend, region);
    }

    @Override
    public Optional<Found<V>> get(String key) {
        return find(key).map(RedisDataStore::found);
    }

    @Override
    public Map<String, Found<V>> getAll(Collection<String> wanted) {
        Map<String, Found<V>> found = new LinkedHashMap<>();
        findAll(wanted).forEach((key, seen) -> found.put(key, found(seen)));
        return found;
    }

    private static <V> Found<V> found(Seen<V> seen) {
        return new Found<>(seen.checked().entry(), seen.checked().expired(), Tier.FAR, seen.stamp());
    }

    @Override
    public Optional<Found<V>> peek(String key) {
        return get(key);
    }

    @Override
    public Optional<Seen<V>> find(String key) {
        return Optional.ofNullable(findAll(List.of(key)).get(key));
    }

    @Override
    public Map<String, Seen<V>> findAll(Collection<String> wanted) {
        Map<String, Seen<V>> found = new LinkedHashMap<>();
        List<String> all = new ArrayList<>(new LinkedHashSet<>(wanted));
        for (int i = 0; i < all.size() && !backend.isClosed(); i += AT_ONCE) {
            List<String> some = all.subList(i, Math.min(i + AT_ONCE, all.size()));
            long epoch = backend.mirror().epoch();
            long position = backend.mirror().position();
            List<Optional<Weighed>> weighed = steps.weigh(some);
            for (int j = 0; j < some.size(); j++) {
                String key = some.get(j);
                weighed.get(j).flatMap(one -> seen(key, one, epoch, position)).ifPresent(seen -> found.put(key, seen));
            }
        }
        return found;
    }

    /**
     * In a Cluster it may come from a server whose place another has taken, as one does that stood still. What was told of the key since is
     * known from the log: who heard of it does not keep near what is from before it.
     *
     * @param position of the mirror before it was read
     */
    private Optional<Seen<V>> seen(String key, Weighed weighed, long epoch, long position) {
        DataFrame value = weighed.value();
        Optional<V> decoded = codec.decode(value.frame().value());
        if (decoded.isEmpty()) {
            steps.discard(key, value.head());
        }
        return decoded.map(is -> new Seen<>(new Checked<>(value.entry(is), weighed.expired(), epoch, position), value.head().stamp(),
                value.head().isSettled() && !backend.mirror().isEvictedSince(epoch, value.head().number(), new Tag.OfKey(region, key))));
    }

    @Override
    public boolean put(Entry<V> entry) {
        return placing(entry, new Over.Anything()).get() instanceof Placed.Stored<V>;
    }

    @Override
    public boolean fill(Entry<V> entry, Optional<Object> over) {
        return placing(entry, over.<Over>map(Over.That::new).orElseGet(Over.Gap::new)).get() instanceof Placed.Stored<V>;
    }

    @Override
    public boolean putIfAbsent(Entry<V> entry, Optional<Object> over) {
        return placing(entry, over.<Over>map(Over.That::new).orElseGet(Over.Nothing::new)).get() instanceof Placed.Stored<V>;
    }

    @Override
    public Supplier<Placed<V>> placing(Entry<V> entry, Over over) {
        if (!isAccepted(entry) || over instanceof Over.That that && !(that.stamp() instanceof String)) {
            return Placed.Refused::new;
        }
        String stamp = Frame.epoch(ThreadLocalRandom.current().nextLong());
        Draft draft = new Draft(entry, DataFrame.encode(entry, codec.encode(entry.value()), stamp), stamp, keep(entry.deadline()),
                backend.mirror().position(), System.nanoTime() + backend.timeLimit().toNanos());
        return () -> place(entry, draft, over);
    }

    private Placed<V> place(Entry<V> entry, Draft draft, Over over) {
        try {
            OptionalLong number = steps.place(draft, over);
            return number.isEmpty() ? new Placed.Refused<>() : new Placed.Stored<>(new Entry<>(region, entry.key(), entry.value(),
                    entry.tags(), entry.epoch(), number.getAsLong(), entry.deadline()), draft.stamp());
        } catch (RedisStoreException e) {
            if (e.isFull()) {
                backend.full();
                return new Placed.Full<>();
            }
            throw e;
        }
    }

    private boolean isAccepted(Entry<?> entry) {
        return !backend.isClosed() && backend.millisLeft(entry) > 0 && entry.tagCount() <= backend.bounds().maxTagsPerEntry()
                && backend.mirror().isAttached() && backend.mirror().epoch() == entry.epoch();
    }

    private long keep(long deadline) {
        long now = backend.now();
        long longest = backend.bounds().maxKeep().toMillis();
        return deadline <= now ? 1 : deadline - now < 0 ? longest : Math.min(deadline - now, longest);
    }

    @Override
    public boolean touch(String key, long deadline) {
        return !backend.isClosed() && steps.touch(key, deadline, keep(deadline));
    }

    @Override
    public OptionalLong add(Entry<Long> start) {
        if (backend.isClosed() || backend.millisLeft(start) <= 0 || start.tagCount() > backend.bounds().maxTagsPerEntry()) {
            return OptionalLong.empty();
        }
        try {
            return counters.add(start, keep(start.deadline()));
        } catch (RedisStoreException e) {
            if (e.isFull()) {
                backend.full();
                return OptionalLong.empty();
            }
            throw e;
        }
    }

    @Override
    public OptionalLong counter(String key) {
        return backend.isClosed() ? OptionalLong.empty() : counters.read(key);
    }

    @Override
    public long drop(Collection<String> unwanted) {
        long there = 0;
        List<String> all = new ArrayList<>(new LinkedHashSet<>(unwanted));
        for (int i = 0; i < all.size() && !backend.isClosed(); i += AT_ONCE) {
            List<String> some = all.subList(i, Math.min(i + AT_ONCE, all.size()));
            there += steps.drop(some);
            counters.drop(some);
        }
        return there;
    }

    @Override
    public List<String> keys(Collection<String> tags, int atMost) {
        LinkedHashSet<String> found = new LinkedHashSet<>();
        OptionalInt next = OptionalInt.of(0);
        while (next.isPresent() && found.size() < atMost) {
            Page page = keyPage(tags, next.getAsInt());
            found.addAll(page.keys());
            next = page.next();
        }
        return found.stream().limit(atMost).toList();
    }

    @Override
    public Page keyPage(Collection<String> tags, int from) {
        return backend.isClosed() ? new Page(List.of(), OptionalInt.empty()) : indexes.page(tags, from);
    }

    @Override
    public long count(Collection<String> tags) {
        return backend.isClosed() ? 0 : indexes.count(tags);
    }

    @Override
    public long countAll() {
        return backend.isClosed() ? 0 : indexes.countAll();
    }

    @Override
    public void tidy(Collection<String> tags) {
        for (String tag : tags) {
            if (!backend.isClosed()) {
                List<String> some = indexes.evicted(tag, SWEPT);
                if (!some.isEmpty()) {
                    steps.sweep(some);
                }
            }
        }
    }

    /** Asks Redis; what they take is estimated from some. */
    @Override
    public StoreStats stats() {
        long entries = countAll();
        List<String> some = entries == 0 ? List.of() : indexes.some(SAMPLED);
        long bytes = 0;
        for (@Nullable Object size : link.runAll(DataScripts.SIZE, some.stream().map(key -> List.of(keys.data(region, key))).toList(),
                some.stream().map(key -> List.<byte[]>of()).toList())) {
            bytes += size instanceof Long known ? known : 0;
        }
        return new StoreStats(entries, some.isEmpty() ? 0 : bytes * entries / some.size(), 0);
    }

    @Override
    public boolean lease(String key, String holder, Duration atMost) {
        return !backend.isClosed() && link.lease(keys.lease(region, key), Wire.bytes(holder), atMost);
    }

    @Override
    public void release(String key, String holder) {
        if (!backend.isClosed()) {
            link.run(Scripts.RELEASE, List.of(keys.lease(region, key)), List.of(Wire.bytes(holder)));
        }
    }
}
