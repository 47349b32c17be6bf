package dev.etagere.store;

/** The right to load a key, as far as those who share the store take turns. Safe for use by many threads. */
public interface Turn {

    /** Nobody was asked: the load may begin, and others may load the same. */
    Turn OPEN = new Turn() {
        @Override
        public boolean changed() {
            return false;
        }

        @Override
        public void end() {
        }
    };

    /** Whether there may be something new in the store, put by another: to be looked at before loading. */
    boolean changed();

    /** Lets the next one load. To be called when the load has ended and its result was put, or was not; more calls do nothing. */
    void end();
}
