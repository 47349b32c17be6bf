package dev.etagere.cache;

/** The right to load a key, as far as processes that share a store take turns: they do as long as it is well. */
public interface Turn {

    /** Whether another may have put something new meanwhile: to be looked at before loading. */
    boolean changed();

    /** Lets the next one load. To be called when the load's result was put, or was not; more calls do nothing. */
    void end();
}
