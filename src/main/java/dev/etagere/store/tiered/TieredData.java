package dev.etagere.store.tiered;

import dev.etagere.store.DataStore;
import dev.etagere.store.Entry;
import dev.etagere.store.EvictionClock;
import dev.etagere.store.EvictionClock.Numbered;
import dev.etagere.store.EvictionClock.Verdict;
import dev.etagere.store.SharedData;
import dev.etagere.store.SharedData.Over;
import dev.etagere.store.SharedData.Page;
import dev.etagere.store.SharedData.Placed;
import dev.etagere.store.SharedData.Seen;
import dev.etagere.store.SharedStore.Checked;
import dev.etagere.store.StoreStats;
import dev.etagere.store.Tag;
import dev.etagere.store.Tier;
import dev.etagere.store.Turn;
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
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The values of one cache, which several nodes share, with those that this node uses in its memory. While the far store is away this node
 * is alone: values live briefly and counters begin anew here, apart from the rest.
 */
final class TieredData<V> implements DataStore<V>, Leased<V> {

    private static final int AT_ONCE = 100;

    private final TieredBackend backend;
    private final FarSide side;
    private final DataStore<Kept<V>> near;
    private final DataStore<V> alone;
    private final SharedData<V> far;
    private final Turns turns;

    TieredData(TieredBackend backend, DataStore<Kept<V>> near, DataStore<V> alone, SharedData<V> far) {
        this.backend = backend;
        this.side = backend.side();
        this.near = near;
        this.alone = alone;
        this.far = far;
        this.turns = backend.turns();
    }

    private EvictionClock clock() {
        return backend.clock();
    }

    @Override
    public Optional<Found<V>> get(String key) {
        Optional<Found<V>> here = backend.hears() ? near.get(key).map(TieredData::found) : alone.get(key);
        return here.isPresent() && !here.get().expired() ? here : fetch(key).or(() -> here);
    }

    private Optional<Found<V>> fetch(String key) {
        Optional<Seen<V>> seen = look(key);
        seen.ifPresent(this::keep);
        return seen.map(TieredData::found);
    }

    /** What is in the far store. While this node has evictions that it has not heard of, nothing is. */
    private Optional<Seen<V>> look(String key) {
        return backend.isAttached() ? side.ask(() -> far.find(key)).flatMap(seen -> seen).filter(TieredData::isOfItsClock)
                : Optional.empty();
    }

    private static boolean isOfItsClock(Seen<?> seen) {
        return seen.checked().epoch() == seen.checked().entry().epoch();
    }

    private void keep(Seen<V> seen) {
        seen.near().ifPresent(entry -> keep(entry, seen.stamp()));
    }

    private boolean keep(Entry<V> entry, Object stamp) {
        return backend.hears() ? near.put(kept(entry, stamp)) : alone.put(brief(entry));
    }

    private static <V> Entry<Kept<V>> kept(Entry<V> entry, Object stamp) {
        return entry.with(new Kept<>(entry.value(), stamp));
    }

    private static <V> Found<V> found(Found<Kept<V>> near) {
        Kept<V> kept = near.entry().value();
        return new Found<>(near.entry().with(kept.value()), near.expired(), Tier.NEAR, kept.stamp());
    }

    private static <V> Found<V> found(Seen<V> seen) {
        return new Found<>(seen.checked().entry(), seen.checked().expired(), Tier.FAR, seen.stamp());
    }

    @Override
    public Map<String, Found<V>> getAll(Collection<String> keys) {
        Map<String, Found<V>> found = new LinkedHashMap<>();
        boolean hears = backend.hears();
        List<String> rest = new ArrayList<>();
        for (String key : new LinkedHashSet<>(keys)) {
            Optional<Found<V>> here = hears ? near.get(key).map(TieredData::found) : alone.get(key);
            here.ifPresent(one -> found.put(key, one));
            if (here.isEmpty() || here.get().expired()) {
                rest.add(key);
            }
        }
        slices(rest, some -> backend.isAttached() ? side.ask(() -> far.findAll(some)) : Optional.empty())
                .forEach(seen -> seen.forEach((key, one) -> {
                    if (isOfItsClock(one)) {
                        keep(one);
                        found.put(key, found(one));
                    }
                }));
        return found;
    }

    /** So that each call is short; none is made after one that failed. */
    private static <T> List<T> slices(List<String> keys, Function<List<String>, Optional<T>> call) {
        List<T> answers = new ArrayList<>();
        for (int i = 0; i < keys.size(); i += AT_ONCE) {
            Optional<T> answer = call.apply(List.copyOf(keys.subList(i, Math.min(i + AT_ONCE, keys.size()))));
            if (answer.isEmpty()) {
                return answers;
            }
            answers.add(answer.get());
        }
        return answers;
    }

    @Override
    public Optional<Found<V>> peek(String key) {
        Optional<Found<V>> here = backend.hears() ? near.peek(key).map(TieredData::found) : alone.peek(key);
        return here.isPresent() && !here.get().expired() ? here : look(key).map(TieredData::found).or(() -> here);
    }

    /**
     * {@inheritDoc} Where the far store did not take it in, or that cannot be known, the key is evicted, now or when the far store is back,
     * so that nobody goes on with what was there before.
     */
    @Override
    public boolean put(Entry<V> entry) {
        boolean valid = clock().judge(entry) != Verdict.EVICTED;
        Optional<Placed<V>> placed = valid && backend.isAttached() ? put(entry, new Over.Anything()) : Optional.empty();
        if (placed.isPresent() && placed.get() instanceof Placed.Stored<V> stored) {
            keep(stored.near(), stored.stamp());
            return true;
        }
        long position = clock().position();
        valid = valid && !(placed.isPresent() && placed.get() instanceof Placed.Refused<V>) && clock().judge(entry) != Verdict.EVICTED;
        Numbered evicted = clock().evict(List.of(new Tag.OfKey(entry.region(), entry.key())));
        if (!evicted.delivered()) {
            return valid && alone.put(brief(now(entry)));
        }
        return valid && evicted.number() == position + 1
                && keep(new Entry<>(entry.region(), entry.key(), entry.value(), entry.tags(), entry.epoch(), evicted.number(),
                        entry.deadline()), new Object());
    }

    private Optional<Placed<V>> put(Entry<V> entry, Over over) {
        boolean encoded = false;
        try {
            Supplier<Placed<V>> placing = far.placing(entry, over);
            encoded = true;
            return side.ask(placing);
        } finally {
            if (!encoded) {
                clock().evict(List.of(new Tag.OfKey(entry.region(), entry.key())));
            }
        }
    }

    private boolean isKept(Placed<V> placed) {
        if (placed instanceof Placed.Stored<V> stored) {
            keep(stored.near(), stored.stamp());
            return true;
        }
        return false;
    }

    /** {@inheritDoc} Where the far store fails or is full it is kept near: it is valid as long as nothing is heard that evicts it. */
    @Override
    public boolean fill(Entry<V> entry, Optional<Object> over) {
        if (!backend.isAttached()) {
            return alone.fill(brief(entry), over);
        }
        if (clock().judge(entry) == Verdict.EVICTED) {
            return false;
        }
        Over expected = over.<Over>map(Over.That::new).orElseGet(Over.Gap::new);
        Optional<Placed<V>> placed = side.ask(far.placing(entry, expected));
        return placed.isEmpty() || placed.get() instanceof Placed.Full<V> ? keep(entry, new Object()) : isKept(placed.get());
    }

    /** {@inheritDoc} False also where it is not known; then it may be there until its deadline. */
    @Override
    public boolean putIfAbsent(Entry<V> entry, Optional<Object> over) {
        if (!backend.isAttached()) {
            return alone.fill(brief(entry), over);
        }
        Over expected = over.<Over>map(Over.That::new).orElseGet(Over.Nothing::new);
        return side.ask(far.placing(entry, expected)).filter(this::isKept).isPresent();
    }

    @Override
    public boolean touch(String key, long deadline) {
        Optional<Boolean> touched = backend.isAttached() ? side.ask(() -> far.touch(key, deadline)) : Optional.empty();
        if (touched.isEmpty()) {
            return alone.touch(key, Math.min(deadline, backend.aloneUntil()));
        }
        if (touched.get()) {
            near.touch(key, deadline);
        } else {
            near.drop(List.of(key));
        }
        return touched.get();
    }

    /** {@inheritDoc} While the far store is away this node counts for itself, from nothing. */
    @Override
    public OptionalLong add(Entry<Long> start) {
        Optional<OptionalLong> sum = backend.isAttached() ? side.ask(() -> far.add(start)) : Optional.empty();
        return sum.isPresent() && sum.get().isPresent() ? sum.get() : alone.add(now(start));
    }

    @Override
    public OptionalLong counter(String key) {
        Optional<OptionalLong> sum = backend.isAttached() ? side.ask(() -> far.counter(key)) : Optional.empty();
        return sum.orElseGet(() -> alone.counter(key));
    }

    @Override
    public long drop(Collection<String> keys) {
        long here = near.drop(keys) + alone.drop(keys);
        List<Long> there = slices(List.copyOf(new LinkedHashSet<>(keys)),
                some -> backend.isAttached() ? side.ask(() -> far.drop(some)) : Optional.empty());
        return there.isEmpty() ? here : there.stream().mapToLong(Long::longValue).sum();
    }

    @Override
    public List<String> keys(Collection<String> tags, int atMost) {
        LinkedHashSet<String> found = new LinkedHashSet<>();
        OptionalInt next = OptionalInt.of(0);
        while (next.isPresent() && found.size() < atMost) {
            int from = next.getAsInt();
            Optional<Page> page = backend.isAttached() ? side.ask(() -> far.keyPage(tags, from)) : Optional.empty();
            if (page.isEmpty()) {
                found.addAll((backend.hears() ? near.keys(tags, atMost) : alone.keys(tags, atMost)));
                break;
            }
            found.addAll(page.get().keys());
            next = page.get().next();
        }
        return found.stream().limit(atMost).toList();
    }

    @Override
    public long count(Collection<String> tags) {
        Optional<Long> count = backend.isAttached() ? side.ask(() -> far.count(tags)) : Optional.empty();
        return count.orElseGet(() -> backend.hears() ? near.count(tags) : alone.count(tags));
    }

    @Override
    public long countAll() {
        Optional<Long> count = backend.isAttached() ? side.ask(far::countAll) : Optional.empty();
        return count.orElseGet(() -> (backend.hears() ? near.stats() : alone.stats()).entries());
    }

    @Override
    public void tidy(Collection<String> tags) {
        near.tidy(tags);
        alone.tidy(tags);
        if (backend.isAttached()) {
            side.tell(() -> far.tidy(tags));
        }
    }

    /** What is kept near. */
    @Override
    public StoreStats stats() {
        return near.stats();
    }

    @Override
    public Turn turn(String key, Duration atMost) {
        return atMost.isZero() || !backend.isAttached() ? Turn.OPEN : turns.take(new Lease<>(this, side, far, key), atMost);
    }

    @Override
    public Optional<Turn> tryTurn(String key, Duration atMost) {
        return atMost.isZero() || !backend.isAttached() ? Optional.of(Turn.OPEN)
                : turns.tryTake(new Lease<>(this, side, far, key), atMost);
    }

    @Override
    public Optional<Checked<V>> beside(String key) {
        Optional<Seen<V>> seen = look(key);
        seen.ifPresent(this::keep);
        return seen.map(Seen::checked);
    }

    @Override
    public boolean hasNear(String key) {
        return near.peek(key).isPresent();
    }

    /** It has been kept near when it was looked at, with its stamp. */
    @Override
    public void promote(Checked<V> found) {
    }

    private <T> Entry<T> brief(Entry<T> entry) {
        return entry.until(Math.min(entry.deadline(), backend.aloneUntil()));
    }

    /** The same, begun now. */
    private <T> Entry<T> now(Entry<T> entry) {
        long epoch = clock().epoch();
        return new Entry<>(entry.region(), entry.key(), entry.value(), entry.tags(), epoch, clock().position(), entry.deadline());
    }
}
