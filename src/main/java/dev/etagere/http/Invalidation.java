package dev.etagere.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Invalidation by unsafe and unknown methods (RFC 9111 §4.4). */
public final class Invalidation {

    /** Those that the registry of HTTP methods calls safe (RFC 9110 §16.1), but PRI, which is no method of requests. */
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE", "PROPFIND", "REPORT", "SEARCH", "QUERY");

    private Invalidation() {
    }

    /** A method that is not known to be safe, and a status that is not an error (2xx or 3xx). Methods are case-sensitive. */
    public static boolean invalidates(String method, int status) {
        return status >= 200 && status <= 399 && !SAFE.contains(method);
    }

    /**
     * The request's own URI, and those of {@code Location} and {@code Content-Location} that have its origin; resolved, without fragment,
     * and with the origin as the request has it. What is no URI is left out.
     *
     * @param request an absolute URI
     */
    public static List<URI> targets(URI request, Headers response) {
        Set<URI> targets = new LinkedHashSet<>();
        targets.add(withoutFragment(request));
        for (int i = 0; i < response.size(); i++) {
            String name = response.name(i);
            if (name.equalsIgnoreCase("Location") || name.equalsIgnoreCase("Content-Location")) {
                resolve(request, FieldSyntax.trim(response.value(i))).filter(target -> origin(target).equals(origin(request)))
                        .flatMap(target -> withOriginOf(request, target)).ifPresent(targets::add);
            }
        }
        return List.copyOf(targets);
    }

    /** RFC 3986 §5.2. ({@link URI#resolve} follows RFC 2396, which differs where a reference has no path.) */
    static Optional<URI> resolve(URI base, String reference) {
        try {
            URI uri = new URI(reference);
            if (uri.isOpaque()) {
                return Optional.empty();
            }
            if (uri.getScheme() != null || uri.getRawAuthority() != null) {
                String scheme = uri.getScheme() == null ? base.getScheme() : uri.getScheme();
                return Optional.of(uri(scheme, uri.getRawAuthority(), removeDots(uri.getRawPath()), uri.getRawQuery()));
            }
            if (uri.getRawPath().isEmpty()) {
                String query = uri.getRawQuery() == null ? base.getRawQuery() : uri.getRawQuery();
                return Optional.of(uri(base.getScheme(), base.getRawAuthority(), base.getRawPath(), query));
            }
            String path = uri.getRawPath().startsWith("/") ? uri.getRawPath() : merged(base.getRawPath(), uri.getRawPath());
            return Optional.of(uri(base.getScheme(), base.getRawAuthority(), removeDots(path), uri.getRawQuery()));
        } catch (URISyntaxException noUri) {
            return Optional.empty();
        }
    }

    private static Optional<URI> withOriginOf(URI request, URI target) {
        try {
            return Optional.of(uri(request.getScheme(), request.getRawAuthority(), target.getRawPath(), target.getRawQuery()));
        } catch (URISyntaxException noUri) {
            return Optional.empty();
        }
    }

    private static String merged(String basePath, String path) {
        return basePath.isEmpty() ? "/" + path : basePath.substring(0, basePath.lastIndexOf('/') + 1) + path;
    }

    /** RFC 3986 §5.2.4. */
    static String removeDots(String path) {
        StringBuilder out = new StringBuilder(path.length());
        int at = 0;
        while (at < path.length()) {
            int next = path.indexOf('/', at + 1);
            int end = next < 0 ? path.length() : next;
            String segment = path.substring(at, end);
            boolean last = next < 0;
            if (segment.equals("/..")) {
                out.setLength(Math.max(0, out.lastIndexOf("/")));
                out.append(last ? "/" : "");
            } else if (segment.equals("/.")) {
                out.append(last ? "/" : "");
            } else {
                out.append(segment);
            }
            at = end;
        }
        return out.toString();
    }

    static URI withoutFragment(URI uri) {
        if (uri.getRawFragment() == null) {
            return uri;
        }
        String text = uri.toString();
        return URI.create(text.substring(0, text.indexOf('#')));
    }

    private static URI uri(String scheme, String authority, String path, String query) throws URISyntaxException {
        StringBuilder text = new StringBuilder();
        if (scheme != null) {
            text.append(scheme).append(':');
        }
        if (authority != null) {
            text.append("//").append(authority);
        }
        text.append(path);
        if (query != null) {
            text.append('?').append(query);
        }
        return new URI(text.toString());
    }

    /** Scheme, host and port, where the scheme's own port is the same as none (RFC 9110 §4.3.1). */
    private static String origin(URI uri) {
        return origin(lowerCase(uri.getScheme()), lowerCase(uri.getRawAuthority()));
    }

    static String origin(String anyCaseScheme, String anyCaseAuthority) {
        String scheme = lowerCase(anyCaseScheme);
        String authority = lowerCase(anyCaseAuthority);
        String hostAndPort = authority.substring(authority.lastIndexOf('@') + 1);
        String ownPort = switch (scheme) {
            case "http" -> ":80";
            case "https" -> ":443";
            default -> ":";
        };
        if (hostAndPort.endsWith(ownPort)) {
            hostAndPort = hostAndPort.substring(0, hostAndPort.length() - ownPort.length());
        } else if (hostAndPort.endsWith(":")) {
            hostAndPort = hostAndPort.substring(0, hostAndPort.length() - 1);
        }
        return scheme + "://" + hostAndPort;
    }

    private static String lowerCase(String text) {
        return text == null ? "" : FieldSyntax.lowerCase(text);
    }
}
