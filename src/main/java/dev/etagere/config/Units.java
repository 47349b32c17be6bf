package dev.etagere.config;

import dev.etagere.response.Durations;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads sizes and parts of a whole, and durations, as people write them; an {@link IllegalArgumentException} tells how they are written.
 */
final class Units {

    private static final Map<String, Long> SIZES = Map.of("", 1L, "b", 1L, "kb", 1_000L, "mb", 1_000_000L, "gb", 1_000_000_000L,
            "kib", 1L << 10, "mib", 1L << 20, "gib", 1L << 30);
    private static final Pattern SIZE = Pattern.compile("(\\d{1,15})\\s*(\\p{Alpha}*)");
    private static final Pattern PART = Pattern.compile("(-?(?:\\d{1,15}(?:\\.\\d{0,15})?|\\.\\d{1,15}))\\s*(%?)");

    private Units() {
    }

    /** See {@link Durations#parse}. */
    static Duration duration(String text) {
        return Durations.parse(text);
    }

    /** {@code 1048576}, {@code 64KiB}, {@code 256MiB}, {@code 1GiB} (of 1024), {@code 1KB}, {@code 1MB} (of 1000); any case. */
    static long size(String text) {
        Matcher size = SIZE.matcher(text.strip());
        Long unit = size.matches() ? SIZES.get(size.group(2).toLowerCase(Locale.ROOT)) : null;
        try {
            if (unit == null) {
                throw new ArithmeticException("no unit");
            }
            return Math.multiplyExact(Long.parseLong(size.group(1)), unit);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(quoted(text) + " is not a size; write e.g. 64KiB, 256MiB, 1MB or a number of bytes", e);
        }
    }

    /** {@code 10%} or {@code 0.1}. */
    static double part(String text) {
        Matcher part = PART.matcher(text.strip());
        if (!part.matches()) {
            throw new IllegalArgumentException(quoted(text) + " is not a part of a whole; write e.g. 10% or 0.1");
        }
        BigDecimal number = new BigDecimal(part.group(1));
        return (part.group(2).isEmpty() ? number : number.movePointLeft(2)).doubleValue();
    }

    static String quoted(String text) {
        return "\"" + (text.length() > 60 ? text.substring(0, 57) + "..." : text) + "\"";
    }
}
