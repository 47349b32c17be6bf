package dev.etagere.servlet;

import dev.etagere.response.Load;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpUpgradeHandler;

/** The request of a refresh: its answer has gone out already, so it cannot be answered asynchronously nor become another protocol. */
final class RefreshRequest extends ObservedRequest {

    RefreshRequest(HttpServletRequest request, Load.RequestChange change, Exchange exchange, AsyncCycles cycles,
            CapturedResponse response) {
        super(request, change, exchange, cycles, response);
    }

    @Override
    public boolean isAsyncSupported() {
        return false;
    }

    @Override
    public AsyncContext startAsync() {
        throw new IllegalStateException("A stale response is refreshed in the background, where there is no asynchronous processing");
    }

    @Override
    public AsyncContext startAsync(ServletRequest servletRequest, ServletResponse servletResponse) {
        return startAsync();
    }

    @Override
    public <T extends HttpUpgradeHandler> T upgrade(Class<T> handler) {
        throw new IllegalStateException("A stale response is refreshed in the background, where there is no upgrade");
    }
}
