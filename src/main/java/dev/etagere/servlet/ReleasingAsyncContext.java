package dev.etagere.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;

/** The container's context, which lets what is held go before it completes. Listeners see this one too, lest they complete past it. */
final class ReleasingAsyncContext implements AsyncContext {
    private final AsyncContext container;
    private final AsyncCycles cycles;
    private final Exchange exchange;
    private final boolean original;

    /** @param original whether the application started it with the request and response it was given */
    ReleasingAsyncContext(AsyncContext container, AsyncCycles cycles, Exchange exchange, boolean original) {
        this.container = container;
        this.cycles = cycles;
        this.exchange = exchange;
        this.original = original;
    }

    @Override
    public void complete() {
        try {
            cycles.completing();
        } catch (IOException e) {
            exchange.abandon("client");
        } finally {
            container.complete();
        }
    }

    @Override
    public void dispatch() {
        leave();
        container.dispatch();
    }

    @Override
    public void dispatch(String path) {
        leave();
        container.dispatch(path);
    }

    @Override
    public void dispatch(ServletContext context, String path) {
        leave();
        container.dispatch(context, path);
    }

    private void leave() {
        try {
            cycles.dispatched();
        } catch (IOException e) {
            exchange.abandon("client");
        }
    }

    @Override
    public void addListener(AsyncListener listener) {
        container.addListener(new Listener(listener));
    }

    @Override
    public void addListener(AsyncListener listener, ServletRequest request, ServletResponse response) {
        container.addListener(new Listener(listener), request, response);
    }

    @Override
    public <T extends AsyncListener> T createListener(Class<T> type) throws ServletException {
        return container.createListener(type);
    }

    @Override
    public ServletRequest getRequest() {
        return container.getRequest();
    }

    @Override
    public ServletResponse getResponse() {
        return container.getResponse();
    }

    @Override
    public boolean hasOriginalRequestAndResponse() {
        return original;
    }

    @Override
    public void start(Runnable task) {
        container.start(task);
    }

    @Override
    public void setTimeout(long milliseconds) {
        container.setTimeout(milliseconds);
    }

    @Override
    public long getTimeout() {
        return container.getTimeout();
    }

    private final class Listener implements AsyncListener {
        private final AsyncListener application;

        Listener(AsyncListener application) {
            this.application = application;
        }

        private AsyncEvent event(AsyncEvent event) {
            return new AsyncEvent(ReleasingAsyncContext.this, event.getSuppliedRequest(), event.getSuppliedResponse(),
                    event.getThrowable());
        }

        @Override
        public void onComplete(AsyncEvent event) throws IOException {
            application.onComplete(event(event));
        }

        @Override
        public void onTimeout(AsyncEvent event) throws IOException {
            application.onTimeout(event(event));
        }

        @Override
        public void onError(AsyncEvent event) throws IOException {
            application.onError(event(event));
        }

        /** Here the container's own event counts: it carries the new cycle, which the listener may want to join. */
        @Override
        public void onStartAsync(AsyncEvent event) throws IOException {
            application.onStartAsync(event);
        }
    }
}
