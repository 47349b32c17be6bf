package dev.etagere.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The parts that field values are made of: tokens, quoted strings, lists, numbers of seconds (RFC 9110 §5.6). Linear, and never throws. */
final class FieldSyntax {

    /** RFC 9111 §1.2.2: what a larger number of seconds is taken for. */
    static final long MAX_SECONDS = 1L << 31;

    private FieldSyntax() {
    }

    /** Takes a member of a list: {@code value} from {@code start} to before {@code end}; never empty, without whitespace around it. */
    @FunctionalInterface
    interface Member {
        void accept(String value, int start, int end);
    }

    /**
     * The members of a list in one field line (RFC 9110 §5.6.1); empty ones are skipped. A comma within a quoted string does not
     * separate. A quote that is never closed begins no quoted string: it is an ordinary character, so it hides nothing of what follows.
     */
    static void forEachMember(String value, Member member) {
        int length = value.length();
        int start = 0;
        boolean quotes = true;
        for (int i = 0; i <= length; i++) {
            if (i == length || value.charAt(i) == ',') {
                int from = skipWhitespace(value, start, i);
                int to = trimEnd(value, from, i);
                if (from < to) {
                    member.accept(value, from, to);
                }
                start = i + 1;
            } else if (value.charAt(i) == '"' && quotes) {
                int close = closingQuote(value, i, length);
                // Every quote after one that is not closed is an escaped one, so none of them is closed either.
                quotes = close >= 0;
                i = quotes ? close : i;
            }
        }
    }

    /** The members of a list in all its field lines, in order. */
    static List<String> members(List<String> values) {
        List<String> members = new ArrayList<>();
        for (String value : values) {
            forEachMember(value, (text, start, end) -> members.add(text.substring(start, end)));
        }
        return members;
    }

    /** Where the quoted string that begins at {@code open} ends, or -1. */
    static int closingQuote(String value, int open, int end) {
        for (int i = open + 1; i < end; i++) {
            char c = value.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '"') {
                return i;
            }
        }
        return -1;
    }

    /** What a quoted string says, without quotes and escapes; empty where the part is not one quoted string. */
    static Optional<String> unquote(String value, int start, int end) {
        if (end - start < 2 || value.charAt(start) != '"' || closingQuote(value, start, end) != end - 1) {
            return Optional.empty();
        }
        StringBuilder text = new StringBuilder(end - start - 2);
        for (int i = start + 1; i < end - 1; i++) {
            if (value.charAt(i) == '\\') {
                i++;
            }
            text.append(value.charAt(i));
        }
        return Optional.of(text.toString());
    }

    static int skipWhitespace(String value, int from, int end) {
        int i = from;
        while (i < end && isWhitespace(value.charAt(i))) {
            i++;
        }
        return i;
    }

    static int trimEnd(String value, int start, int from) {
        int i = from;
        while (i > start && isWhitespace(value.charAt(i - 1))) {
            i--;
        }
        return i;
    }

    /** Without the spaces and tabs around it. */
    static String trim(String value) {
        int start = skipWhitespace(value, 0, value.length());
        return value.substring(start, trimEnd(value, start, value.length()));
    }

    static boolean isWhitespace(char c) {
        return c == ' ' || c == '\t';
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** RFC 9110 §5.6.2. */
    static boolean isTokenChar(char c) {
        if (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || isDigit(c)) {
            return true;
        }
        return switch (c) {
            case '!', '#', '$', '%', '&', '\'', '*', '+', '-', '.', '^', '_', '`', '|', '~' -> true;
            default -> false;
        };
    }

    static boolean isToken(String value) {
        return !value.isEmpty() && tokenEnd(value, 0, value.length()) == value.length();
    }

    /** The first position that is not of a token. */
    static int tokenEnd(String value, int start, int end) {
        int i = start;
        while (i < end && isTokenChar(value.charAt(i))) {
            i++;
        }
        return i;
    }

    /** A number of seconds, {@link #MAX_SECONDS} for more than that (RFC 9111 §1.2.2), or -1 where the text is not digits alone. */
    static long deltaSeconds(String text) {
        long seconds = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isDigit(c)) {
                return -1;
            }
            seconds = Math.min(MAX_SECONDS, seconds * 10 + (c - '0'));
        }
        return text.isEmpty() ? -1 : seconds;
    }

    /** In lower case as far as it is ASCII. */
    static String lowerCase(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                char[] chars = text.toCharArray();
                for (int j = i; j < chars.length; j++) {
                    chars[j] = lowerCase(chars[j]);
                }
                return new String(chars);
            }
        }
        return text;
    }

    static char lowerCase(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
    }
}
