package dev.etagere.response;

import dev.etagere.http.Headers;
import java.util.Locale;
import java.util.Optional;

/** Answers that are never kept, whoever may share them: those without an end, those that are too long, and those to content. */
final class Unkeepable {

    static final String TOO_LARGE = "too-large";
    static final String EVENT_STREAM = "event-stream";
    /** The request brought content, by which no response is told from another. */
    static final String REQUEST_CONTENT = "request-content";

    private Unkeepable() {
    }

    /** Why an answer with these fields is one of them. */
    static Optional<String> reason(Headers fields, int maxBytes) {
        if (fields.first("Content-Type").filter(type -> type.toLowerCase(Locale.ROOT).startsWith("text/event-stream")).isPresent()) {
            return Optional.of(EVENT_STREAM);
        }
        return fields.first("Content-Length").filter(length -> isLonger(length, maxBytes)).map(length -> TOO_LARGE);
    }

    private static boolean isLonger(String declared, int most) {
        try {
            return Long.parseLong(declared.trim()) > most;
        } catch (NumberFormatException malformed) {
            return true;
        }
    }
}
