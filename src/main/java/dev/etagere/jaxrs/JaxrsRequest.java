package dev.etagere.jaxrs;

import dev.etagere.response.RequestView;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.SecurityContext;
import java.net.URI;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A request as its resource method sees it: with the URI, the fields and the user that filters before it have made of what the client
 * sent. For one thread at a time.
 */
final class JaxrsRequest implements RequestView {

    private final ContainerRequestContext context;
    private final String method;
    private final URI uri;
    private final URI base;
    private @Nullable Map<String, List<String>> frozen;
    private @Nullable Optional<String> user;
    private boolean unconditional;

    /** @param method as the client sent it, or as a filter changed it; some implementations show GET for HEAD */
    JaxrsRequest(ContainerRequestContext context, String method) {
        this.context = context;
        this.method = method;
        this.uri = context.getUriInfo().getRequestUri();
        this.base = context.getUriInfo().getBaseUri();
    }

    static ContainerRequestContext contextOf(RequestView request) {
        return ((JaxrsRequest) request).context;
    }

    /** Remembers the fields as they are now, whatever is done to them while the method runs. */
    void freeze() {
        Map<String, List<String>> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        context.getHeaders().forEach((name, values) -> copy.computeIfAbsent(name, key -> new ArrayList<>()).addAll(values));
        user = user();
        frozen = copy;
    }

    /** From now on it has no preconditions and no range. */
    void forgetConditions() {
        unconditional = true;
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public Optional<String> first(String name) {
        List<String> values = values(name);
        return values.isEmpty() ? Optional.empty() : Optional.of(values.get(0));
    }

    @Override
    public List<String> values(String name) {
        if (unconditional && Conditions.has(name)) {
            return List.of();
        }
        Map<String, List<String>> remembered = frozen;
        @Nullable List<String> values = remembered == null ? context.getHeaders().get(name) : remembered.get(name);
        return values == null ? List.of() : values;
    }

    @Override
    public String scheme() {
        return uri.getScheme() == null ? "http" : uri.getScheme().toLowerCase(Locale.ROOT);
    }

    @Override
    public String authority() {
        @Nullable String raw = uri.getRawAuthority();
        if (raw == null) {
            return "";
        }
        String authority = raw.toLowerCase(Locale.ROOT);
        String usual = scheme().equals("https") ? ":443" : ":80";
        return authority.endsWith(usual) ? authority.substring(0, authority.length() - usual.length()) : authority;
    }

    @Override
    public String contextPath() {
        return "";
    }

    @Override
    public String rawPath() {
        return uri.getRawPath();
    }

    @Override
    public Optional<String> rawQuery() {
        return Optional.ofNullable(uri.getRawQuery());
    }

    @Override
    public String path() {
        String path = context.getUriInfo().getPath();
        return path.startsWith("/") ? path : "/" + path;
    }

    /** The application's base, decoded, without the last slash. */
    String basePath() {
        String path = base.getPath() == null ? "" : base.getPath();
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    URI base() {
        return base;
    }

    @Override
    public Optional<String> user() {
        if (user != null) {
            return user;
        }
        @Nullable SecurityContext security = context.getSecurityContext();
        @Nullable Principal principal = security == null ? null : security.getUserPrincipal();
        return principal == null ? Optional.empty() : Optional.ofNullable(principal.getName());
    }

    @Override
    public boolean hasBody() {
        Optional<String> length = first("Content-Length");
        return length.isPresent() && !length.get().equals("0") || first("Transfer-Encoding").isPresent();
    }
}
