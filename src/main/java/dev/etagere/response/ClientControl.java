package dev.etagere.response;

import java.time.Duration;
import java.util.Optional;

/** What clients are told in {@code Cache-Control}: the application's own words, or what a policy says. */
sealed interface ClientControl {

    /** The application's field goes out as it is. */
    ClientControl APPLICATIONS = new Applications();

    boolean isApplications();

    /** @param age in seconds; @param lifetime in seconds */
    String fieldValue(long age, long lifetime);

    /** See {@link #APPLICATIONS}. */
    record Applications() implements ClientControl {
        @Override
        public boolean isApplications() {
            return true;
        }

        @Override
        public String fieldValue(long age, long lifetime) {
            throw new IllegalStateException("the application's own Cache-Control goes out");
        }
    }

    /**
     * A policy's field: what remains of the lifetime; or the client's own ttl, to which {@code Age} is added since a client takes
     * {@code Age} off again (RFC 9111 §4.2.3). What is stale is not to be kept at all.
     *
     * @param ofSome whether it is a user's, or of those whom a contributed part of the key tells from others: no cache on the way can know
     *     whom to give it to
     */
    record ByPolicy(boolean ofSome, Optional<Duration> ttl) implements ClientControl {
        @Override
        public boolean isApplications() {
            return false;
        }

        @Override
        public String fieldValue(long age, long lifetime) {
            long remaining = Math.max(0, lifetime - age);
            long maxAge = remaining == 0 ? 0 : ttl.map(own -> own.isZero() ? 0 : own.toSeconds() + age).orElse(remaining);
            return (ofSome ? "private, max-age=" : "public, max-age=") + maxAge;
        }
    }
}
