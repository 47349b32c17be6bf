package dev.etagere.store.tiered;

import dev.etagere.store.StoreException;
import dev.etagere.store.StoreHealth;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * Calls the far store on helper threads, so that a call costs its caller a bounded time whatever the store does, and a store that hangs
 * holds no more threads than there are helpers. What fails opens the breaker; then calls cost nothing, until a trial of which nobody waits
 * for the end goes well. Safe for use by many threads.
 */
final class FarSide implements AutoCloseable {

    private static final int WAITING = 256;

    private final long limitNanos;
    private final Breaker breaker;
    private final Runnable trial;
    private final Episodes episodes = new Episodes(System::nanoTime);
    private final ThreadPoolExecutor helpers;
    private final LongAdder failures = new LongAdder();
    private volatile boolean closed;

    /** @param trial a call that tells whether the store is well; it throws a {@link StoreException} where it is not */
    FarSide(TieredOptions options, String name, Runnable trial) {
        this.limitNanos = options.timeLimit().toNanos();
        this.breaker = new Breaker(System::nanoTime, options.rest().toNanos(), options.longestRest().toNanos());
        this.trial = trial;
        AtomicInteger number = new AtomicInteger();
        this.helpers = new ThreadPoolExecutor(options.helpers(), options.helpers(), 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING),
                task -> {
                    Thread helper = new Thread(task, name + "-" + number.incrementAndGet());
                    helper.setDaemon(true);
                    helper.setContextClassLoader(FarSide.class.getClassLoader());
                    return helper;
                });
        this.helpers.allowCoreThreadTimeOut(true);
    }

    /**
     * What the call gives; empty where the store is left alone, fails, or takes too long: then it may still come about.
     *
     * @throws RuntimeException what the call throws, unless it is a {@link StoreException}
     */
    <T> Optional<T> ask(Supplier<T> call) {
        if (!isWell()) {
            return Optional.empty();
        }
        FutureTask<T> task = new FutureTask<>(call::get);
        try {
            helpers.execute(task);
            T answer = task.get(limitNanos, TimeUnit.NANOSECONDS);
            episodes.succeeded();
            return Optional.of(answer);
        } catch (RejectedExecutionException tooMany) {
            return Optional.empty();
        } catch (TimeoutException late) {
            drop(task);
            failed(new StoreException("The shared store did not answer within " + Duration.ofNanos(limitNanos).toMillis() + " ms", late));
            return Optional.empty();
        } catch (InterruptedException e) {
            drop(task);
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException e) {
            return notDone(e.getCause());
        }
    }

    /** Makes the call and waits for nothing. */
    void tell(Runnable call) {
        if (isWell()) {
            try {
                helpers.execute(() -> {
                    try {
                        call.run();
                    } catch (StoreException e) {
                        failed(e);
                    }
                });
            } catch (RejectedExecutionException tooMany) {
                return;
            }
        }
    }

    StoreHealth.Breaker state() {
        return breaker.state();
    }

    /** Calls that failed or took too long, trials included. */
    long failures() {
        return failures.sum();
    }

    /** Calls that are under way end with the store's own time limits. */
    @Override
    public void close() {
        closed = true;
        helpers.shutdownNow();
    }

    /** Waits for the helpers to end. */
    boolean ended(Duration atMost) {
        try {
            return helpers.awaitTermination(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Something else has been heard of the store: lets a helper try now where calls are not made. */
    void tryNow() {
        breaker.heard();
        isWell();
    }

    /** Whether calls may be made. Where they may not, and it is time for it, lets a helper try. */
    boolean isWell() {
        if (breaker.isClosed()) {
            return !closed;
        }
        if (!closed && breaker.mayTry()) {
            try {
                helpers.execute(this::tryOnce);
            } catch (RejectedExecutionException allBusy) {
                breaker.tried(Breaker.Trial.FAILED);
            }
        }
        return false;
    }

    private void tryOnce() {
        long began = System.nanoTime();
        boolean well = false;
        try {
            trial.run();
            well = System.nanoTime() - began <= limitNanos;
        } catch (StoreException e) {
            failures.increment();
            episodes.failed(e);
        } finally {
            breaker.tried(well ? Breaker.Trial.WELL : Breaker.Trial.FAILED);
        }
    }

    private void drop(FutureTask<?> task) {
        task.cancel(false);
        helpers.remove(task);
    }

    private <T> Optional<T> notDone(Throwable cause) {
        if (cause instanceof StoreException failure) {
            failed(failure);
            return Optional.empty();
        }
        if (cause instanceof RuntimeException unreadable) {
            failed(new StoreException("The shared store gave an answer that cannot be read", unreadable));
            return Optional.empty();
        }
        if (cause instanceof Error error) {
            throw error;
        }
        throw new IllegalStateException("a supplier throws nothing checked", cause);
    }

    private void failed(StoreException failure) {
        if (!closed) {
            failures.increment();
            breaker.failed();
            episodes.failed(failure);
        }
    }
}
