package dev.etagere.store;

import java.util.function.ToLongFunction;

/** Where the stores of an application live, and the eviction clock that holds for all of them. Safe for use by many threads. */
public interface StoreBackend extends AutoCloseable {

    /**
     * The store of a region; the same entries whenever the same name is given.
     *
     * @param sizer bytes that a value takes; what else an entry takes is the store's to know
     */
    <V> Store<V> open(String region, ToLongFunction<? super V> sizer);

    EvictionClock clock();

    StoreStats stats();

    /** Forgets everything and ends what was started. After that nothing is found and nothing taken in. May be called again. */
    @Override
    void close();
}
