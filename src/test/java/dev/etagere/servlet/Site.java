package dev.etagere.servlet;

import dev.etagere.Etagere;
import dev.etagere.servlet.container.Container;
import dev.etagere.servlet.container.WebApp;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** An application in a running container: handlers by path, behind the filter and, at {@code /plain}, without it. */
final class Site implements AutoCloseable {
    private final Container container;
    private final Etagere etagere;
    private final Map<String, AtomicInteger> runs;
    final Browser browser;

    private Site(Container container, Etagere etagere, Map<String, AtomicInteger> runs) {
        this.container = container;
        this.etagere = etagere;
        this.runs = runs;
        this.browser = new Browser(container.port());
    }

    static Builder with(UnaryOperator<Etagere.Builder> settings) {
        return new Builder(settings.apply(Etagere.builder()).build());
    }

    /** A clock that stands until it is told to go on. */
    static final class HandClock implements InstantSource {
        private volatile Instant now = Instant.parse("2026-11-21T08:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        void pass(Duration time) {
            now = now.plus(time);
        }
    }

    /** Everything below {@code /cached} is kept for an hour. */
    static Builder caching() {
        return with(settings -> settings.rule("/cached/{path...}", policy -> policy.ttl(Duration.ofHours(1))));
    }

    Etagere etagere() {
        return etagere;
    }

    /** How often the handler of this path has run behind the filter. */
    int runs(String path) {
        return runs.computeIfAbsent(path, absent -> new AtomicInteger()).get();
    }

    int port() {
        return container.port();
    }

    @Override
    public void close() throws Exception {
        container.close();
        etagere.close();
    }

    /** What a handler does for a request of any method. */
    @FunctionalInterface
    interface Handler {
        void handle(HttpServletRequest request, HttpServletResponse response) throws IOException, ServletException;
    }

    /** Runs a handler. */
    static final class Handling extends HttpServlet {
        private final transient Handler handler;
        private final transient Map<String, AtomicInteger> runs;

        Handling(Handler handler, Map<String, AtomicInteger> runs) {
            this.handler = handler;
            this.runs = runs;
        }

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException, ServletException {
            runs.computeIfAbsent(request.getServletPath(), absent -> new AtomicInteger()).incrementAndGet();
            handler.handle(request, response);
        }

        @Override
        protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException, ServletException {
            doGet(request, response);
        }

        @Override
        protected void doPut(HttpServletRequest request, HttpServletResponse response) throws IOException, ServletException {
            doGet(request, response);
        }
    }

    /** Describes a site. */
    static final class Builder {
        private final Etagere etagere;
        private final Map<String, AtomicInteger> runs = new ConcurrentHashMap<>();
        private final List<WebApp.Setup> parts = new ArrayList<>();
        private final List<WebApp.Setup> outer = new ArrayList<>();
        private EnumSet<DispatcherType> dispatchers = EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC);
        private Path root = Path.of("src/test/resources/site").toAbsolutePath();
        private boolean compressed;

        private Builder(Etagere etagere) {
            this.etagere = etagere;
        }

        /** The same handler at {@code /cached/name} and {@code /plain/name}. */
        Builder serve(String name, Handler handler) {
            return at("/cached/" + name, handler).at("/plain/" + name, handler);
        }

        Builder at(String path, Handler handler) {
            parts.add(context -> {
                ServletRegistration.Dynamic servlet = context.addServlet(path, new Handling(handler, runs));
                servlet.setAsyncSupported(true);
                servlet.addMapping(path);
            });
            return this;
        }

        /** A filter before the cache. */
        Builder outside(Filter filter) {
            outer.add(context -> filter(context, filter, dispatchers, "/*"));
            return this;
        }

        Builder dispatchers(EnumSet<DispatcherType> types) {
            dispatchers = types;
            return this;
        }

        Builder root(Path files) {
            root = files;
            return this;
        }

        Builder compressed() {
            compressed = true;
            return this;
        }

        Site start() throws Exception {
            Files.createDirectories(root);
            WebApp app = WebApp.of(root, context -> {
                for (WebApp.Setup part : outer) {
                    part.register(context);
                }
                filter(context, new CacheFilter(etagere), dispatchers, "/*");
                for (WebApp.Setup part : parts) {
                    part.register(context);
                }
            });
            return new Site(Container.start(compressed ? app.compressed() : app), etagere, runs);
        }

        private static void filter(ServletContext context, Filter filter, EnumSet<DispatcherType> types, String path) {
            FilterRegistration.Dynamic registration = context.addFilter(filter.getClass().getName(), filter);
            registration.setAsyncSupported(true);
            registration.addMappingForUrlPatterns(types, true, path);
        }
    }
}
