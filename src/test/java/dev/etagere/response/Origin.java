package dev.etagere.response;

import dev.etagere.http.Headers;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/** The application of a test: what it answers to a request. */
@FunctionalInterface
interface Origin extends Function<FakeRequest, Origin.Script> {

    /** An answer, and how it comes about. */
    record Script(int status, Headers headers, byte[] body, Observed seen, Runnable meanwhile, Ending ending) {

        Script header(String name, String value) {
            return new Script(status, headers.toBuilder().add(name, value).build(), body, seen, meanwhile, ending);
        }

        Script looksAt(Observed what) {
            return new Script(status, headers, body, what, meanwhile, ending);
        }

        /** Something that happens while the application runs: after it has read, before it has answered. */
        Script meanwhile(Runnable happens) {
            return new Script(status, headers, body, seen, happens, ending);
        }

        Script flushed() {
            return new Script(status, headers, body, seen, meanwhile, Ending.FLUSHED);
        }

        Script thrown() {
            return new Script(status, headers, body, seen, meanwhile, Ending.THROWN);
        }

        Script cutOff() {
            return new Script(status, headers, body, seen, meanwhile, Ending.CUT_OFF);
        }
    }

    /** How an answer ends. */
    enum Ending { WELL, FLUSHED, THROWN, CUT_OFF }

    static Script ok(String body) {
        return status(200, body);
    }

    static Script status(int status, String body) {
        return new Script(status, Headers.empty(), body.getBytes(StandardCharsets.UTF_8), Observed.NOTHING, () -> { }, Ending.WELL);
    }
}
