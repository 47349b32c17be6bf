package dev.etagere.cache;

import java.time.Duration;
import java.util.Optional;

/**
 * A value and where it came from.
 *
 * @param value empty where there is none, whether that was found out now or was known
 * @param source which part of the cache had it, or that it was loaded
 * @param state whether it is still fresh
 * @param loadTime how long its load took, whenever that was; zero for what was put
 * @param took how long the caller had to wait for it
 */
public record Loaded<V>(Optional<V> value, Source source, State state, Duration loadTime, Duration took) {

    /** Where a value came from. */
    public enum Source {
        /** The memory of this process. */
        NEAR,
        /** The store that several processes share. */
        FAR,
        /** A load by this caller. */
        LOADER,
        /** A load by another caller, which this one waited for. */
        OTHER_CALLER
    }

    /** Whether this caller got it without a load. */
    public boolean cached() {
        return source == Source.NEAR || source == Source.FAR;
    }
}
