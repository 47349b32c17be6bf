package dev.etagere.config;

import java.util.List;
import java.util.Map;

/** A piece of the file, and where it stands. */
sealed interface Node {

    Where where();

    /** For messages. */
    String kind();

    /** A word, a number, a quoted text; {@code plain} where it was not quoted. */
    record Scalar(String text, boolean plain, Where where) implements Node {
        @Override
        public String kind() {
            return isNull() ? "nothing" : "\"" + (text.length() > 60 ? text.substring(0, 57) + "..." : text) + "\"";
        }

        boolean isNull() {
            return plain && (text.isEmpty() || text.equals("~") || text.equals("null"));
        }
    }

    /** A list. */
    record Sequence(List<Node> items, Where where) implements Node {
        @Override
        public String kind() {
            return "a list";
        }
    }

    /** Named values in their order. */
    record Mapping(Map<String, Entry> entries, Where where) implements Node {
        @Override
        public String kind() {
            return "a group of settings";
        }
    }

    /** One of a mapping; {@code where} is its name's place. */
    record Entry(String name, Where where, Node value) {
    }
}
