package dev.etagere.http;

import java.util.List;
import java.util.Optional;

/** Small steps over the text of field values that the parsers of validators and ranges share. */
final class FieldText {
    private FieldText() {
    }

    /** The first position that holds no {@code OWS} (RFC 9110 §5.6.3). */
    static int skipSpace(String value, int from) {
        int at = from;
        while (at < value.length() && isSpace(value.charAt(at))) {
            at++;
        }
        return at;
    }

    static boolean isSpace(char c) {
        return c == ' ' || c == '\t';
    }

    /** Without {@code OWS} around it. */
    static String trim(String value) {
        int from = skipSpace(value, 0);
        int end = value.length();
        while (end > from && isSpace(value.charAt(end - 1))) {
            end--;
        }
        return value.substring(from, end);
    }

    /**
     * The number that the ASCII digits of {@code value} from {@code from} to before {@code end} make, at most {@link Long#MAX_VALUE}; -1
     * where there are none or something else is among them.
     */
    static long number(String value, int from, int end) {
        if (from >= end) {
            return -1;
        }
        long number = 0;
        for (int at = from; at < end; at++) {
            int digit = value.charAt(at) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number > (Long.MAX_VALUE - digit) / 10 ? Long.MAX_VALUE : number * 10 + digit;
        }
        return number;
    }

    /** The value of a field that may stand only once; empty where it is absent or stands several times. */
    static Optional<String> single(List<String> fieldValues) {
        return fieldValues.size() == 1 ? Optional.of(fieldValues.get(0)) : Optional.empty();
    }
}
