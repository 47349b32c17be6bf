package dev.etagere.jaxrs;

import dev.etagere.http.Headers;
import dev.etagere.response.Mutation;
import dev.etagere.response.Reply;
import java.util.Optional;

/** What is going on with a request, kept in its properties. */
sealed interface State {

    /** The request property. */
    String PROPERTY = CachedFeature.class.getName() + ".state";

    /** The request property that holds the method as the client sent it. */
    String METHOD = CachedFeature.class.getName() + ".method";

    /** The cache has answered. */
    record Served(Reply reply) implements State {
    }

    /** A method runs whose response may be stored. */
    record Running(Exchange exchange) implements State {
    }

    /** A method runs that may evict. */
    final class Writing implements State {
        final Mutation mutation;
        int status;
        private boolean evicted;
        Headers headers = Headers.empty();

        Writing(Mutation mutation) {
            this.mutation = mutation;
        }

        /** What the answer names is evicted if it is one of success. */
        void evict() {
            mutation.complete(status, headers);
            evicted = true;
        }

        /** The answer has streamed, and the method may have written while it did. */
        void streamed() {
            if (evicted) {
                evict();
            }
        }
    }

    /** The cache has nothing to do with it, and says so where it is to. */
    record Passed(Optional<String> cacheStatus) implements State {
    }
}
