package dev.etagere.servlet;

import dev.etagere.http.Headers;
import dev.etagere.response.FieldSource;
import dev.etagere.response.Load;
import dev.etagere.response.Observed;
import dev.etagere.response.Reply;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * A load that ends exactly once whoever comes first, and whose failures never reach a response: what fails is not stored, and the
 * application's answer goes out as it is. Safe for use by many threads, since a timeout may come while the application writes.
 */
final class SafeLoad implements Load {
    private final Load load;
    private final Faults faults;
    private final AtomicBoolean ended = new AtomicBoolean();

    SafeLoad(Load load, Faults faults) {
        this.load = load;
        this.faults = faults;
    }

    boolean ended() {
        return ended.get();
    }

    @Override
    public RequestChange change() {
        return attempt(load::change, new RequestChange(Set.of(), Headers.empty()));
    }

    @Override
    public synchronized Plan plan(int status, Headers headers, Observed seen) {
        return attempt(() -> load.plan(status, headers, seen), new Plan.Stream(FieldSource.NONE, 0));
    }

    @Override
    public synchronized Plan.Stream stream(boolean overflow, Observed seen) {
        return attempt(() -> load.stream(overflow, seen), new Plan.Stream(FieldSource.NONE, 0));
    }

    @Override
    public synchronized Completion complete(Optional<byte[]> body, Observed seen) {
        Completion made = new Completion.AsMade(FieldSource.NONE);
        return ended.compareAndSet(false, true) ? attempt(() -> load.complete(body, seen), made) : made;
    }

    @Override
    public synchronized Optional<Reply> fail(String reason) {
        return ended.compareAndSet(false, true) ? attempt(() -> load.fail(reason), Optional.empty()) : Optional.empty();
    }

    @Override
    public synchronized void abandon(String reason) {
        if (ended.compareAndSet(false, true)) {
            quit(reason);
        }
    }

    private void quit(String reason) {
        try {
            load.abandon(reason);
        } catch (RuntimeException e) {
            faults.report("run", e);
        }
    }

    private <T> T attempt(Supplier<T> call, T otherwise) {
        try {
            return call.get();
        } catch (RuntimeException e) {
            faults.report("run", e);
            ended.set(true);
            quit("internal-error");
            return otherwise;
        }
    }
}
