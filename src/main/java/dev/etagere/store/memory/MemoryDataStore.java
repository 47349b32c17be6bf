package dev.etagere.store.memory;

import dev.etagere.store.DataStore;
import dev.etagere.store.Entry;
import dev.etagere.store.EvictionClock.Verdict;
import dev.etagere.store.StoreStats;
import dev.etagere.store.Tier;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentMap;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The values of one cache among the entries of the backend. What is under a key, and what the index of tags says of it, change together in
 * one atomic step of the key.
 */
final class MemoryDataStore<V> implements DataStore<V> {

    /** No name of a region has such a character. */
    private static final String COUNTERS = "\0counters";

    private final MemoryBackend backend;
    private final MemoryStore<V> values;
    private final MemoryStore<Long> counters;
    private final TagIndex index;

    MemoryDataStore(MemoryBackend backend, String region, ToLongFunction<? super V> sizer, TagIndex index) {
        this.backend = backend;
        this.values = new MemoryStore<>(backend, region, sizer, Optional.of(index));
        this.counters = new MemoryStore<>(backend, region + COUNTERS, count -> Long.BYTES);
        this.index = index;
    }

    private ConcurrentMap<MemoryKey, Entry<?>> all() {
        return backend.entries().asMap();
    }

    @Override
    public Optional<Found<V>> get(String key) {
        MemoryKey at = new MemoryKey(values, key);
        Entry<?> kept = backend.entries().getIfPresent(at);
        if (kept == null) {
            return Optional.empty();
        }
        Optional<Found<V>> found = found(kept);
        if (found.isEmpty()) {
            all().remove(at, kept);
        }
        return found;
    }

    @Override
    public Map<String, Found<V>> getAll(Collection<String> keys) {
        Map<String, Found<V>> found = new HashMap<>();
        for (String key : keys) {
            get(key).ifPresent(one -> found.put(key, one));
        }
        return found;
    }

    @Override
    public Optional<Found<V>> peek(String key) {
        Entry<?> kept = backend.entries().policy().getIfPresentQuietly(new MemoryKey(values, key));
        return kept == null ? Optional.empty() : found(kept);
    }

    private Optional<Found<V>> found(Entry<?> kept) {
        Verdict verdict = backend.clock().judge(kept);
        return verdict == Verdict.EVICTED || backend.millisLeft(kept) <= 0 ? Optional.empty()
                : Optional.of(new Found<>(mine(kept), verdict == Verdict.EXPIRED, Tier.NEAR, kept.value()));
    }

    /** What is under this store's keys was put by it. */
    @SuppressWarnings("unchecked")
    private Entry<V> mine(Entry<?> kept) {
        return (Entry<V>) kept;
    }

    private boolean isThere(@Nullable Entry<?> kept) {
        return kept != null && backend.millisLeft(kept) > 0 && backend.clock().judge(kept) != Verdict.EVICTED;
    }

    @Override
    public boolean put(Entry<V> entry) {
        index.tidyAFew(this::throwAway);
        if (!values.accepts(entry)) {
            return false;
        }
        all().compute(new MemoryKey(values, entry.key()), (key, before) -> indexed(entry));
        return true;
    }

    @Override
    public boolean fill(Entry<V> entry, Optional<Object> over) {
        index.tidyAFew(this::throwAway);
        if (!values.accepts(entry)) {
            return false;
        }
        Entry<?> kept = all().compute(new MemoryKey(values, entry.key()), (key, before) -> {
            boolean asExpected = isThere(before) ? over.isPresent() && before.value() == over.get() : over.isEmpty();
            return asExpected ? indexed(entry) : before;
        });
        return kept == entry;
    }

    private Entry<?> indexed(Entry<?> entry) {
        index.add(entry, values.weigh(entry));
        return entry;
    }

    @Override
    public boolean touch(String key, long deadline) {
        boolean[] touched = {false};
        all().computeIfPresent(new MemoryKey(values, key), (at, kept) -> {
            touched[0] = isThere(kept);
            return touched[0] ? indexed(kept.until(deadline)) : kept;
        });
        return touched[0];
    }

    @Override
    public OptionalLong add(Entry<Long> start) {
        if (!counters.accepts(start)) {
            return OptionalLong.empty();
        }
        Entry<?> sum = all().compute(new MemoryKey(counters, start.key()), (key, kept) -> {
            return isThere(kept) ? number(kept).with(saturatedSum(number(kept).value(), start.value())) : start;
        });
        return OptionalLong.of(number(sum).value());
    }

    private static long saturatedSum(long a, long b) {
        long sum = a + b;
        boolean overflow = ((a ^ sum) & (b ^ sum)) < 0;
        return overflow ? a < 0 ? Long.MIN_VALUE : Long.MAX_VALUE : sum;
    }

    @SuppressWarnings("unchecked")
    private static Entry<Long> number(Entry<?> counter) {
        return (Entry<Long>) counter;
    }

    @Override
    public OptionalLong counter(String key) {
        Entry<?> kept = backend.entries().getIfPresent(new MemoryKey(counters, key));
        return kept != null && isThere(kept) ? OptionalLong.of(number(kept).value()) : OptionalLong.empty();
    }

    @Override
    public long drop(Collection<String> keys) {
        long dropped = 0;
        for (String key : keys) {
            all().remove(new MemoryKey(counters, key));
            if (isThere(all().remove(new MemoryKey(values, key)))) {
                dropped++;
            }
        }
        return dropped;
    }

    @Override
    public List<String> keys(Collection<String> tags, int atMost) {
        return index.carrying(tags, atMost, this::isThere).stream().map(Entry::key).toList();
    }

    @Override
    public long count(Collection<String> tags) {
        return index.count(tags, this::isThere);
    }

    @Override
    public void tidy(Collection<String> tags) {
        index.tidy(tags, this::throwAway);
    }

    private boolean throwAway(Entry<?> entry) {
        return !isThere(entry) && all().remove(new MemoryKey(values, entry.key()), entry);
    }

    @Override
    public StoreStats stats() {
        backend.entries().cleanUp();
        return index.stats();
    }
}
