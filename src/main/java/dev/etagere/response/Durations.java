package dev.etagere.response;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them. */
public final class Durations {

    private static final Map<String, Duration> TIMES = Map.of("ms", Duration.ofMillis(1), "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1), "h", Duration.ofHours(1), "d", Duration.ofDays(1));
    private static final Pattern AMOUNT = Pattern.compile("(\\d{1,15})(\\p{Alpha}+)");
    private static final Pattern NUMBER = Pattern.compile("\\d+");

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
        if (NUMBER.matcher(trimmed).matches()) {
            throw new IllegalArgumentException(quoted(text) + " has no unit; write e.g. " + trimmed + "s or " + trimmed + "m");
        }
        try {
            return trimmed.startsWith("P") || trimmed.startsWith("-P") ? Duration.parse(trimmed) : sum(trimmed);
        } catch (DateTimeParseException | ArithmeticException e) {
            throw new IllegalArgumentException(quoted(text) + " is not a duration; write e.g. 30m, 1h or PT30M", e);
        }
    }

    private static Duration sum(String text) {
        boolean negative = text.startsWith("-");
        Matcher amount = AMOUNT.matcher(text);
        Duration sum = Duration.ZERO;
        int at = negative ? 1 : 0;
        do {
            Duration unit = amount.region(at, text.length()).lookingAt() ? TIMES.get(amount.group(2)) : null;
            if (unit == null) {
                throw new DateTimeParseException("no amount with a unit", text, at);
            }
            sum = sum.plus(unit.multipliedBy(Long.parseLong(amount.group(1))));
            at = amount.end();
        } while (at < text.length());
        return negative ? sum.negated() : sum;
    }

    private static String quoted(String text) {
        return "\"" + (text.length() > 60 ? text.substring(0, 57) + "..." : text) + "\"";
    }
}
