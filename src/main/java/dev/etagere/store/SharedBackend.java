package dev.etagere.store;

import java.time.Duration;

/** A backend that several nodes share, out of process. Its {@link #clock} is the shared one; each node has a mirror of it. */
public interface SharedBackend extends StoreBackend {

    /** {@inheritDoc} Where its type has no codec it is always empty. */
    @Override
    <V> SharedStore<V> open(String region, ValueType<V> type);

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException where its type has no codec
     */
    @Override
    <V> SharedData<V> openData(String region, ValueType<V> type);

    /** What this node knows of the clock. The clock that near entries are judged by. */
    MirrorClock mirror();

    /**
     * Whether the mirror is attached and complete but for what happened within the silence that is allowed. While it is not, an entry
     * that was kept near cannot be trusted; one that is read from this backend was checked as it was read.
     */
    boolean hears();

    /**
     * Makes an eviction without asking the backend: it is in force on this node when this returns, the mirror is detached, and stays so
     * until the backend has been told. For evictions of which it is not known whether the backend was told, too: once more does no harm.
     */
    EvictionClock.Numbered defer(Change change);

    /**
     * Calls this each time that the backend is reached again after it was not, or is another than before, one call after another in a
     * thread of its own; what it is to do must be short. Takes the place of one that was given before.
     */
    void onReturn(Runnable then);

    /** Since when the mirror has been complete; very long where it never was. */
    Duration silence();

    /**
     * Asks what every call rests on; whoever is let through may expect the next call to succeed.
     *
     * @throws StoreException where the backend is out of reach, does not answer in time, or has no say in what is valid
     */
    void probe();

    /** How many tags' evictions the backend could not be told yet. */
    int pending();

    /** For how long evictions of other nodes may be unheard before {@link #hears} is false. */
    Duration maxSilence();
}
