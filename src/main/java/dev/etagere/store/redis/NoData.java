package dev.etagere.store.redis;

import dev.etagere.store.DataStore;
import dev.etagere.store.Entry;
import dev.etagere.store.StoreStats;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** For values that do not leave the process. */
final class NoData<V> implements DataStore<V> {

    @Override
    public Optional<Found<V>> get(String key) {
        return Optional.empty();
    }

    @Override
    public Map<String, Found<V>> getAll(Collection<String> keys) {
        return Map.of();
    }

    @Override
    public Optional<Found<V>> peek(String key) {
        return Optional.empty();
    }

    @Override
    public boolean put(Entry<V> entry) {
        return false;
    }

    @Override
    public boolean fill(Entry<V> entry, Optional<Object> over) {
        return false;
    }

    @Override
    public boolean touch(String key, long deadline) {
        return false;
    }

    @Override
    public OptionalLong add(Entry<Long> start) {
        return OptionalLong.empty();
    }

    @Override
    public OptionalLong counter(String key) {
        return OptionalLong.empty();
    }

    @Override
    public long drop(Collection<String> keys) {
        return 0;
    }

    @Override
    public List<String> keys(Collection<String> tags, int atMost) {
        return List.of();
    }

    @Override
    public long count(Collection<String> tags) {
        return 0;
    }

    @Override
    public void tidy(Collection<String> tags) {
    }

    @Override
    public StoreStats stats() {
        return new StoreStats(0, 0, 0);
    }
}
