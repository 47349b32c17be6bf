package dev.etagere.store.tiered;

import java.time.Duration;

/**
 * How the far store is used.
 *
 * @param timeLimit what a call of it may cost its caller; more than nothing
 * @param helpers threads that call it, as many as it has connections; at least 1
 * @param rest how long it is left alone after it failed, at the first; doubled up to {@code longestRest} where it fails again
 * @param longestRest so it is used again that soon after it has come back
 */
public record TieredOptions(Duration timeLimit, int helpers, Duration rest, Duration longestRest) {

    /** 100 ms, 8 helpers, a rest from 200 ms to 2 s. */
    public static final TieredOptions DEFAULT =
            new TieredOptions(Duration.ofMillis(100), 8, Duration.ofMillis(200), Duration.ofSeconds(2));

    /** @throws IllegalArgumentException where a value is out of its range */
    public TieredOptions {
        require(isPositive(timeLimit), "timeLimit must be more than nothing");
        require(helpers >= 1, "helpers must be at least 1");
        require(isPositive(rest) && longestRest.compareTo(rest) >= 0, "rest must be more than nothing, and at most longestRest");
    }

    /** The same with another limit. */
    public TieredOptions withTimeLimit(Duration newLimit) {
        return new TieredOptions(newLimit, helpers, rest, longestRest);
    }

    /** The same with that many helpers. */
    public TieredOptions withHelpers(int newHelpers) {
        return new TieredOptions(timeLimit, newHelpers, rest, longestRest);
    }

    private static boolean isPositive(Duration time) {
        return !time.isNegative() && !time.isZero();
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
