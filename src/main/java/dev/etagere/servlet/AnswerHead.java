package dev.etagere.servlet;

import dev.etagere.http.Headers;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The head that an application gives its answer, as far as the container does not show it. For one thread at a time. */
final class AnswerHead {
    private final HttpServletResponse origin;
    private final boolean lengthCounts;
    private Baseline baseline;
    private long declared = -1;
    private @Nullable String language;
    private boolean trailers;

    /** @param method of the request: the answer to HEAD has a length that is not written */
    AnswerHead(HttpServletResponse origin, String method) {
        this.origin = origin;
        this.baseline = Baseline.of(origin);
        this.lengthCounts = !method.equals("HEAD");
    }

    /** Negative where none was declared. */
    long declared() {
        return declared;
    }

    void declare(long length) {
        declared = length;
    }

    /** The language that goes out where no field names another. */
    void language(@Nullable Locale locale) {
        language = locale == null ? null : locale.toLanguageTag();
    }

    void trailers() {
        trailers = true;
    }

    /** All of it is dropped, fields of outer filters too, as a container does. */
    void reset() {
        declared = -1;
        language = null;
        trailers = false;
        baseline = Baseline.none();
    }

    /** Puts the fields of outer filters back onto a response that was reset. */
    void restoreOuter() {
        baseline.restore(origin);
    }

    /** The application's own fields. Tomcat lists the language only when it sends it. */
    Headers fields() {
        Headers fields = baseline.since(origin, declared);
        boolean listed = language == null || fields.contains("Content-Language");
        return listed || language == null ? fields : fields.toBuilder().add("Content-Language", language).build();
    }

    /** Why an answer is never kept whatever its head says: it has no end, or more than a head and a body. */
    Optional<String> unstorable() {
        @Nullable String type = origin.getContentType();
        if (type != null && type.toLowerCase(Locale.ROOT).startsWith("text/event-stream")) {
            return Optional.of("event-stream");
        }
        return trailers ? Optional.of("trailers") : Optional.empty();
    }

    /** Whether content of this length is not what was declared. */
    boolean cut(long length) {
        return lengthCounts && declared >= 0 && declared != length && origin.getStatus() != HttpServletResponse.SC_NOT_MODIFIED;
    }
}
