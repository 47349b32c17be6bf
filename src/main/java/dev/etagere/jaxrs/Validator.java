package dev.etagere.jaxrs;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.EntityTag;
import java.time.Instant;
import java.util.Optional;

/**
 * Knows the current version of what a method would return, at less cost than making it: a row's version, the time of its last change.
 *
 * <p>It is asked before the method runs, never for a fresh hit. Where the client, or the cache, has that version already, the method does
 * not run. Else what it said is put on the response as {@code ETag} and {@code Last-Modified}, unless the method sets those itself.
 * Must be safe for use by many threads. An exception counts as not knowing.
 */
@FunctionalInterface
public interface Validator {

    /** The current version, or empty where it is not known. */
    Optional<Version> current(ContainerRequestContext request);

    /**
     * A version. At least one of both is there.
     *
     * @param tag strong only where the bytes are the same whenever it is, in every media type and language that the method can produce.
     *        Where responses are kept for each user, or have parts of a key, the cache makes one tag for each of them out of it
     * @param lastModified to the second
     */
    record Version(Optional<EntityTag> tag, Optional<Instant> lastModified) {

        /** @throws IllegalArgumentException where there is neither */
        public Version {
            if (tag.isEmpty() && lastModified.isEmpty()) {
                throw new IllegalArgumentException("a version is a tag, or a time, or both");
            }
        }

        /** A strong tag made of this. */
        public static Version of(long number) {
            return new Version(Optional.of(new EntityTag(Long.toString(number))), Optional.empty());
        }

        /** This tag. */
        public static Version of(EntityTag tag) {
            return new Version(Optional.of(tag), Optional.empty());
        }

        /** The time of the last change. */
        public static Version of(Instant lastModified) {
            return new Version(Optional.empty(), Optional.of(lastModified));
        }
    }
}
