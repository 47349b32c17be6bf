package dev.etagere.servlet;

import dev.etagere.response.Load;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the application for a load: through this dispatch, and through the asynchronous ones that follow. */
final class Run {
    private static final Logger LOG = LoggerFactory.getLogger(CacheFilter.class);

    private final Exchange exchange;
    private final AsyncCycles cycles;
    private final ObservedRequest request;
    private final CapturedResponse response;

    /** How the application may run. */
    enum Kind { FOREGROUND, REFRESH }

    Run(Load unsafe, HttpServletRequest request, HttpServletResponse response, Kind kind, WriterEncodings encodings, Faults faults) {
        SafeLoad load = new SafeLoad(unsafe, faults);
        Load.RequestChange change = load.change();
        this.exchange = new Exchange(response, load, new Observations(), request.getMethod());
        this.cycles = new AsyncCycles(exchange);
        this.response = new CapturedResponse(response, exchange, cycles, encodings);
        this.request = kind == Kind.REFRESH ? new RefreshRequest(request, change, exchange, cycles, this.response)
                : new ObservedRequest(request, change, exchange, cycles, this.response);
    }

    void first(FilterChain chain) throws IOException, ServletException {
        through(request, response, chain);
    }

    /** The dispatch of asynchronous processing came back through the filter: with what it was started with, perhaps wrapped. */
    void again(ServletRequest dispatched, ServletResponse wrapped, FilterChain chain) throws IOException, ServletException {
        cycles.reentered();
        through(dispatched, wrapped, chain);
    }

    private void through(ServletRequest seen, ServletResponse written, FilterChain chain) throws IOException, ServletException {
        try {
            chain.doFilter(seen, written);
        } catch (IOException | ServletException | RuntimeException | Error e) {
            if (cycles.started()) {
                exchange.abandon("exception");
                throw e;
            }
            if (!exchange.rescued("exception")) {
                throw e;
            }
            LOG.warn("The application failed, a stale answer went out in place of its own: {}", request.getRequestURI(), e);
            return;
        }
        if (!cycles.started()) {
            exchange.finish();
        }
    }
}
