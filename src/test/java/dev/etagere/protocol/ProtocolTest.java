package dev.etagere.protocol;

import dev.etagere.http.HttpDates;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The cache as a client and an origin see it: a scripted origin behind the real filter in a real container, and a clock set by hand. Each
 * test has paths of its own, so all share one server.
 */
abstract class ProtocolTest {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final CacheServer SERVER = CacheServer.shared();

    private final String base = "/test-" + COUNT.incrementAndGet();
    private final Resource resource = at("");

    /** Another path of this test, below its own. */
    final Resource at(String path) {
        return SERVER.resource(base + path);
    }

    /** How this test's own path is answered by the origin: in order, the last one for all further requests. */
    final Resource origin(OriginAnswer... answers) {
        return resource.origin(answers);
    }

    final Answer get(String... fields) {
        return resource.get(fields);
    }

    final Answer head(String... fields) {
        return resource.head(fields);
    }

    final Answer send(String method, String... fields) {
        return resource.send(method, fields);
    }

    final Answer query(String query, String... fields) {
        return resource.query(query, fields);
    }

    final Resource resource() {
        return resource;
    }

    final void advance(long seconds) {
        SERVER.clock().advance(Duration.ofSeconds(seconds));
    }

    final Instant now() {
        return SERVER.clock().instant();
    }

    /** An HTTP-date so many seconds from now. */
    final String date(long secondsFromNow) {
        return HttpDates.format(now().plusSeconds(secondsFromNow));
    }
}
