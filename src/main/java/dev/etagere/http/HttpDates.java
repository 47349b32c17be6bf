package dev.etagere.http;

import java.time.Instant;
import java.util.Optional;

/** The three date formats of RFC 9110 §5.6.7. */
public final class HttpDates {
    private HttpDates() {
    }

    /** Empty for anything that is not a valid HTTP-date. */
    public static Optional<Instant> parse(String value) { throw new UnsupportedOperationException(); }

    /** IMF-fixdate. */
    public static String format(Instant instant) { throw new UnsupportedOperationException(); }
}
