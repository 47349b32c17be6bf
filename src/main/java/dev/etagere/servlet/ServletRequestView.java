package dev.etagere.servlet;

import dev.etagere.response.RequestView;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The container's request as the engine sees it: nothing is read before it is asked for, nothing is copied. */
final class ServletRequestView implements RequestView {
    private final HttpServletRequest request;
    private @Nullable String authority;

    ServletRequestView(HttpServletRequest request) {
        this.request = request;
    }

    @Override
    public String method() {
        return request.getMethod();
    }

    @Override
    public Optional<String> first(String name) {
        return Optional.ofNullable(request.getHeader(name));
    }

    @Override
    public List<String> values(String name) {
        @Nullable Enumeration<String> values = request.getHeaders(name);
        return values == null || !values.hasMoreElements() ? List.of() : Collections.list(values);
    }

    @Override
    public String scheme() {
        return request.getScheme().toLowerCase(Locale.ROOT);
    }

    @Override
    public String authority() {
        @Nullable String known = authority;
        if (known == null) {
            known = authorityOf(request);
            authority = known;
        }
        return known;
    }

    static String authorityOf(HttpServletRequest request) {
        String name = request.getServerName().toLowerCase(Locale.ROOT);
        int port = request.getServerPort();
        boolean usual = port <= 0 || port == ("https".equalsIgnoreCase(request.getScheme()) ? 443 : 80);
        return usual ? name : name + ':' + port;
    }

    @Override
    public String contextPath() {
        return request.getContextPath();
    }

    @Override
    public String rawPath() {
        return request.getRequestURI();
    }

    @Override
    public Optional<String> rawQuery() {
        return Optional.ofNullable(request.getQueryString());
    }

    @Override
    public String path() {
        @Nullable String info = request.getPathInfo();
        return info == null ? request.getServletPath() : request.getServletPath() + info;
    }

    @Override
    public Optional<String> user() {
        @Nullable Principal principal = request.getUserPrincipal();
        return principal == null ? Optional.empty() : Optional.ofNullable(principal.getName());
    }

    @Override
    public boolean hasBody() {
        return request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
    }
}
