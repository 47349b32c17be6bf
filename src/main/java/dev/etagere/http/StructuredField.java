package dev.etagere.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads Dictionaries and Lists of Structured Fields (RFC 8941 §4.2, RFC 9651 §4.2), strictly: what does not parse is nothing at all. */
final class StructuredField {

    private final String input;
    private int at;

    private StructuredField(String input) {
        this.input = input;
    }

    /** The members by their keys, without their parameters; empty where the field does not parse. */
    static Optional<Map<String, Value>> dictionary(List<String> fieldValues) {
        try {
            return Optional.of(new StructuredField(String.join(", ", fieldValues)).dictionary());
        } catch (Malformed malformed) {
            return Optional.empty();
        }
    }

    /** The members in order, without their parameters; empty where the field does not parse. */
    static Optional<List<Value>> list(List<String> fieldValues) {
        try {
            return Optional.of(new StructuredField(String.join(", ", fieldValues)).list());
        } catch (Malformed malformed) {
            return Optional.empty();
        }
    }

    /** What a value is; everything that no field here needs is {@code OTHER}. */
    enum Type { TRUE, FALSE, INTEGER, STRING, OTHER }

    /** A value; the text is that of a String or an Integer. */
    record Value(Type type, String text) {
        static final Value OTHER = new Value(Type.OTHER, "");
    }

    /** Thrown within this class alone. */
    private static final class Malformed extends RuntimeException {
        private static final Malformed INSTANCE = new Malformed();

        private Malformed() {
            super("malformed", null, false, false);
        }
    }

    /** Of members with one key the last counts (RFC 8941 §4.2.2). */
    private Map<String, Value> dictionary() {
        Map<String, Value> members = new LinkedHashMap<>();
        skipSpaces();
        while (!atEnd()) {
            String key = key();
            Value value = skip('=') ? member() : new Value(Type.TRUE, "");
            parameters();
            members.put(key, value);
            if (!another()) {
                break;
            }
        }
        return members;
    }

    private List<Value> list() {
        List<Value> members = new ArrayList<>();
        skipSpaces();
        while (!atEnd()) {
            members.add(member());
            parameters();
            if (!another()) {
                break;
            }
        }
        return members;
    }

    private Value member() {
        return !atEnd() && input.charAt(at) == '(' ? innerList() : bareItem();
    }

    /** Goes on to the next member, if there is one. */
    private boolean another() {
        int comma = FieldSyntax.skipWhitespace(input, at, input.length());
        if (comma == input.length()) {
            return false;
        }
        at = comma;
        expect(',');
        at = FieldSyntax.skipWhitespace(input, at, input.length());
        if (atEnd()) {
            throw Malformed.INSTANCE;
        }
        return true;
    }

    private Value innerList() {
        expect('(');
        while (true) {
            skipSpaces();
            if (skip(')')) {
                return Value.OTHER;
            }
            bareItem();
            parameters();
            if (atEnd() || input.charAt(at) != ' ' && input.charAt(at) != ')') {
                throw Malformed.INSTANCE;
            }
        }
    }

    private void parameters() {
        while (skip(';')) {
            skipSpaces();
            key();
            if (skip('=')) {
                bareItem();
            }
        }
    }

    private Value bareItem() {
        char c = peek();
        if (c == '-' || FieldSyntax.isDigit(c)) {
            return number();
        }
        if (c == '"') {
            return string();
        }
        if (c == '*' || isAlpha(c)) {
            while (!atEnd() && (FieldSyntax.isTokenChar(peek()) || peek() == ':' || peek() == '/')) {
                at++;
            }
            return Value.OTHER;
        }
        if (skip('?')) {
            char bool = peek();
            if (bool != '0' && bool != '1') {
                throw Malformed.INSTANCE;
            }
            at++;
            return new Value(bool == '1' ? Type.TRUE : Type.FALSE, "");
        }
        return switch (c) {
            case '@' -> date();
            case '%' -> displayString();
            default -> bytes();
        };
    }

    /** RFC 9651 §4.2.9. */
    private Value date() {
        expect('@');
        if (number().type() != Type.INTEGER) {
            throw Malformed.INSTANCE;
        }
        return Value.OTHER;
    }

    /** UTF-8, of which all but what ASCII prints is percent-encoded in lower case (RFC 9651 §4.2.10). */
    private Value displayString() {
        expect('%');
        expect('"');
        ByteBuffer octets = ByteBuffer.allocate(input.length() - at);
        for (char c = next(); c != '"'; c = next()) {
            if (c < ' ' || c > '~') {
                throw Malformed.INSTANCE;
            }
            octets.put((byte) (c == '%' ? 16 * hexadecimal(next()) + hexadecimal(next()) : c));
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(octets.flip());
            return Value.OTHER;
        } catch (CharacterCodingException notUtf8) {
            throw Malformed.INSTANCE;
        }
    }

    private static int hexadecimal(char c) {
        int digit = "0123456789abcdef".indexOf(c);
        if (digit < 0) {
            throw Malformed.INSTANCE;
        }
        return digit;
    }

    /** An Integer of at most 15 digits, or a Decimal of at most 12 and 3. */
    private Value number() {
        int start = at;
        skip('-');
        int digits = digits();
        if (digits == 0 || digits > 15) {
            throw Malformed.INSTANCE;
        }
        if (!skip('.')) {
            return new Value(Type.INTEGER, input.substring(start, at));
        }
        int fraction = digits();
        if (digits > 12 || fraction == 0 || fraction > 3) {
            throw Malformed.INSTANCE;
        }
        return Value.OTHER;
    }

    private int digits() {
        int start = at;
        while (!atEnd() && FieldSyntax.isDigit(input.charAt(at))) {
            at++;
        }
        return at - start;
    }

    private Value string() {
        expect('"');
        StringBuilder text = new StringBuilder();
        while (true) {
            char c = next();
            if (c == '"') {
                return new Value(Type.STRING, text.toString());
            }
            if (c == '\\') {
                c = next();
                if (c != '"' && c != '\\') {
                    throw Malformed.INSTANCE;
                }
            } else if (c < ' ' || c > '~') {
                throw Malformed.INSTANCE;
            }
            text.append(c);
        }
    }

    private Value bytes() {
        expect(':');
        for (char c = next(); c != ':'; c = next()) {
            if (!isAlpha(c) && !FieldSyntax.isDigit(c) && c != '+' && c != '/' && c != '=') {
                throw Malformed.INSTANCE;
            }
        }
        return Value.OTHER;
    }

    private String key() {
        int start = at;
        char first = peek();
        if (first != '*' && (first < 'a' || first > 'z')) {
            throw Malformed.INSTANCE;
        }
        while (!atEnd() && isKeyChar(input.charAt(at))) {
            at++;
        }
        return input.substring(start, at);
    }

    private static boolean isKeyChar(char c) {
        return c >= 'a' && c <= 'z' || FieldSyntax.isDigit(c) || c == '_' || c == '-' || c == '.' || c == '*';
    }

    private static boolean isAlpha(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    private boolean atEnd() {
        return at == input.length();
    }

    private char peek() {
        if (atEnd()) {
            throw Malformed.INSTANCE;
        }
        return input.charAt(at);
    }

    private char next() {
        char c = peek();
        at++;
        return c;
    }

    private boolean skip(char c) {
        if (atEnd() || input.charAt(at) != c) {
            return false;
        }
        at++;
        return true;
    }

    private void expect(char c) {
        if (!skip(c)) {
            throw Malformed.INSTANCE;
        }
    }

    private void skipSpaces() {
        while (skip(' ')) {
        }
    }
}
