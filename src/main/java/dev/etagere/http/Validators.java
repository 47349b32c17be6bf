package dev.etagere.http;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What tells one representation from another (RFC 9110 §8.8), read once when the response is stored.
 *
 * @param entityTag {@code ETag}, where it is one
 * @param lastModified {@code Last-Modified}, where it is a date
 * @param date when the response was made: {@code Date}, or when it was received
 */
public record Validators(Optional<EntityTag> entityTag, Optional<Instant> lastModified, Optional<Instant> date) {

    /** Nothing to tell representations apart by. */
    public static final Validators NONE = new Validators(Optional.empty(), Optional.empty(), Optional.empty());

    /** A field that is malformed, or that stands several times, counts as absent. */
    public static Validators of(Headers headers) {
        return new Validators(
                single(headers.values("ETag")).flatMap(EntityTag::parse),
                single(headers.values("Last-Modified")).flatMap(HttpDates::parse),
                single(headers.values("Date")).flatMap(HttpDates::parse));
    }

    public boolean isEmpty() {
        return entityTag.isEmpty() && lastModified.isEmpty();
    }

    /** The same, without when the response was made. */
    public Validators withoutDate() {
        return new Validators(entityTag, lastModified, Optional.empty());
    }

    /** {@code If-None-Match} and {@code If-Modified-Since} for validating what is stored (RFC 9111 §4.3.1). */
    public Headers conditions() {
        Headers.Builder conditions = Headers.builder();
        entityTag.ifPresent(tag -> conditions.set("If-None-Match", tag.toString()));
        lastModified.ifPresent(instant -> conditions.set("If-Modified-Since", HttpDates.format(instant)));
        return conditions.build();
    }

    /**
     * The {@code Last-Modified} where it is a strong validator: the response was made at least one second later, so that nothing can have
     * changed unseen within the second it names (RFC 9110 §8.8.2.2).
     */
    public Optional<Instant> strongLastModified() {
        return lastModified.filter(modified -> date.isPresent() && !date.get().isBefore(modified.plus(Duration.ofSeconds(1))));
    }

    /** The entity tag where it is strong. */
    public Optional<EntityTag> strongEntityTag() {
        return entityTag.filter(tag -> !tag.weak());
    }

    /** The value of a field that may stand only once; empty where it is absent or stands several times. */
    static Optional<String> single(List<String> fieldValues) {
        return fieldValues.size() == 1 ? Optional.of(fieldValues.get(0)) : Optional.empty();
    }
}
