package dev.etagere.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads durations, sizes and parts of a whole as people write them; an {@link IllegalArgumentException} tells how they are written. */
final class Units {

    private static final Map<String, Duration> TIMES = Map.of("ms", Duration.ofMillis(1), "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1), "h", Duration.ofHours(1), "d", Duration.ofDays(1));
    private static final Map<String, Long> SIZES = Map.of("", 1L, "b", 1L, "kb", 1_000L, "mb", 1_000_000L, "gb", 1_000_000_000L,
            "kib", 1L << 10, "mib", 1L << 20, "gib", 1L << 30);
    private static final int MAX_DIGITS = 15;

    private Units() {
    }

    /**
     * {@code 500ms}, {@code 30s}, {@code 5m}, {@code 1h}, {@code 1d}, several of them in a row ({@code 1h30m}), ISO 8601
     * ({@code PT30M}), or a bare {@code 0}. Another number without a unit
     * is refused: it would be seconds to some and milliseconds to others.
     */
    static Duration duration(String text) {
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

    /** {@code 1048576}, {@code 64KiB}, {@code 256MiB}, {@code 1GiB} (of 1024), {@code 1KB}, {@code 1MB} (of 1000); any case. */
    static long size(String text) {
        String trimmed = text.strip();
        int unit = endOfDigits(trimmed, 0);
        try {
            Long one = SIZES.get(trimmed.substring(unit).strip().toLowerCase(Locale.ROOT));
            if (one == null) {
                throw new NumberFormatException(text);
            }
            return Math.multiplyExact(number(trimmed.substring(0, unit)), one);
        } catch (ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException(quoted(text) + " is not a size; write e.g. 64KiB, 256MiB, 1MB or a number of bytes", e);
        }
    }

    /** {@code 10%} or {@code 0.1}. */
    static double part(String text) {
        String trimmed = text.strip();
        boolean percent = trimmed.endsWith("%");
        String number = percent ? trimmed.substring(0, trimmed.length() - 1).strip() : trimmed;
        boolean decimal = number.chars().allMatch(c -> c >= '0' && c <= '9' || c == '.' || c == '-');
        if (number.isEmpty() || number.length() > MAX_DIGITS || !decimal) {
            throw notAPart(text, null);
        }
        try {
            BigDecimal value = new BigDecimal(number);
            return (percent ? value.movePointLeft(2) : value).doubleValue();
        } catch (NumberFormatException e) {
            throw notAPart(text, e);
        }
    }

    private static IllegalArgumentException notAPart(String text, @Nullable Throwable cause) {
        return new IllegalArgumentException(quoted(text) + " is not a part of a whole; write e.g. 10% or 0.1", cause);
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

    static String quoted(String text) {
        return "\"" + (text.length() > 60 ? text.substring(0, 57) + "..." : text) + "\"";
    }
}
