package dev.etagere.http;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Preconditions in the order of RFC 9110 §13.2.2. They count only where the answer without them would be a success (§13.2.1); whoever
 * calls sees to that. {@code If-Range} belongs to {@link RangeSelection}.
 */
public final class Preconditions {

    private static final String IF_MATCH = "If-Match";
    private static final String IF_UNMODIFIED_SINCE = "If-Unmodified-Since";
    private static final String IF_NONE_MATCH = "If-None-Match";
    private static final String IF_MODIFIED_SINCE = "If-Modified-Since";

    private Preconditions() {
    }

    /** What a server answers. */
    public enum Result { PROCEED, NOT_MODIFIED, FAILED }

    /** Whether the request has any precondition field but If-Range; cheap, for the common request that has none. */
    public static boolean present(RequestHead request) {
        return request.first(IF_NONE_MATCH).isPresent()
                || request.first(IF_MODIFIED_SINCE).isPresent()
                || request.first(IF_MATCH).isPresent()
                || request.first(IF_UNMODIFIED_SINCE).isPresent();
    }

    /**
     * Whether the request has a precondition that only an origin server may evaluate: {@code If-Match} or {@code If-Unmodified-Since}
     * (RFC 9111 §4.3.2).
     */
    public static boolean forOrigin(RequestHead request) {
        return request.first(IF_MATCH).isPresent() || request.first(IF_UNMODIFIED_SINCE).isPresent();
    }

    /**
     * For a stored representation. A date that is malformed, or given several times, counts as absent (§13.1.3, §13.1.4); a list of tags
     * without a well-formed one matches nothing.
     */
    public static Result evaluate(RequestHead request, Validators current) {
        if (request.first(IF_MATCH).isPresent()) {
            if (!matches(request.values(IF_MATCH), current.strongEntityTag(), Comparison.STRONG)) {
                return Result.FAILED;
            }
        } else if (changedSince(request, IF_UNMODIFIED_SINCE, current.lastModified())) {
            return Result.FAILED;
        }
        Optional<String> ifNoneMatch = request.first(IF_NONE_MATCH);
        if (ifNoneMatch.isPresent()) {
            boolean match = current.entityTag().isPresent() && current.entityTag().get().isWeaklyTheText(ifNoneMatch.get())
                    || matches(request.values(IF_NONE_MATCH), current.entityTag(), Comparison.WEAK);
            return match ? unchanged(request) : Result.PROCEED;
        }
        Optional<Instant> changed = current.lastModified().isPresent() ? current.lastModified() : current.date();
        return reads(request) && unchangedSince(request, changed) ? Result.NOT_MODIFIED : Result.PROCEED;
    }

    private static Result unchanged(RequestHead request) {
        return reads(request) ? Result.NOT_MODIFIED : Result.FAILED;
    }

    private static boolean reads(RequestHead request) {
        return request.method().equals("GET") || request.method().equals("HEAD");
    }

    private static boolean matches(List<String> fieldValues, Optional<EntityTag> current, Comparison comparison) {
        if (fieldValues.size() == 1 && FieldSyntax.trim(fieldValues.get(0)).equals("*")) {
            return true;
        }
        if (current.isEmpty()) {
            return false;
        }
        for (EntityTag tag : EntityTag.parseList(fieldValues)) {
            if (comparison == Comparison.STRONG ? tag.strongEquals(current.get()) : tag.weakEquals(current.get())) {
                return true;
            }
        }
        return false;
    }

    private static boolean changedSince(RequestHead request, String field, Optional<Instant> lastModified) {
        Optional<Instant> since = date(request, field);
        return since.isPresent() && lastModified.isPresent() && lastModified.get().isAfter(since.get());
    }

    /** By Last-Modified, or where there is none by when the response was made (RFC 9111 §4.3.2). */
    private static boolean unchangedSince(RequestHead request, Optional<Instant> changed) {
        Optional<Instant> since = date(request, IF_MODIFIED_SINCE);
        return since.isPresent() && changed.isPresent() && !changed.get().isAfter(since.get());
    }

    private static Optional<Instant> date(RequestHead request, String field) {
        return request.first(field).isEmpty() ? Optional.empty() : Validators.single(request.values(field)).flatMap(HttpDates::parse);
    }

    private enum Comparison { STRONG, WEAK }
}
