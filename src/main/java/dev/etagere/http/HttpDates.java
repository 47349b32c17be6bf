package dev.etagere.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * The three date formats of RFC 9110 §5.6.7. Every digit has to be where the grammar has it and the zone has to be GMT; names are read
 * without regard to case, as RFC 9111 §4.2 asks of caches. That the day of the week fits the date is not asked: it carries nothing.
 */
public final class HttpDates {

    /** By which the century of two digits is told where the caller has no time to tell it by. */
    private static final Instant REFERENCE = Instant.parse("2026-01-01T00:00:00Z");

    private static final String[] DAYS = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    private static final String[] LONG_DAYS = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};
    private static final String[] MONTHS = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

    private HttpDates() {
    }

    /**
     * Empty for anything that is not a valid HTTP-date. A year of two digits is taken to lie within 50 years from 2026; where a time is
     * at hand, use {@link #parse(String, Instant)}.
     */
    public static Optional<Instant> parse(String value) {
        return parse(value, REFERENCE);
    }

    /**
     * Empty for anything that is not a valid HTTP-date.
     *
     * @param now a year of two digits that appears to be more than 50 years after this lies in the past (RFC 9110 §5.6.7)
     */
    public static Optional<Instant> parse(String value, Instant now) {
        String text = FieldSyntax.trim(value);
        try {
            if (text.length() > 3 && text.charAt(3) == ',') {
                return imfFixdate(text);
            }
            return text.indexOf(',') > 0 ? rfc850(text, now) : asctime(text);
        } catch (DateTimeException notADate) {
            return Optional.empty();
        }
    }

    /** {@code Sun, 06 Nov 1994 08:49:37 GMT}. */
    private static Optional<Instant> imfFixdate(String text) {
        if (!fits(text, "aaa, 00 aaa 0000 00:00:00 GMT") || indexOf(DAYS, text, 0) < 0) {
            return Optional.empty();
        }
        return instant(number(text, 12, 4), indexOf(MONTHS, text, 8) + 1, number(text, 5, 2), text, 17);
    }

    /** {@code Sunday, 06-Nov-94 08:49:37 GMT}. */
    private static Optional<Instant> rfc850(String text, Instant now) {
        int comma = text.indexOf(',');
        int day = indexOf(LONG_DAYS, text, 0);
        String rest = text.substring(comma);
        if (day < 0 || LONG_DAYS[day].length() != comma || !fits(rest, ", 00-aaa-00 00:00:00 GMT")) {
            return Optional.empty();
        }
        LocalDateTime present = LocalDateTime.ofInstant(now, ZoneOffset.UTC);
        // The latest year with these digits that is not more than 50 years ahead.
        int latest = present.getYear() + 50;
        int year = latest - Math.floorMod(latest - number(rest, 9, 2), 100);
        int month = indexOf(MONTHS, rest, 5) + 1;
        Optional<Instant> date = instant(year, month, number(rest, 2, 2), rest, 12);
        boolean tooFar = date.isPresent() && date.get().isAfter(present.plusYears(50).toInstant(ZoneOffset.UTC));
        return tooFar ? instant(year - 100, month, number(rest, 2, 2), rest, 12) : date;
    }

    /** {@code Sun Nov  6 08:49:37 1994}. */
    private static Optional<Instant> asctime(String text) {
        boolean oneDigit = fits(text, "aaa aaa  0 00:00:00 0000");
        if (!oneDigit && !fits(text, "aaa aaa 00 00:00:00 0000") || indexOf(DAYS, text, 0) < 0) {
            return Optional.empty();
        }
        int day = oneDigit ? number(text, 9, 1) : number(text, 8, 2);
        return instant(number(text, 20, 4), indexOf(MONTHS, text, 4) + 1, day, text, 11);
    }

    /** A leap second (23:59:60) is the second after it. */
    private static Optional<Instant> instant(int year, int month, int day, String text, int timeAt) {
        int hour = number(text, timeAt, 2);
        int minute = number(text, timeAt + 3, 2);
        int second = number(text, timeAt + 6, 2);
        if (month == 0 || hour > 23 || minute > 59 || second > 60) {
            return Optional.empty();
        }
        long seconds = LocalDate.of(year, month, day).toEpochDay() * 86_400 + hour * 3_600L + minute * 60L + second;
        return Optional.of(Instant.ofEpochSecond(seconds));
    }

    /** In the pattern 0 stands for a digit and {@code a} for a letter; the rest for itself in either case. */
    private static boolean fits(String text, String pattern) {
        if (text.length() != pattern.length()) {
            return false;
        }
        for (int i = 0; i < pattern.length(); i++) {
            char c = FieldSyntax.lowerCase(text.charAt(i));
            boolean fits = switch (pattern.charAt(i)) {
                case '0' -> FieldSyntax.isDigit(c);
                case 'a' -> c >= 'a' && c <= 'z';
                default -> c == FieldSyntax.lowerCase(pattern.charAt(i));
            };
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    private static int number(String text, int from, int digits) {
        int number = 0;
        for (int i = from; i < from + digits; i++) {
            number = number * 10 + (text.charAt(i) - '0');
        }
        return number;
    }

    private static int indexOf(String[] names, String text, int from) {
        for (int i = 0; i < names.length; i++) {
            if (text.regionMatches(true, from, names[i], 0, names[i].length())) {
                return i;
            }
        }
        return -1;
    }

    /** IMF-fixdate, to the second at or before; what is out of the years 0 to 9999 becomes the nearest that is not. */
    public static String format(Instant instant) {
        long seconds = Math.max(-62_167_219_200L, Math.min(253_402_300_799L, instant.getEpochSecond()));
        LocalDateTime time = LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC);
        StringBuilder text = new StringBuilder(29);
        text.append(DAYS[time.getDayOfWeek().ordinal()]).append(", ");
        twoDigits(text, time.getDayOfMonth()).append(' ').append(MONTHS[time.getMonthValue() - 1]).append(' ');
        twoDigits(text, time.getYear() / 100);
        twoDigits(text, time.getYear() % 100).append(' ');
        twoDigits(text, time.getHour()).append(':');
        twoDigits(text, time.getMinute()).append(':');
        return twoDigits(text, time.getSecond()).append(" GMT").toString();
    }

    private static StringBuilder twoDigits(StringBuilder text, int number) {
        return text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }
}
