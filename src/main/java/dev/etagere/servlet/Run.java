package dev.etagere.servlet;

import dev.etagere.response.Load;
import dev.etagere.response.SafeLoad;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/** Runs the application for a load: through this dispatch, and through the asynchronous ones that follow. */
final class Run {
    private final Kind kind;
    private final Shared shared;
    private final Exchange exchange;
    private final AsyncCycles cycles;
    private final ObservedRequest request;
    private final CapturedResponse response;

    /** How the application may run. */
    enum Kind { FOREGROUND, REFRESH }

    /** What a filter shares between its runs. */
    record Shared(WriterEncodings encodings, Background background, Faults cache, Faults application, Faults refresh) {
        static Shared create() {
            return new Shared(new WriterEncodings(), new Background(),
                    new Faults("The cache failed, the application answers without it"),
                    new Faults("The application failed, a stale answer goes out in place of its own"),
                    new Faults("A stale answer could not be refreshed"));
        }
    }

    Run(Load unsafe, HttpServletRequest request, HttpServletResponse response, Kind kind, Shared shared) {
        this.kind = kind;
        this.shared = shared;
        SafeLoad load = new SafeLoad(unsafe, fault -> shared.cache().report("run", fault));
        request.setAttribute(Load.ATTRIBUTE, load);
        Load.RequestChange change = load.change();
        this.exchange = new Exchange(response, load, new Observations(), request.getMethod());
        this.cycles = new AsyncCycles(exchange);
        this.response = new CapturedResponse(response, exchange, cycles, shared.encodings());
        this.request = kind == Kind.REFRESH ? new RefreshRequest(request, change, exchange, cycles, this.response)
                : new ObservedRequest(request, change, exchange, cycles, this.response);
    }

    /** Tells for which load the application is to run once more, if it is. */
    Optional<Load> first(FilterChain chain) throws IOException, ServletException {
        through(request, response, chain);
        return exchange.again();
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
            if (cycles.started() || kind == Kind.REFRESH) {
                exchange.abandon("exception");
                throw e;
            }
            if (!exchange.rescued("exception")) {
                throw e;
            }
            shared.application().report(request.getRequestURI(), e);
            return;
        }
        if (!cycles.started()) {
            exchange.finish();
        }
    }
}
