package dev.etagere.cache;

import dev.etagere.store.Entry;
import dev.etagere.store.Hit;
import dev.etagere.store.Store;
import dev.etagere.store.Turn;
import java.time.Duration;
import java.util.Optional;

/** A store that never throws: where the one behind it does, nothing is found and nothing is stored. */
final class GuardedStore<V> implements Store<V> {

    private final Store<V> store;
    private final FailureLog failures;

    GuardedStore(Store<V> store, FailureLog failures) {
        this.store = store;
        this.failures = failures;
    }

    @Override
    public Optional<Hit<V>> get(String key) {
        try {
            Optional<Hit<V>> hit = store.get(key);
            failures.succeeded();
            return hit;
        } catch (RuntimeException | Error failure) {
            failures.failed(failure);
            return Optional.empty();
        }
    }

    @Override
    public boolean put(Entry<V> entry) {
        try {
            boolean stored = store.put(entry);
            failures.succeeded();
            return stored;
        } catch (RuntimeException | Error failure) {
            failures.failed(failure);
            return false;
        }
    }

    @Override
    public void remove(String key) {
        try {
            store.remove(key);
            failures.succeeded();
        } catch (RuntimeException | Error failure) {
            failures.failed(failure);
        }
    }

    @Override
    public Turn turn(String key, Duration atMost) {
        try {
            return store.turn(key, atMost);
        } catch (RuntimeException | Error failure) {
            failures.failed(failure);
            return Turn.OPEN;
        }
    }

    @Override
    public Optional<Turn> tryTurn(String key, Duration atMost) {
        try {
            return store.tryTurn(key, atMost);
        } catch (RuntimeException | Error failure) {
            failures.failed(failure);
            return Optional.of(Turn.OPEN);
        }
    }
}
