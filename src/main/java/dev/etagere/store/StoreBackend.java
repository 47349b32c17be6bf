package dev.etagere.store;

/** Where the stores of an application live, and the eviction clock that holds for all of them. Safe for use by many threads. */
public interface StoreBackend extends AutoCloseable {

    /** The store of a region; the same entries whenever the same name is given. */
    <V> Store<V> open(String region, ValueType<V> type);

    /**
     * The values of a cache, and the counters beside them; the same ones whenever the same name is given. A region is opened in this way or
     * in the other, not in both.
     */
    <V> DataStore<V> openData(String region, ValueType<V> type);

    EvictionClock clock();

    StoreStats stats();

    /** How it goes, known without asking anyone. */
    default StoreHealth storeHealth() {
        return StoreHealth.OWN;
    }

    /** Forgets what is kept in this process and ends what was started. After that nothing is found or taken in. May be called again. */
    @Override
    void close();
}
