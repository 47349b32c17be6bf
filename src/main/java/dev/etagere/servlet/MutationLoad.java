package dev.etagere.servlet;

import dev.etagere.http.Headers;
import dev.etagere.response.Load;
import dev.etagere.response.Mutation;
import dev.etagere.response.Observed;
import dev.etagere.response.Reply;
import java.util.Optional;
import java.util.Set;

/**
 * A write, run like a load whose answer is held: its evictions are in force before the first byte leaves, and are made
 * again at the end of an answer that streamed.
 */
final class MutationLoad implements Load {
    private static final RequestChange UNCHANGED = new RequestChange(Set.of(), Headers.empty());
    private final Mutation mutation;
    private int status;
    private Headers headers = Headers.empty();

    MutationLoad(Mutation mutation) {
        this.mutation = mutation;
    }

    @Override
    public RequestChange change() {
        return UNCHANGED;
    }

    @Override
    public Plan plan(int finalStatus, Headers finalHeaders, Observed seen) {
        status = finalStatus;
        headers = finalHeaders;
        return new Plan.Hold(mutation.maxHeldBytes());
    }

    @Override
    public Plan.Stream stream(boolean overflow, Observed seen) {
        mutation.complete(status, headers);
        return new Plan.Stream(mutation.fields(status), 0);
    }

    @Override
    public Completion complete(Optional<byte[]> body, Observed seen) {
        mutation.complete(status, headers);
        body.ifPresent(content -> mutation.keep(status, headers, content, seen));
        return new Completion.AsMade(mutation.fields(status));
    }

    @Override
    public Optional<Reply> fail(String reason) {
        return Optional.empty();
    }

    /** A write whose answer was cut off may have happened all the same. */
    @Override
    public void abandon(String reason) {
        if (status != 0) {
            mutation.complete(status, headers);
        }
    }
}
