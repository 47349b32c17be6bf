package dev.etagere.cache;

import java.time.Duration;

/**
 * How a warm-up went.
 *
 * @param keys how many it had
 * @param present that were there already
 * @param loaded that were loaded and stored
 * @param failed whose load threw
 * @param took the whole of it
 */
public record WarmUp(int keys, int present, int loaded, int failed, Duration took) {

    /** How many of the keys are there now; the rest failed, or there is no value for them, or it was not to be stored. */
    public int done() {
        return present + loaded;
    }

    @Override
    public String toString() {
        return done() + " of " + keys + " done (" + present + " were there, " + loaded + " loaded, " + failed + " failed) in "
                + took.toMillis() + " ms";
    }
}
