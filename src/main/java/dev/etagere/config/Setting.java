package dev.etagere.config;

import dev.etagere.config.Node.Scalar;
import dev.etagere.config.Node.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A value of the file with its full name, such as {@code rules[1].ttl}. The reading methods throw {@link Misread} where the value is not of
 * the kind asked for.
 */
record Setting(String path, Where where, Node node) {

    boolean isNull() {
        return node instanceof Scalar scalar && scalar.isNull();
    }

    /** One word or text. */
    String text() {
        if (node instanceof Scalar scalar && !scalar.isNull()) {
            return scalar.text();
        }
        throw new Misread(this, node instanceof Scalar ? "has no value" : "takes one value, not " + node.kind());
    }

    /** What the function makes of the text; its {@link IllegalArgumentException} is told as this setting's mistake. */
    <T> T as(Function<String, T> reader) {
        String text = text();
        try {
            return reader.apply(text);
        } catch (IllegalArgumentException e) {
            throw new Misread(this, String.valueOf(e.getMessage()), e.getCause());
        }
    }

    boolean bool() {
        return as(text -> switch (text) {
            case "true", "True", "TRUE" -> true;
            case "false", "False", "FALSE" -> false;
            default -> throw new IllegalArgumentException(node.kind() + " is neither true nor false");
        });
    }

    int integer() {
        return as(text -> {
            try {
                return Integer.parseInt(text);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(node.kind() + " is not a whole number up to " + Integer.MAX_VALUE, e);
            }
        });
    }

    /** One of the names; case counts. */
    <T> T choice(Map<String, T> choices) {
        return as(text -> {
            T chosen = choices.get(text);
            if (chosen == null) {
                String near = Names.nearest(text, choices.keySet()).map(name -> "; did you mean " + name + "?").orElse("");
                throw new IllegalArgumentException(node.kind() + " is not one of " + String.join(", ", choices.keySet()) + near);
            }
            return chosen;
        });
    }

    /** A list, or one value in its place. */
    <T> List<T> list(Function<Setting, T> reader) {
        if (!(node instanceof Sequence sequence)) {
            return List.of(reader.apply(this));
        }
        List<T> values = new ArrayList<>();
        for (Setting item : items(sequence)) {
            values.add(reader.apply(item));
        }
        return values;
    }

    /** The items of a list. */
    List<Setting> items() {
        if (node instanceof Sequence sequence) {
            return items(sequence);
        }
        throw new Misread(this, "takes a list, not " + node.kind());
    }

    private List<Setting> items(Sequence sequence) {
        List<Setting> items = new ArrayList<>();
        for (Node item : sequence.items()) {
            items.add(new Setting(path + "[" + items.size() + "]", item.where(), item));
        }
        return items;
    }

    /** The value is not what the setting takes. */
    static final class Misread extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Setting setting;

        Misread(Setting setting, String what) {
            this(setting, what, null);
        }

        Misread(Setting setting, String what, @Nullable Throwable cause) {
            super(what, cause, false, false);
            this.setting = setting;
        }

        void tell(Mistakes mistakes) {
            mistakes.add(setting.where, setting.path, String.valueOf(getMessage()));
            if (getCause() instanceof ReflectiveOperationException || getCause() instanceof LinkageError) {
                mistakes.because(getCause());
            }
        }
    }
}
