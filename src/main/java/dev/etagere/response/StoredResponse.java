package dev.etagere.response;

import dev.etagere.cache.Fence;
import dev.etagere.http.CacheControl;
import dev.etagere.http.Freshness;
import dev.etagere.http.Headers;
import dev.etagere.http.ServeDecision;
import dev.etagere.http.Vary;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A response in the cache: what is sent, and on which terms. Immutable but for a remembered field value; safe for use by many threads.
 */
final class StoredResponse implements Stored {

    private final Representation representation;
    private final Terms terms;
    private final Headers conditions;
    private final long responseMillis;
    private final long initialAgeMillis;
    private final long freshUntilMillis;
    private ControlField control = new ControlField(Long.MIN_VALUE, "");

    /** @param conditions what validates it with the application; empty where only a tag made by this cache would */
    StoredResponse(Representation representation, Terms terms, Headers conditions) {
        this.representation = representation;
        this.terms = terms;
        this.conditions = conditions;
        Freshness freshness = terms.freshness();
        this.responseMillis = freshness.responseTime().toEpochMilli();
        this.initialAgeMillis = freshness.correctedInitialAge().toMillis();
        this.freshUntilMillis = freshness.alwaysValidate()
                ? Long.MIN_VALUE
                : responseMillis - initialAgeMillis + freshness.lifetime().toMillis();
    }

    /**
     * The terms on which a response is kept.
     *
     * @param key its primary key, whole, compared when it is found
     * @param freshness how long it may be used
     * @param vary by which request fields it was selected
     * @param selection what its request had in those
     * @param client what clients are told, where a policy says so rather than the application
     * @param tags what evicts it
     * @param fence the eviction clock's position before its load began
     */
    record Terms(String key, Freshness freshness, Vary vary, String selection, ClientControl client, Set<String> tags, Fence fence) {

        /** For the same content, as old as it was. */
        Terms refreshed(Freshness newFreshness, Set<String> newTags) {
            return new Terms(key, newFreshness, vary, selection, client, newTags, fence);
        }
    }

    Representation representation() {
        return representation;
    }

    Terms terms() {
        return terms;
    }

    Headers conditions() {
        return conditions;
    }

    boolean canBeValidated() {
        return conditions.size() > 0 && representation.part().isEmpty();
    }

    /** Whether this may answer a request with these directives. */
    ServeDecision decide(CacheControl directives, Instant now) {
        if (directives.isEmpty() && now.toEpochMilli() < freshUntilMillis) {
            return new ServeDecision.Serve(Duration.ofSeconds(ageSeconds(now)), false);
        }
        return ServeDecision.of(directives, terms.freshness(), now);
    }

    /** Whether it is fresh and the request asks for nothing special: the way of most requests. */
    boolean isPlainlyFresh(CacheControl directives, Instant now) {
        return directives.isEmpty() && now.toEpochMilli() < freshUntilMillis;
    }

    long ageSeconds(Instant now) {
        return Math.max(0, initialAgeMillis + now.toEpochMilli() - responseMillis) / 1_000;
    }

    long remainingSeconds(Instant now) {
        return terms.freshness().lifetime().toSeconds() - ageSeconds(now);
    }

    /** The fields that depend on the time: {@code Age}, and {@code Cache-Control} where a policy makes it. */
    void eachTimedHeader(Instant now, FieldSource.HeaderSink sink) {
        long age = ageSeconds(now);
        control(age, sink);
        sink.header("Age", Long.toString(age), true);
    }

    /** The same for what the application made or validated for this very request: an {@code Age} would deny that (RFC 9111 §5.1). */
    void eachTimedHeaderButAge(Instant now, FieldSource.HeaderSink sink) {
        control(ageSeconds(now), sink);
    }

    private void control(long age, FieldSource.HeaderSink sink) {
        if (!terms.client().isApplications()) {
            sink.header("Cache-Control", controlAt(age), true);
        }
    }

    /** The same for a response that was softly evicted: nobody is to keep it on the terms on which it was stored. */
    void eachTimedHeaderExpired(Instant now, FieldSource.HeaderSink sink) {
        long age = ageSeconds(now);
        if (!terms.client().isApplications()) {
            sink.header("Cache-Control", terms.client().fieldValue(age, 0), true);
        }
        sink.header("Age", Long.toString(age), true);
    }

    private String controlAt(long age) {
        ControlField remembered = control;
        if (remembered.age() != age) {
            remembered = new ControlField(age, terms.client().fieldValue(age, terms.freshness().lifetime().toSeconds()));
            control = remembered;
        }
        return remembered.value();
    }

    /** How long it may be of any use: while fresh, within its stale windows, and for a time after that if it can be validated. */
    Duration keepFor(Instant now) {
        Freshness freshness = terms.freshness();
        Duration window = longer(freshness.staleWhileRevalidate(), freshness.staleIfError());
        if (terms.client().isApplications() || conditions.size() > 0) {
            window = longer(window, ResponseCache.KEEP_STALE);
        }
        Duration remaining = freshness.remaining(now);
        return (remaining.isNegative() ? Duration.ZERO : remaining).plus(window).plusSeconds(1);
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    /** Beside key and tags, which the store counts. */
    @Override
    public long bytes() {
        return 256 + representation.bytes();
    }

    /** Whether both came of the same run of the application; read from a shared store each time, one response is many objects. */
    boolean isSameAs(StoredResponse other) {
        return this == other || responseMillis == other.responseMillis && freshUntilMillis == other.freshUntilMillis
                && terms.fence().equals(other.terms.fence()) && isOf(other.terms.key(), other.terms.selection());
    }

    /** By {@code Date}, which every stored response has where it has a valid one. */
    boolean isMoreRecentThan(StoredResponse other) {
        Optional<Instant> date = representation.validators().date();
        Optional<Instant> others = other.representation.validators().date();
        return date.isPresent() && others.isPresent() && date.get().isAfter(others.get());
    }

    boolean isOf(String key, String selection) {
        return Objects.equals(terms.key(), key) && Objects.equals(terms.selection(), selection);
    }

    /** {@code Cache-Control} as it was last worked out; written without a lock, since whoever reads an old one makes a new one. */
    private record ControlField(long age, String value) {
    }
}
