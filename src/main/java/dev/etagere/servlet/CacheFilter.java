package dev.etagere.servlet;

import dev.etagere.Etagere;
import dev.etagere.Published;
import dev.etagere.response.Load;
import dev.etagere.response.Outcome;
import dev.etagere.response.Reply;
import dev.etagere.response.ResponseCache;
import dev.etagere.response.Rules;
import dev.etagere.response.TagHeaders;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Caches the responses of whatever servlet is behind it. Register it with {@code async-supported}, mapped to the dispatcher types
 * {@code REQUEST} and {@code ASYNC}, behind security and before whatever makes responses; from {@code web.xml} or in code.
 */
public class CacheFilter implements Filter {
    private static final Logger LOG = LoggerFactory.getLogger(CacheFilter.class);

    /** The request attribute under which a request's exchange is known to the dispatches that it makes. */
    private static final String MARK = CacheFilter.class.getName() + ".exchange";

    /** The context attribute that holds an application's cache. */
    private static final String ATTRIBUTE = Etagere.class.getName();

    /** Under {@link #MARK} for a request that the cache leaves alone. */
    private static final Object UNTOUCHED = new Object();

    private final Run.Shared shared = Run.Shared.create();
    private final Optional<Etagere> given;
    private @Nullable Engine engine;
    private TagHeaders tagHeaders = TagHeaders.DEFAULT;
    private @Nullable Etagere created;
    private @Nullable ServletContext published;

    /** Uses the application's cache where the servlet context has one already, else makes it from the filter's configuration. */
    public CacheFilter() {
        this.given = Optional.empty();
    }

    /** Uses this cache, which whoever made it closes. */
    public CacheFilter(Etagere etagere) {
        this.given = Optional.of(etagere);
    }

    CacheFilter(Engine engine) {
        this();
        this.engine = engine;
    }

    /**
     * The cache of an application: that of its filter, or the one that was {@linkplain #publish published} before.
     *
     * @throws IllegalStateException where there is none: the filter has not been initialised yet, or is not there
     */
    public static Etagere etagere(ServletContext context) {
        if (context.getAttribute(ATTRIBUTE) instanceof Etagere etagere) {
            return etagere;
        }
        throw new IllegalStateException("The application has no cache yet: its CacheFilter is not registered, or not initialised");
    }

    /** Makes a cache the application's, for filters that are initialised later; whoever made it closes it. */
    public static void publish(ServletContext context, Etagere etagere) {
        context.setAttribute(ATTRIBUTE, etagere);
        Published.publish(loader(context), etagere);
    }

    /**
     * Finds or makes the cache.
     *
     * @throws ServletException where the configuration is wrong, with a line for each mistake
     */
    @Override
    public void init(FilterConfig config) throws ServletException {
        if (engine == null) {
            ServletContext context = config.getServletContext();
            @Nullable Object present = context.getAttribute(ATTRIBUTE);
            Etagere etagere;
            if (given.isPresent()) {
                etagere = given.get();
            } else if (present instanceof Etagere application) {
                etagere = application;
            } else {
                etagere = create(config);
                created = etagere;
            }
            if (present == null) {
                publish(context, etagere);
                published = context;
            }
            ResponseCache responses = etagere.responses();
            tagHeaders = responses.tagHeaders();
            Rules rules = etagere.rules();
            engine = view -> responses.handle(view, rules.treatment(view.method(), view.path()));
        }
    }

    private static Etagere create(FilterConfig config) throws ServletException {
        try {
            return Installation.create(config);
        } catch (ServletException refused) {
            Published.refuse(loader(config.getServletContext()), String.valueOf(refused.getMessage()));
            throw refused;
        }
    }

    /** By which other parts look for the cache. Jetty's {@code ServletContextHandler} has none unless it was given one. */
    private static ClassLoader loader(ServletContext context) {
        @Nullable ClassLoader application = context.getClassLoader();
        return application != null ? application : CacheFilter.class.getClassLoader();
    }

    /** Closes the cache if this filter made it. */
    @Override
    public void destroy() {
        if (published != null) {
            if (published.getAttribute(ATTRIBUTE) instanceof Etagere etagere) {
                Published.withdraw(loader(published), etagere);
            }
            published.removeAttribute(ATTRIBUTE);
        }
        if (created != null) {
            created.close();
        }
    }

    @Override
    public void doFilter(ServletRequest servletRequest, ServletResponse servletResponse, FilterChain chain)
            throws IOException, ServletException {
        if (servletRequest instanceof HttpServletRequest request && servletResponse instanceof HttpServletResponse response) {
            @Nullable Object mark = request.getAttribute(MARK);
            if (mark == null && request.getDispatcherType() == DispatcherType.REQUEST) {
                handle(request, response, chain);
                return;
            }
            if (mark instanceof Run run && request.getDispatcherType() == DispatcherType.ASYNC) {
                run.again(request, response, chain);
                return;
            }
        }
        chain.doFilter(servletRequest, servletResponse);
    }

    private void handle(HttpServletRequest request, HttpServletResponse response, FilterChain chain) throws IOException, ServletException {
        Outcome outcome = outcome(request);
        if (outcome instanceof Outcome.Hit hit) {
            hit(hit.reply(), request, response, chain);
        } else if (outcome instanceof Outcome.Stale stale) {
            stale(stale, request, response, chain);
        } else if (outcome instanceof Outcome.Miss miss) {
            run(miss.load(), request, response, chain);
        } else if (outcome instanceof Outcome.Revalidate revalidate) {
            run(revalidate.load(), request, response, chain);
        } else if (outcome instanceof Outcome.Write write) {
            run(new MutationLoad(write.mutation()), request, response, chain);
        } else if (outcome instanceof Outcome.Bypass bypass) {
            request.setAttribute(MARK, UNTOUCHED);
            bypass.cacheStatus().ifPresent(value -> response.addHeader("Cache-Status", value));
            chain.doFilter(request, WithholdingResponse.of(response, tagHeaders));
        }
    }

    private Outcome outcome(HttpServletRequest request) throws ServletException {
        @Nullable Engine running = engine;
        if (running == null) {
            throw new ServletException("The filter was not initialised");
        }
        try {
            return running.handle(new ServletRequestView(request));
        } catch (RuntimeException e) {
            shared.cache().report(request.getRequestURI(), e);
            return new Outcome.Bypass("internal-error", Optional.empty());
        }
    }

    private void run(Load load, HttpServletRequest request, HttpServletResponse client, FilterChain chain)
            throws IOException, ServletException {
        HttpServletResponse response = WithholdingResponse.of(client, tagHeaders);
        Run run;
        try {
            run = new Run(load, request, response, Run.Kind.FOREGROUND, shared);
        } catch (RuntimeException e) {
            load.abandon("internal-error");
            shared.cache().report(request.getRequestURI(), e);
            chain.doFilter(request, response);
            return;
        }
        request.setAttribute(MARK, run);
        Optional<Load> again = run.first(chain);
        if (again.isPresent()) {
            run(again.get(), request, client, chain);
        }
    }

    /** A failure of ours before anything has left is not the client's affair. */
    private void hit(Reply reply, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        try {
            Replies.send(reply, response);
        } catch (RuntimeException e) {
            if (response.isCommitted()) {
                throw e;
            }
            shared.cache().report(request.getRequestURI(), e);
            response.reset();
            request.setAttribute(MARK, UNTOUCHED);
            chain.doFilter(request, WithholdingResponse.of(response, tagHeaders));
        }
    }

    private void stale(Outcome.Stale stale, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (stale.refresh().isEmpty()) {
            Replies.send(stale.reply(), response);
        } else if (shared.background().isPossible(request.getRequestURI())) {
            refresh(stale.reply(), stale.refresh().get(), request, response, chain);
        } else {
            run(stale.refresh().get(), request, response, chain);
        }
    }

    /** The client has its answer before the application runs; what goes wrong then is told to the log alone. */
    private void refresh(Reply stale, Load load, HttpServletRequest request, HttpServletResponse response, FilterChain chain) {
        try {
            if (request.getProtocol().startsWith("HTTP/1")) {
                // The client's next request on this connection would have to wait until the refresh has ended.
                response.setHeader("Connection", "close");
            }
            Replies.send(stale, response);
            Replies.close(response);
        } catch (IOException e) {
            LOG.debug("The client of a stale response has gone", e);
        } catch (RuntimeException e) {
            load.abandon("internal-error");
            throw e;
        }
        try {
            Run run = new Run(load, request, new DetachedResponse(response, shared.encodings()), Run.Kind.REFRESH, shared);
            request.setAttribute(MARK, run);
            run.first(chain);
        } catch (IOException | ServletException | RuntimeException e) {
            shared.background().failed(request.getRequestURI(), e);
            shared.refresh().report(request.getRequestURI(), e);
        }
    }
}
