package dev.etagere.store.redis;

import dev.etagere.store.Entry;
import dev.etagere.store.Hit;
import dev.etagere.store.SharedStore;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** For values that do not leave the process. */
final class NoStore<V> implements SharedStore<V> {

    @Override
    public Optional<Hit<V>> get(String key) {
        return Optional.empty();
    }

    @Override
    public Optional<Checked<V>> find(String key) {
        return Optional.empty();
    }

    @Override
    public Map<String, Checked<V>> findAll(Collection<String> keys) {
        return Map.of();
    }

    @Override
    public boolean put(Entry<V> entry) {
        return false;
    }

    @Override
    public void remove(String key) {
    }

    @Override
    public boolean lease(String key, String holder, Duration atMost) {
        return true;
    }

    @Override
    public void release(String key, String holder) {
    }
}
