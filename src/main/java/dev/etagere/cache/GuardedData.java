package dev.etagere.cache;

import dev.etagere.store.DataStore;
import dev.etagere.store.Entry;
import dev.etagere.store.StoreStats;
import dev.etagere.store.Turn;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** A store that never throws: where the one behind it does, nothing is found, stored or counted. */
final class GuardedData<V> implements DataStore<V> {

    private final DataStore<V> store;
    private final FailureLog failures;

    GuardedData(DataStore<V> store, FailureLog failures) {
        this.store = store;
        this.failures = failures;
    }

    private <T> T guarded(Supplier<T> call, T otherwise) {
        try {
            T answer = call.get();
            failures.succeeded();
            return answer;
        } catch (RuntimeException | Error failure) {
            failures.failed(failure);
            return otherwise;
        }
    }

    @Override
    public Optional<Found<V>> get(String key) {
        return guarded(() -> store.get(key), Optional.empty());
    }

    @Override
    public Map<String, Found<V>> getAll(Collection<String> keys) {
        return guarded(() -> store.getAll(keys), Map.of());
    }

    @Override
    public Optional<Found<V>> peek(String key) {
        return guarded(() -> store.peek(key), Optional.empty());
    }

    @Override
    public boolean put(Entry<V> entry) {
        return guarded(() -> store.put(entry), false);
    }

    @Override
    public boolean fill(Entry<V> entry, Optional<Object> over) {
        return guarded(() -> store.fill(entry, over), false);
    }

    @Override
    public boolean putIfAbsent(Entry<V> entry, Optional<Object> over) {
        return guarded(() -> store.putIfAbsent(entry, over), false);
    }

    @Override
    public boolean touch(String key, long deadline) {
        return guarded(() -> store.touch(key, deadline), false);
    }

    @Override
    public OptionalLong add(Entry<Long> start) {
        return guarded(() -> store.add(start), OptionalLong.empty());
    }

    @Override
    public OptionalLong counter(String key) {
        return guarded(() -> store.counter(key), OptionalLong.empty());
    }

    @Override
    public long drop(Collection<String> keys) {
        return guarded(() -> store.drop(keys), 0L);
    }

    @Override
    public List<String> keys(Collection<String> tags, int atMost) {
        return guarded(() -> store.keys(tags, atMost), List.of());
    }

    @Override
    public long count(Collection<String> tags) {
        return guarded(() -> store.count(tags), 0L);
    }

    @Override
    public long countAll() {
        return guarded(store::countAll, 0L);
    }

    @Override
    public void tidy(Collection<String> tags) {
        guarded(() -> {
            store.tidy(tags);
            return true;
        }, true);
    }

    @Override
    public StoreStats stats() {
        return guarded(store::stats, new StoreStats(0, 0, 0));
    }

    @Override
    public Turn turn(String key, Duration atMost) {
        return guarded(() -> store.turn(key, atMost), Turn.OPEN);
    }

    @Override
    public Optional<Turn> tryTurn(String key, Duration atMost) {
        return guarded(() -> store.tryTurn(key, atMost), Optional.of(Turn.OPEN));
    }
}
