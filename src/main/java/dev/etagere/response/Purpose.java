package dev.etagere.response;

import dev.etagere.http.CacheStatus.Forward;
import dev.etagere.http.Headers;
import dev.etagere.http.ServeDecision;
import dev.etagere.response.Load.RequestChange;
import dev.etagere.response.ResponseCache.Read;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What the application is run for.
 *
 * @param why it is not answered from the cache
 * @param stored what there is already
 * @param change what the application sees of the request
 * @param validates whether the application is asked to validate what is stored
 * @param servesStored whether what is stored may be served should the application fail
 */
record Purpose(Forward why, Optional<StoredResponse> stored, RequestChange change, boolean validates, boolean servesStored) {

    private static final Set<String> CONDITIONS =
            Set.of("if-match", "if-none-match", "if-modified-since", "if-unmodified-since", "if-range", "range");
    private static final RequestChange UNCHANGED = new RequestChange(Set.of(), Headers.empty());
    private static final RequestChange WHOLE = new RequestChange(CONDITIONS, Headers.empty());

    /** Nothing that could be used is stored. */
    static Purpose miss(Read read, Forward why) {
        return new Purpose(why, Optional.empty(), wholeOf(read), false, false);
    }

    /**
     * The application answers the client's own preconditions and ranges, as it would without a cache: its last answer could not be stored,
     * or only an origin server may evaluate them.
     */
    static Purpose pass(Forward why, Optional<StoredResponse> stored) {
        return new Purpose(why, stored, UNCHANGED, false, false);
    }

    /** What is stored must be validated, or replaced where it cannot be, before it is served. */
    static Purpose validation(Read read, Forward why, StoredResponse stored, Instant now) {
        RequestChange change = stored.canBeValidated() ? validating(stored) : wholeOf(read);
        return new Purpose(why, Optional.of(stored), change, stored.canBeValidated(), onError(read, stored, now));
    }

    /** What is stored has been served already and is refreshed behind that, for no client: the whole of it (RFC 9111 §4.3.1). */
    static Purpose refresh(StoredResponse stored) {
        return new Purpose(Forward.STALE, Optional.of(stored), stored.canBeValidated() ? validating(stored) : WHOLE,
                stored.canBeValidated(), true);
    }

    /** Whether the client's preconditions and ranges are kept from the application. */
    boolean hidesConditions() {
        return change.hidden().contains("if-none-match");
    }

    private static RequestChange validating(StoredResponse stored) {
        return new RequestChange(CONDITIONS, stored.conditions());
    }

    /** The whole representation is asked for, except where the application's own headers rule and the request is its to answer. */
    private static RequestChange wholeOf(Read read) {
        return read.isOrigins() ? UNCHANGED : WHOLE;
    }

    private static boolean onError(Read read, StoredResponse stored, Instant now) {
        return stored.representation().part().isEmpty()
                && stored.decide(read.directives(), now) instanceof ServeDecision.Validate validate && validate.onError();
    }
}
