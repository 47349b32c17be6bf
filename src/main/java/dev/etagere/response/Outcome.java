package dev.etagere.response;

import java.util.Optional;

/** What is to be done with a request; each carries its reason in its trace. */
public sealed interface Outcome {

    /** Fresh: send it. Also 304, 206, 412 and 416 made from it, and the 504 of {@code only-if-cached}. */
    record Hit(Reply reply) implements Outcome {
    }

    /** Stale but servable: send it, then run the refresh, if this request was chosen to, with nothing going to the client. */
    record Stale(Reply reply, Optional<Load> refresh) implements Outcome {
    }

    /** Run the application, with the load's conditions added, and let the load decide what becomes of the answer. */
    record Revalidate(Load load) implements Outcome {
    }

    /** Run the application and let the load decide what becomes of the answer. */
    record Miss(Load load) implements Outcome {
    }

    /** Run the application, and tell the mutation how it went before the answer leaves. */
    record Write(Mutation mutation) implements Outcome {
    }

    /** Run the application untouched. {@code cacheStatus}: the value to add to {@code Cache-Status}, where that is switched on. */
    record Bypass(String reason, Optional<String> cacheStatus) implements Outcome {
    }
}
