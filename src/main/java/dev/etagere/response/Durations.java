package dev.etagere.response;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Map;

/** Durations as people write them. */
public final class Durations {

    private static final Map<String, Duration> TIMES = Map.of("ms", Duration.ofMillis(1), "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1), "h", Duration.ofHours(1), "d", Duration.ofDays(1));
    private static final int MAX_DIGITS = 15;

    private Durations() {
    }

    /**
     * {@code 500ms}, {@code 30s}, {@code 5m}, {@code 1h}, {@code 1d}, several of them in a row ({@code 1h30m}), ISO 8601
     * ({@code PT30M}), or a bare {@code 0}. Another number without a unit is refused: it would be seconds to some and milliseconds to
     * others.
     *
     * @throws IllegalArgumentException telling how a duration is written
     */
    public static Duration parse(String text) {
        String trimmed = text.strip();
        if (trimmed.equals("0")) {
            return Duration.ZERO;
        }
        if (isNumber(trimmed)) {
            throw new IllegalArgumentException(quoted(text) + " has no unit; write e.g. " + trimmed + "s or " + trimmed + "m");
        }
        try {
            return trimmed.startsWith("P") || trimmed.startsWith("-P") ? Duration.parse(trimmed) : sum(trimmed);
        } catch (DateTimeParseException | ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException(quoted(text) + " is not a duration; write e.g. 30m, 1h or PT30M", e);
        }
    }

    private static Duration sum(String text) {
        boolean negative = text.startsWith("-");
        Duration sum = Duration.ZERO;
        int at = negative ? 1 : 0;
        do {
            int unit = endOfDigits(text, at);
            int next = unit;
            while (next < text.length() && Character.isLetter(text.charAt(next))) {
                next++;
            }
            Duration one = TIMES.get(text.substring(unit, next));
            if (one == null) {
                throw new NumberFormatException(text);
            }
            sum = sum.plus(one.multipliedBy(number(text.substring(at, unit))));
            at = next;
        } while (at < text.length());
        return negative ? sum.negated() : sum;
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && endOfDigits(text, 0) == text.length();
    }

    private static int endOfDigits(String text, int start) {
        int end = start;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end;
    }

    private static long number(String digits) {
        if (digits.length() > MAX_DIGITS) {
            throw new NumberFormatException(digits);
        }
        return Long.parseLong(digits);
    }

    private static String quoted(String text) {
        return "\"" + (text.length() > 60 ? text.substring(0, 57) + "..." : text) + "\"";
    }
}
