package dev.etagere.http;

import java.time.Instant;

/** Responses for tests: they come without delay at {@link #NOW}. */
final class Response {

    static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    static final String DATE = HttpDates.format(NOW);

    private Response() {
    }

    static ResponseHead ok(String... fields) {
        return of(200, fields);
    }

    static ResponseHead of(int status, String... fields) {
        return new ResponseHead(status, Headers.of(fields), NOW, NOW);
    }

    static String inSeconds(long seconds) {
        return HttpDates.format(NOW.plusSeconds(seconds));
    }
}
