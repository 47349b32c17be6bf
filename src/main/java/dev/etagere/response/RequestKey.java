package dev.etagere.response;

import dev.etagere.http.CacheGroups;
import dev.etagere.http.UriEquivalence;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The primary key of a request, made of length-prefixed parts: scheme, authority, context, raw path, the query that counts, the user,
 * and what contributors add. No two requests that differ in a part have the same key. GET and HEAD share a key, no other method has one.
 */
final class RequestKey {

    /** The first character of a tag that names a URI; no application's tag can begin so. */
    private static final String URI_TAG = "\u0000uri:";

    /** As {@link #URI_TAG}, of the group of an origin. */
    private static final String GROUP_TAG = "\u0000group:";

    private RequestKey() {
    }

    /** The key of a request whose responses are shared as their own headers say. */
    static String ofShared(RequestView request) {
        StringBuilder key = target(request);
        return queryPart(key, request.rawQuery()).append('-').toString();
    }

    /** The key under a policy, or why there is none. */
    static KeyOrReason of(RequestView request, CachePolicy policy) {
        Optional<String> user = Optional.empty();
        if (policy.scope() != Scope.PUBLIC) {
            user = request.user();
            if (user.isEmpty() && policy.scope() == Scope.USER) {
                return new KeyOrReason.None("anonymous");
            }
            if (user.isEmpty() && request.first("Authorization").isPresent()) {
                return new KeyOrReason.None("authorization");
            }
        }
        Optional<String> query = Optional.empty();
        if (request.rawQuery().isPresent()) {
            try {
                query = countedQuery(request.rawQuery().get(), policy.query());
            } catch (IllegalArgumentException malformed) {
                return new KeyOrReason.None("malformed-query");
            }
        }
        StringBuilder key = queryPart(target(request), query);
        if (user.isPresent()) {
            part(key.append('u'), user.get());
        } else {
            key.append('-');
        }
        for (KeyContributor contributor : policy.keys()) {
            Optional<String> contribution = contribution(contributor, request);
            if (contribution.isEmpty()) {
                return new KeyOrReason.None("no-key");
            }
            part(key, contribution.get());
        }
        return new KeyOrReason.Key(key.toString(), user.isPresent());
    }

    /** A key, or the reason why a request has none. */
    sealed interface KeyOrReason {
        record Key(String key, boolean ofUser) implements KeyOrReason {
        }

        record None(String reason) implements KeyOrReason {
        }
    }

    /** The tags by which an entry goes when its URI is written to (RFC 9111 §4.4): as requested, and as the policy counts its query. */
    static List<String> uriTags(RequestView request, QueryKey counted) {
        String requested = uriTag(request, request.rawQuery());
        if (counted.mode() == QueryKey.Mode.ALL && !counted.sorted() || request.rawQuery().isEmpty()) {
            return List.of(requested);
        }
        String canonical = uriTag(request, countedQuery(request.rawQuery().get(), counted));
        return canonical.equals(requested) ? List.of(requested) : List.of(requested, canonical);
    }

    static String uriTag(RequestView request, Optional<String> query) {
        return uriTag(uri(request, query));
    }

    /** A group of the request's origin (RFC 9875 §2.1). No origin has a space in it, so no group can be taken for another origin's. */
    static String groupTag(RequestView request, String group) {
        return GROUP_TAG + CacheGroups.origin(request.scheme(), request.authority()) + ' ' + group;
    }

    /** The same for all ways to write a URI: keys tell them apart, a write to one means them all. */
    static String uriTag(String uri) {
        return URI_TAG + UriEquivalence.normalized(uri);
    }

    /** The absolute URI of a request, as the client wrote its path and query. */
    static String uri(RequestView request, Optional<String> query) {
        String base = request.scheme() + "://" + request.authority() + request.rawPath();
        return query.map(q -> base + '?' + q).orElse(base);
    }

    private static StringBuilder target(RequestView request) {
        StringBuilder key = new StringBuilder(128);
        part(key, request.scheme());
        part(key, request.authority());
        part(key, request.contextPath());
        part(key, request.rawPath());
        return key;
    }

    private static StringBuilder queryPart(StringBuilder key, Optional<String> query) {
        if (query.isEmpty()) {
            return key.append('-');
        }
        part(key.append('q'), query.get());
        return key;
    }

    private static void part(StringBuilder key, String value) {
        key.append(value.length()).append(':').append(value);
    }

    private static Optional<String> contribution(KeyContributor contributor, RequestView request) {
        try {
            return contributor.contribute(request);
        } catch (RuntimeException e) {
            Log.failed("the key contributor " + contributor.getClass().getName(), e);
            return Optional.empty();
        }
    }

    /**
     * The parameters that count, as they were written.
     *
     * @throws IllegalArgumentException where a parameter's name cannot be decoded and so cannot be judged
     */
    static Optional<String> countedQuery(String rawQuery, QueryKey counted) {
        if (counted.mode() == QueryKey.Mode.ALL && !counted.sorted()) {
            return Optional.of(rawQuery);
        }
        List<Parameter> parameters = new ArrayList<>();
        for (Parameter parameter : parameters(rawQuery)) {
            if (counts(parameter.name(), counted.mode(), counted.names())) {
                parameters.add(parameter);
            }
        }
        if (parameters.isEmpty()) {
            return Optional.empty();
        }
        if (counted.sorted()) {
            parameters.sort(Comparator.comparing(Parameter::name));
        }
        StringBuilder query = new StringBuilder(rawQuery.length());
        for (Parameter parameter : parameters) {
            query.append(query.isEmpty() ? "" : "&").append(parameter.raw());
        }
        return Optional.of(query.toString());
    }

    private static boolean counts(String name, QueryKey.Mode mode, Set<String> names) {
        return switch (mode) {
            case ALL -> true;
            case ONLY -> names.contains(name);
            case IGNORE -> !names.contains(name);
        };
    }

    /** The parameters of a raw query, in order; empty ones are left out, as containers do. */
    static List<Parameter> parameters(String rawQuery) {
        List<Parameter> parameters = new ArrayList<>();
        int start = 0;
        while (start <= rawQuery.length()) {
            int end = rawQuery.indexOf('&', start);
            if (end < 0) {
                end = rawQuery.length();
            }
            if (end > start) {
                parameters.add(parameter(rawQuery.substring(start, end)));
            }
            start = end + 1;
        }
        return parameters;
    }

    private static Parameter parameter(String raw) {
        int equals = raw.indexOf('=');
        String name = equals < 0 ? raw : raw.substring(0, equals);
        return new Parameter(decode(name), equals < 0 ? "" : raw.substring(equals + 1), raw);
    }

    static String decode(String raw) {
        return raw.indexOf('%') < 0 && raw.indexOf('+') < 0 ? raw : URLDecoder.decode(raw, StandardCharsets.UTF_8);
    }

    /**
     * A query parameter.
     *
     * @param name decoded
     * @param rawValue not decoded
     * @param raw name and value as written
     */
    record Parameter(String name, String rawValue, String raw) {
    }
}
