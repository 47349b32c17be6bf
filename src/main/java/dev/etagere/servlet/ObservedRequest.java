package dev.etagere.servlet;

import dev.etagere.http.HttpDates;
import dev.etagere.response.Load;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpUpgradeHandler;
import jakarta.servlet.http.Part;
import java.io.BufferedReader;
import java.io.IOException;
import java.security.Principal;
import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The request that the application sees: without the client's conditions, perhaps with the cache's own, and noting what is read of it.
 * An enumeration of all fields, as frameworks make, tells nothing and is not noted.
 */
class ObservedRequest extends HttpServletRequestWrapper {
    private final Load.RequestChange change;
    private final Exchange exchange;
    private final AsyncCycles cycles;
    private final CapturedResponse response;
    private final Observations notes;
    private @Nullable AsyncContext async;
    private @Nullable ServletInputStream content;
    private @Nullable BufferedReader text;

    /** @param response what the application writes to, unless it starts asynchronous processing with another */
    ObservedRequest(HttpServletRequest request, Load.RequestChange change, Exchange exchange, AsyncCycles cycles,
            CapturedResponse response) {
        super(request);
        this.change = change;
        this.exchange = exchange;
        this.cycles = cycles;
        this.response = response;
        this.notes = exchange.notes;
    }

    // Header fields

    private boolean changed(String name) {
        return change.added().contains(name) || change.hidden().contains(name.toLowerCase(Locale.ROOT));
    }

    /** The host is part of every key as far as the container took it from there. */
    private void note(String name, @Nullable String value) {
        if (!(name.equalsIgnoreCase("host") && value != null && value.equalsIgnoreCase(ServletRequestView.authorityOf(request())))) {
            notes.header(name);
        }
    }

    private HttpServletRequest request() {
        return (HttpServletRequest) getRequest();
    }

    @Override
    public @Nullable String getHeader(String name) {
        @Nullable String value = changed(name) ? change.added().first(name).orElse(null) : super.getHeader(name);
        note(name, value);
        return value;
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
        if (changed(name)) {
            notes.header(name);
            return Collections.enumeration(change.added().values(name));
        }
        note(name, super.getHeader(name));
        return super.getHeaders(name);
    }

    @Override
    public long getDateHeader(String name) {
        notes.header(name);
        if (!changed(name)) {
            return super.getDateHeader(name);
        }
        return change.added().first(name)
                .map(value -> HttpDates.parse(value).orElseThrow(() -> new IllegalArgumentException(value)).toEpochMilli()).orElse(-1L);
    }

    @Override
    public int getIntHeader(String name) {
        notes.header(name);
        return changed(name) ? change.added().first(name).map(Integer::valueOf).orElse(-1) : super.getIntHeader(name);
    }

    @Override
    public @Nullable Enumeration<String> getHeaderNames() {
        @Nullable Enumeration<String> all = super.getHeaderNames();
        if (all == null || change.hidden().isEmpty() && change.added().size() == 0) {
            return all;
        }
        Set<String> names = new LinkedHashSet<>();
        while (all.hasMoreElements()) {
            String name = all.nextElement();
            if (!changed(name)) {
                names.add(name);
            }
        }
        for (int i = 0; i < change.added().size(); i++) {
            names.add(change.added().name(i));
        }
        return Collections.enumeration(names);
    }

    @Override
    public @Nullable String getContentType() {
        return notedIfSent("content-type", super.getContentType());
    }

    @Override
    public @Nullable String getCharacterEncoding() {
        return notedIfSent("content-type", super.getCharacterEncoding());
    }

    private @Nullable String notedIfSent(String name, @Nullable String value) {
        if (super.getHeader(name) != null) {
            notes.header(name);
        }
        return value;
    }

    @Override
    public Locale getLocale() {
        notes.header("accept-language");
        return super.getLocale();
    }

    @Override
    public Enumeration<Locale> getLocales() {
        notes.header("accept-language");
        return super.getLocales();
    }

    @Override
    public Cookie @Nullable [] getCookies() {
        notes.cookies();
        return super.getCookies();
    }

    // Content

    @Override
    public ServletInputStream getInputStream() throws IOException {
        ServletInputStream container = super.getInputStream();
        @Nullable ServletInputStream known = content;
        if (known == null) {
            known = new RequestContent(container, notes);
            content = known;
        }
        return known;
    }

    @Override
    public BufferedReader getReader() throws IOException {
        BufferedReader container = super.getReader();
        @Nullable BufferedReader known = text;
        if (known == null) {
            known = RequestContent.reader(container, notes);
            text = known;
        }
        return known;
    }

    @Override
    public Collection<Part> getParts() throws IOException, ServletException {
        Collection<Part> parts = super.getParts();
        notes.content();
        return parts;
    }

    @Override
    public Part getPart(String name) throws IOException, ServletException {
        Part part = super.getPart(name);
        notes.content();
        return part;
    }

    // The user

    @Override
    public @Nullable Principal getUserPrincipal() {
        notes.user();
        return super.getUserPrincipal();
    }

    @Override
    public @Nullable String getRemoteUser() {
        notes.user();
        return super.getRemoteUser();
    }

    @Override
    public boolean isUserInRole(String role) {
        notes.user();
        return super.isUserInRole(role);
    }

    @Override
    public @Nullable String getAuthType() {
        notes.user();
        return super.getAuthType();
    }

    /** From here on the user may be another than the one that the response is kept for. */
    @Override
    public boolean authenticate(HttpServletResponse challenge) throws IOException, ServletException {
        notes.sessionStarted();
        return super.authenticate(challenge);
    }

    @Override
    public void login(String username, String password) throws ServletException {
        notes.sessionStarted();
        super.login(username, password);
    }

    @Override
    public void logout() throws ServletException {
        notes.sessionStarted();
        super.logout();
    }

    /** A client's certificate tells it from others, though the container may know no user by it. */
    @Override
    public @Nullable Object getAttribute(String name) {
        if (name.equals("jakarta.servlet.request.X509Certificate")) {
            notes.client();
        }
        return super.getAttribute(name);
    }

    // The session

    @Override
    public HttpSession getSession() {
        return getSession(true);
    }

    @Override
    public @Nullable HttpSession getSession(boolean create) {
        notes.session();
        @Nullable HttpSession before = super.getSession(false);
        if (before != null || !create) {
            return before;
        }
        notes.sessionStarted();
        return super.getSession(true);
    }

    @Override
    public @Nullable String getRequestedSessionId() {
        notes.session();
        return super.getRequestedSessionId();
    }

    @Override
    public boolean isRequestedSessionIdValid() {
        notes.session();
        return super.isRequestedSessionIdValid();
    }

    @Override
    public boolean isRequestedSessionIdFromCookie() {
        notes.session();
        return super.isRequestedSessionIdFromCookie();
    }

    @Override
    public boolean isRequestedSessionIdFromURL() {
        notes.session();
        return super.isRequestedSessionIdFromURL();
    }

    @Override
    public String changeSessionId() {
        notes.session();
        notes.sessionStarted();
        return super.changeSessionId();
    }

    // The client's address

    @Override
    public String getRemoteAddr() {
        notes.client();
        return super.getRemoteAddr();
    }

    @Override
    public String getRemoteHost() {
        notes.client();
        return super.getRemoteHost();
    }

    @Override
    public int getRemotePort() {
        notes.client();
        return super.getRemotePort();
    }

    /** Jetty resets its own response when one forwards, and its wrappers do not hear of it. */
    @Override
    public @Nullable RequestDispatcher getRequestDispatcher(String path) {
        @Nullable RequestDispatcher container = super.getRequestDispatcher(path);
        return container == null ? null : new RequestDispatcher() {
            @Override
            public void forward(ServletRequest servletRequest, ServletResponse servletResponse) throws ServletException, IOException {
                response.forwarding();
                container.forward(servletRequest, servletResponse);
            }

            @Override
            public void include(ServletRequest servletRequest, ServletResponse servletResponse) throws ServletException, IOException {
                container.include(servletRequest, servletResponse);
            }
        };
    }

    // Asynchronous processing; without arguments it would take the container's own request and response

    @Override
    public AsyncContext startAsync() {
        return begin(super.startAsync(this, response), true);
    }

    @Override
    public AsyncContext startAsync(ServletRequest servletRequest, ServletResponse servletResponse) {
        return begin(super.startAsync(servletRequest, servletResponse), servletRequest == this && servletResponse == response);
    }

    private AsyncContext begin(AsyncContext container, boolean original) {
        cycles.start(container);
        exchange.detach();
        async = new ReleasingAsyncContext(container, cycles, exchange, original);
        return async;
    }

    @Override
    public AsyncContext getAsyncContext() {
        AsyncContext container = super.getAsyncContext();
        return async == null ? container : async;
    }

    @Override
    public <T extends HttpUpgradeHandler> T upgrade(Class<T> handler) throws IOException, ServletException {
        exchange.abandon("upgrade");
        return super.upgrade(handler);
    }
}
