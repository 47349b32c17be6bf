package dev.etagere.response;

import dev.etagere.http.Headers;
import dev.etagere.http.PartialContent;
import dev.etagere.http.StoredFields;
import dev.etagere.http.Validators;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A response ready to be sent: status, fields, content, and what was worked out of them once. Immutable; the content is never written to.
 */
final class Representation {

    private final int status;
    private final Fields fields;
    private final Fields notModifiedFields;
    private final byte[] content;
    private final Validators validators;
    private final Optional<PartialContent> part;

    private Representation(int status, Headers fields, byte[] content, Optional<PartialContent> part) {
        this.status = status;
        this.fields = new Fields(fields);
        this.notModifiedFields = new Fields(StoredFields.ofNotModified(fields));
        this.content = content;
        this.validators = Validators.of(fields);
        this.part = part;
    }

    /** A whole response. {@code fields} have no hop-by-hop fields; their {@code Content-Length} and {@code Age} are left out. */
    static Representation of(int status, Headers fields, byte[] content) {
        return new Representation(status, own(fields), content, Optional.empty());
    }

    /** A part of one (206). */
    static Representation ofPart(Headers fields, PartialContent part) {
        return new Representation(206, own(fields), part.content(), Optional.of(part));
    }

    private static Headers own(Headers fields) {
        return fields.without(name -> name.equalsIgnoreCase("Content-Length") || name.equalsIgnoreCase("Content-Range")
                || name.equalsIgnoreCase("Age"));
    }

    int status() {
        return status;
    }

    Headers headers() {
        return fields.headers;
    }

    FieldSource fields() {
        return fields;
    }

    /** For parts of it, which the digests of all its content are not about (RFC 9530 §2). */
    FieldSource partFields() {
        return sink -> fields.eachHeader((name, value, replace) -> {
            if (!StoredFields.isDigestOfContent(name)) {
                sink.header(name, value, replace);
            }
        });
    }

    FieldSource notModifiedFields() {
        return notModifiedFields;
    }

    byte[] content() {
        return content;
    }

    Validators validators() {
        return validators;
    }

    Optional<PartialContent> part() {
        return part;
    }

    long bytes() {
        return 256L + content.length + fields.bytes() + notModifiedFields.bytes();
    }

    /** Fields, and for each whether it takes the place of what stands under its name on the answer. */
    private static final class Fields implements FieldSource {

        private final Headers headers;
        private final String[] namesAndValues;
        private final boolean[] replaces;

        Fields(Headers headers) {
            this.headers = headers;
            this.namesAndValues = new String[2 * headers.size()];
            this.replaces = new boolean[headers.size()];
            Set<String> seen = new HashSet<>();
            seen.add("vary");
            for (int i = 0; i < replaces.length; i++) {
                namesAndValues[2 * i] = headers.name(i);
                namesAndValues[2 * i + 1] = headers.value(i);
                replaces[i] = seen.add(headers.name(i).toLowerCase(Locale.ROOT));
            }
        }

        @Override
        public void eachHeader(HeaderSink sink) {
            for (int i = 0; i < replaces.length; i++) {
                sink.header(namesAndValues[2 * i], namesAndValues[2 * i + 1], replaces[i]);
            }
        }

        long bytes() {
            long bytes = 0;
            for (String text : namesAndValues) {
                bytes += 48L + text.length();
            }
            return bytes;
        }
    }
}
