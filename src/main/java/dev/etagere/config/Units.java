package dev.etagere.config;

import dev.etagere.response.Durations;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads sizes and parts of a whole, and durations, as people write them; an {@link IllegalArgumentException} tells how they are written.
 */
final class Units {

    private static final Map<String, Long> SIZES = Map.of("", 1L, "b", 1L, "kb", 1_000L, "mb", 1_000_000L, "gb", 1_000_000_000L,
            "kib", 1L << 10, "mib", 1L << 20, "gib", 1L << 30);
    private static final int MAX_DIGITS = 15;

    private Units() {
    }

    /** See {@link Durations#parse}. */
    static Duration duration(String text) {
        return Durations.parse(text);
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
