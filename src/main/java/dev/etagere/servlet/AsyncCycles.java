package dev.etagere.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import java.io.IOException;

/**
 * Follows an exchange through asynchronous processing. What is held must leave before the container completes the response: when the
 * application calls {@code complete()}, or when a dispatch that came back through the filter ends. A dispatch that does not come
 * through the filter gives no such moment, so nothing is held during it.
 */
final class AsyncCycles implements AsyncListener {
    private final Exchange exchange;
    private volatile boolean started;
    private volatile boolean away;

    AsyncCycles(Exchange exchange) {
        this.exchange = exchange;
    }

    /** Whether the dispatch that came through the filter last has started a cycle, so that its end is not the end of the answer. */
    boolean started() {
        return started;
    }

    /** Whether a dispatch is under way that has not come back through the filter. */
    boolean away() {
        return away;
    }

    void start(AsyncContext container) {
        started = true;
        container.addListener(this);
    }

    void dispatched() throws IOException {
        away = true;
        exchange.immediate();
    }

    void reentered() {
        started = false;
        away = false;
        exchange.patient();
    }

    void completing() throws IOException {
        if (!exchange.streaming()) {
            exchange.finish();
        }
    }

    @Override
    public void onComplete(AsyncEvent event) throws IOException {
        if (exchange.streaming()) {
            exchange.finish();
        } else if (!exchange.done()) {
            exchange.abandon("completed past the filter");
        }
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        exchange.abandon("timeout");
    }

    @Override
    public void onError(AsyncEvent event) {
        exchange.abandon("error");
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        event.getAsyncContext().addListener(this);
    }
}
