package dev.etagere.response;

import dev.etagere.http.Headers;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A load that ends exactly once whoever comes first, and whose failures never reach a response: what fails is not stored, and the
 * application's answer goes out as it is. Safe for use by many threads, since a timeout may come while the application writes.
 */
public final class SafeLoad implements Load {
    private final Load load;
    private final Consumer<RuntimeException> faults;
    private final AtomicBoolean ended = new AtomicBoolean();

    /** @param faults is told of failures that were kept from the response */
    public SafeLoad(Load load, Consumer<RuntimeException> faults) {
        this.load = load;
        this.faults = faults;
    }

    /** Whether one of {@link #complete}, {@link #fail} and {@link #abandon} was called, or the load has failed. */
    public boolean ended() {
        return ended.get();
    }

    @Override
    public RequestChange change() {
        return attempt(load::change, new RequestChange(Set.of(), Headers.empty()));
    }

    @Override
    public void detach() {
        load.detach();
    }

    @Override
    public synchronized Plan plan(int status, Headers headers, Observed seen) {
        return attempt(() -> load.plan(status, headers, seen), new Plan.Stream(FieldSource.NONE, 0));
    }

    @Override
    public synchronized void keptElsewhere() {
        load.keptElsewhere();
    }

    @Override
    public synchronized void tag(Collection<String> more) {
        attempt(() -> {
            load.tag(more);
            return more;
        }, more);
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
            faults.accept(e);
        }
    }

    private <T> T attempt(Supplier<T> call, T otherwise) {
        try {
            return call.get();
        } catch (RuntimeException e) {
            faults.accept(e);
            ended.set(true);
            quit("internal-error");
            return otherwise;
        }
    }
}
