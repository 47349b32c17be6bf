package dev.etagere.http;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * One field name of {@code Vary}, and how its values are normalised. RFC 9111 §4.1 lets a cache change whitespace, combine lines, and do
 * whatever else a field's own definition says is of no meaning; nothing more is done here:
 * <ul>
 * <li>fields that hold one value are compared as they are;
 * <li>{@code Accept-Encoding}, {@code Accept-Language} and {@code Accept-Charset} are sets of case-insensitive names with weights; their
 *     order has no meaning that one can rely on (RFC 9110 §12.5.4), so it is not compared;
 * <li>{@code Accept} is a list of media ranges, whose types and parameter names have no case; its order is kept, for frameworks
 *     choose by it among equal weights;
 * <li>any other field is taken for a list (RFC 9110 §5.3), of which only the whitespace around commas is of no meaning.
 * </ul>
 */
final class VaryField {

    private static final Set<String> WEIGHTED = Set.of("accept-encoding", "accept-language", "accept-charset");

    private static final Set<String> SINGLE = Set.of("authorization", "content-type", "date", "from", "host", "if-modified-since",
            "if-range",
            "if-unmodified-since", "origin", "proxy-authorization", "range", "referer", "user-agent");

    /** Longer values are not remembered. */
    private static final int MEMO_LIMIT = 512;

    private final String name;
    private final String absent;
    /** What was normalised last; replaced as a whole without a lock, since whoever misses it only works twice. */
    private Memo memo;

    /** A field's value and what became of it. */
    private record Memo(String value, String selection) {
    }

    /** @param name lower case */
    VaryField(String name) {
        this.name = name;
        this.absent = name + "=-;";
        this.memo = new Memo("", selection(List.of("")));
    }

    /** Name and value of this field in a request, so that none can be taken for another. */
    String selection(RequestHead request) {
        List<String> values = request.values(name);
        if (values.isEmpty()) {
            return absent;
        }
        if (values.size() > 1) {
            return selection(values);
        }
        String value = values.get(0);
        Memo last = memo;
        if (last.value().equals(value)) {
            return last.selection();
        }
        String selection = selection(values);
        if (value.length() <= MEMO_LIMIT) {
            memo = new Memo(value, selection);
        }
        return selection;
    }

    private String selection(List<String> values) {
        String normalised = normalise(values);
        return name + '=' + normalised.length() + ':' + normalised + ';';
    }

    private String normalise(List<String> values) {
        if (WEIGHTED.contains(name)) {
            return weighted(values);
        }
        if (name.equals("accept")) {
            return mediaRanges(values);
        }
        if (SINGLE.contains(name)) {
            return joined(values, ", ");
        }
        return name.equals("cookie") ? joined(values, "; ") : list(values);
    }

    /** RFC 9113 §8.2.3 splits {@code Cookie} into lines that belong together with a semicolon. */
    private static String joined(List<String> values, String separator) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < values.size(); i++) {
            text.append(i == 0 ? "" : separator).append(FieldSyntax.trim(values.get(i)));
        }
        return text.toString();
    }

    private static String list(List<String> values) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < values.size(); i++) {
            if (i > 0) {
                text.append(',');
            }
            appendList(text, FieldSyntax.trim(values.get(i)));
        }
        return text.toString();
    }

    /** Without the whitespace around commas that are not within a quoted string; empty members stay. */
    private static void appendList(StringBuilder text, String value) {
        boolean quotes = true;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == ',') {
                while (text.length() > 0 && FieldSyntax.isWhitespace(text.charAt(text.length() - 1))) {
                    text.setLength(text.length() - 1);
                }
                text.append(c);
                i = FieldSyntax.skipWhitespace(value, i + 1, value.length()) - 1;
                continue;
            }
            if (c == '"' && quotes) {
                int close = FieldSyntax.closingQuote(value, i, value.length());
                quotes = close >= 0;
                if (quotes) {
                    text.append(value, i, close);
                    i = close;
                }
            }
            text.append(c);
        }
    }

    /** A member of a weighted list; the weight in thousandths. */
    private record Weighted(String text, int weight) {

        private static final Comparator<Weighted> ORDER =
                Comparator.comparingInt(Weighted::weight).reversed().thenComparing(Weighted::text);

        static Weighted of(String member) {
            List<String> parts = parts(FieldSyntax.lowerCase(member));
            int weight = parts.size() == 2 ? thousandths(parts.get(1)) : -1;
            return weight < 0 ? new Weighted(String.join(";", parts), 1000) : new Weighted(parts.get(0), weight);
        }
    }

    private static String weighted(List<String> values) {
        List<Weighted> members = new ArrayList<>();
        for (String value : values) {
            FieldSyntax.forEachMember(value, (text, start, end) -> members.add(Weighted.of(text.substring(start, end))));
        }
        members.sort(Weighted.ORDER);
        StringBuilder text = new StringBuilder();
        Weighted before = null;
        for (Weighted member : members) {
            if (!member.equals(before)) {
                text.append(before == null ? "" : ",").append(member.text());
                if (member.weight() < 1000) {
                    text.append(";q=").append(member.weight());
                }
            }
            before = member;
        }
        return text.toString();
    }

    /** A weight of one at the end of a member is the same as none. */
    private static String mediaRanges(List<String> values) {
        StringBuilder text = new StringBuilder();
        for (String value : values) {
            FieldSyntax.forEachMember(value, (line, start, end) -> {
                List<String> parts = parts(line.substring(start, end));
                text.append(text.length() == 0 ? "" : ",").append(FieldSyntax.lowerCase(parts.get(0)));
                int last = parts.size() - 1;
                for (int i = 1; i <= last; i++) {
                    String parameter = parameter(parts.get(i));
                    if (i < last || !parameter.equals("q=1000")) {
                        text.append(';').append(parameter);
                    }
                }
            });
        }
        return text.toString();
    }

    /** With its name in lower case; a weight in thousandths. */
    private static String parameter(String text) {
        int equals = text.indexOf('=');
        if (equals < 0) {
            return FieldSyntax.lowerCase(text);
        }
        String parameter = FieldSyntax.lowerCase(text.substring(0, equals)) + text.substring(equals);
        int weight = thousandths(parameter);
        return weight < 0 ? parameter : "q=" + weight;
    }

    /** What semicolons separate outside of quoted strings, trimmed; at least one part. */
    private static List<String> parts(String member) {
        List<String> parts = new ArrayList<>(2);
        boolean quotes = true;
        int start = 0;
        for (int i = 0; i <= member.length(); i++) {
            if (i == member.length() || member.charAt(i) == ';') {
                parts.add(FieldSyntax.trim(member.substring(start, i)));
                start = i + 1;
            } else if (member.charAt(i) == '"' && quotes) {
                int close = FieldSyntax.closingQuote(member, i, member.length());
                quotes = close >= 0;
                i = quotes ? close : i;
            }
        }
        return parts;
    }

    /** The thousandths of {@code q=…} (RFC 9110 §12.4.2), or -1 where it is not that. */
    private static int thousandths(String parameter) {
        int length = parameter.length();
        if (!parameter.startsWith("q=") || length < 3 || length > 7 || length > 3 && parameter.charAt(3) != '.') {
            return -1;
        }
        int weight = 0;
        for (int i = 0, at = 2; i < 4; i++) {
            char digit = at < length ? parameter.charAt(at) : '0';
            if (!FieldSyntax.isDigit(digit)) {
                return -1;
            }
            weight = weight * 10 + (digit - '0');
            at += i == 0 ? 2 : 1;
        }
        return weight <= 1000 ? weight : -1;
    }
}
