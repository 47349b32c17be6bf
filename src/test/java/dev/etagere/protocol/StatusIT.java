package dev.etagere.protocol;

import static dev.etagere.protocol.OriginAnswer.answer;
import static dev.etagere.protocol.OriginAnswer.notModified;
import static dev.etagere.protocol.OriginAnswer.ok;

import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Every status code: RFC 9110 §15, RFC 9111 §3, §4.2.2")
class StatusIT extends ProtocolTest {

    static IntStream finalStatuses() {
        return IntStream.of(200, 201, 202, 203, 204, 205, 207, 208, 226, 300, 301, 302, 303, 305, 307, 308, 400, 401, 402, 403, 404, 405,
                406, 407, 408,
                409, 410, 411, 412, 413, 414, 415, 417, 418, 421, 422, 423, 424, 425, 426, 451, 500, 501, 502, 503, 504, 505, 506, 507,
                508, 510, 299, 399, 499, 599);
    }

    static IntStream heuristicallyCacheable() {
        return IntStream.of(200, 203, 204, 300, 301, 308, 404, 405, 410, 414, 501);
    }

    static IntStream notHeuristicallyCacheable() {
        return finalStatuses().filter(status -> heuristicallyCacheable().noneMatch(other -> other == status));
    }

    @ParameterizedTest
    @MethodSource("finalStatuses")
    @DisplayName("with explicit freshness MAY be stored and is replayed as it was (RFC 9111 §3)")
    void explicit(int status) {
        String body = status == 204 || status == 205 ? "" : "one";
        origin(answer(status, body, "Cache-Control: max-age=60", "X: y"), ok("two"));
        get().assertForwarded().assertStatus(status).assertBody(body);
        get().assertFromCache().assertStatus(status).assertBody(body).assertField("X", "y");
    }

    @ParameterizedTest
    @MethodSource("heuristicallyCacheable")
    @DisplayName("MAY be given a heuristic lifetime where its definition allows (RFC 9110 §15.1)")
    void heuristic(int status) {
        origin(answer(status, status == 204 ? "" : "one", "Last-Modified: " + date(-10_000)), ok("two"));
        get().assertForwarded();
        get().assertFromCache().assertStatus(status);
    }

    @ParameterizedTest
    @MethodSource("notHeuristicallyCacheable")
    @DisplayName("MUST NOT be given a heuristic lifetime otherwise (RFC 9111 §4.2.2)")
    void notHeuristic(int status) {
        origin(answer(status, status == 205 ? "" : "one", "Last-Modified: " + date(-10_000)), ok("two"));
        get().assertForwarded().assertStatus(status);
        get().assertForwarded().assertBody("two");
    }

    @ParameterizedTest
    @ValueSource(ints = {428, 429, 431, 511})
    @DisplayName("MUST NOT be stored where its definition says so (RFC 6585)")
    void never(int status) {
        origin(answer(status, "one", "Cache-Control: public, max-age=60"), ok("two"));
        get().assertForwarded().assertStatus(status);
        get().assertForwarded().assertBody("two");
    }

    @Test
    @DisplayName("204 MUST NOT have a length (RFC 9110 §8.6)")
    void noContent() {
        origin(answer(204, "", "Cache-Control: max-age=60"));
        get();
        get().assertFromCache().assertStatus(204).assertNoField("Content-Length").assertNoField("Transfer-Encoding");
    }

    @Test
    @DisplayName("304 to a request without conditions is never stored")
    void notModifiedAlone() {
        origin(notModified("Cache-Control: max-age=60", "ETag: \"1\""), ok("one"));
        get().assertForwarded();
        get().assertForwarded().assertStatus(200).assertBody("one");
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void aRedirectKeepsItsLocation(int status) {
        origin(answer(status, "", "Cache-Control: max-age=60", "Location: /there?a=b#c"));
        get();
        get().assertFromCache().assertStatus(status).assertField("Location", "/there?a=b#c");
    }
}
