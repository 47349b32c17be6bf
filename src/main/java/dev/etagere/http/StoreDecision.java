package dev.etagere.http;

import java.util.List;
import java.util.Optional;

/** Whether a response may be stored by a shared cache (RFC 9111 §3), and why not. */
public sealed interface StoreDecision {

    /** It may. */
    record Store(Freshness freshness) implements StoreDecision {
    }

    /** It may not. */
    record Refuse(Reason reason) implements StoreDecision {
    }

    /** Why a response is not stored; {@link #token} goes out in {@code Cache-Status; detail}. */
    enum Reason {
        METHOD("method"), NO_STORE("no-store"), REQUEST_NO_STORE("request-no-store"), PRIVATE("private"), AUTHORIZATION("authorization"),
        STATUS("status"), NOT_UNDERSTOOD("must-understand"), VARY_ANY("vary-star"), SET_COOKIE("set-cookie"), PARTIAL("partial"),
        NO_FRESHNESS("no-freshness");

        private final String token;

        Reason(String token) {
            this.token = token;
        }

        /** A token of RFC 8941. */
        public String token() {
            return token;
        }
    }

    /**
     * For a complete response to GET; {@link PostedContent} decides on those to POST. What is refused though RFC 9111 would allow it: those
     * that nobody could ever be served: neither fresh for a moment nor usable stale, and without a validator.
     *
     * <p>A field that a qualified {@code private} or {@code no-cache} names does not prevent storing, {@code Set-Cookie} included:
     * {@link StoredFields#storable(Headers, CacheRules)} leaves it out.
     */
    static StoreDecision of(RequestHead request, ResponseHead response, CacheRules rules) {
        if (response.status() == 206 || response.headers().contains("Content-Range")) {
            return new Refuse(Reason.PARTIAL);
        }
        return decide(request, response, rules);
    }

    /**
     * For a 206 with one {@code Content-Range} (RFC 9111 §3.3), as a part that may later be combined with others (§3.4): that needs a
     * strong validator, so one that is known to be weak is refused. One without any may be stored and served alone.
     */
    static StoreDecision ofPartial(RequestHead request, ResponseHead response, CacheRules rules) {
        Headers headers = response.headers();
        List<String> ranges = headers.values("Content-Range");
        boolean single = ranges.size() == 1 && ContentRange.parse(ranges.get(0)).filter(ContentRange::isSatisfied).isPresent();
        if (response.status() != 206 || !single || isWeak(headers)) {
            return new Refuse(Reason.PARTIAL);
        }
        return decide(request, response, rules);
    }

    /** Without an entity tag, a modification time may be strong (RFC 9110 §8.8.2.2). */
    private static boolean isWeak(Headers headers) {
        Validators validators = Validators.of(headers);
        return !validators.isEmpty() && validators.strongEntityTag().isEmpty()
                && (validators.entityTag().isPresent() || validators.strongLastModified().isEmpty());
    }

    private static StoreDecision decide(RequestHead request, ResponseHead response, CacheRules rules) {
        Headers headers = response.headers();
        ResponseDirectives directives = ResponseDirectives.of(headers, rules);
        CacheControl control = directives.control();
        if (!request.method().equals("GET")) {
            return new Refuse(Reason.METHOD);
        }
        Optional<Reason> byStatus = byStatus(response.status(), control);
        if (byStatus.isPresent()) {
            return new Refuse(byStatus.get());
        }
        if (answersConditions(request, response.status())) {
            return new Refuse(Reason.STATUS);
        }
        if (control.isPrivate()) {
            return new Refuse(Reason.PRIVATE);
        }
        // RFC 9111 §4.1: no request would ever match.
        if (Vary.of(headers.values("Vary")).any()) {
            return new Refuse(Reason.VARY_ANY);
        }
        if (!rules.storeSetCookie() && setsCookie(headers, directives)) {
            return new Refuse(Reason.SET_COOKIE);
        }
        Optional<Reason> byRequest = byRequest(request, control);
        if (byRequest.isPresent()) {
            return new Refuse(byRequest.get());
        }
        Freshness freshness = Freshness.of(response, directives, rules);
        return isOfUse(response, directives, freshness) ? new Store(freshness) : new Refuse(Reason.NO_FRESHNESS);
    }

    /** Status, {@code no-store} and {@code must-understand}, of which each bears on the others (RFC 9111 §5.2.2.3). */
    private static Optional<Reason> byStatus(int status, CacheControl control) {
        if (!Statuses.isFinal(status) || status == 304 || Statuses.isNeverStored(status)) {
            return Optional.of(Reason.STATUS);
        }
        if (control.mustUnderstand()) {
            return Statuses.isUnderstood(status) ? Optional.empty() : Optional.of(Reason.NOT_UNDERSTOOD);
        }
        return control.noStore() ? Optional.of(Reason.NO_STORE) : Optional.empty();
    }

    /** What may not be stored for who asked, though another's answer like it may. */
    private static Optional<Reason> byRequest(RequestHead request, CacheControl control) {
        // RFC 9111 §5.2.1.5.
        if (CacheControl.parse(request.values("Cache-Control")).noStore()) {
            return Optional.of(Reason.REQUEST_NO_STORE);
        }
        // RFC 9111 §3.5.
        boolean allowed = control.mustRevalidate() || control.isPublic() || control.sMaxAge().isPresent();
        return request.first("Authorization").isPresent() && !allowed ? Optional.of(Reason.AUTHORIZATION) : Optional.empty();
    }

    /** It says what became of the request's own condition or range, which a request without them did not ask. */
    private static boolean answersConditions(RequestHead request, int status) {
        return status == 412 && Preconditions.present(request) || status == 416 && request.first("Range").isPresent();
    }

    private static boolean setsCookie(Headers headers, ResponseDirectives directives) {
        return isStored("Set-Cookie", headers, directives) || isStored("Set-Cookie2", headers, directives);
    }

    /** A targeted field that names a cookie's field is not enough: whoever stores the fields might not listen to it. */
    private static boolean isStored(String name, Headers headers, ResponseDirectives directives) {
        String lower = FieldSyntax.lowerCase(name);
        CacheControl control = directives.control();
        boolean leftOut = !directives.targeted() && (control.privateFields().contains(lower) || control.noCacheFields().contains(lower));
        return headers.contains(name) && !leftOut;
    }

    /**
     * The last condition of RFC 9111 §3 (explicit freshness, {@code public}, or a status that may be cached heuristically), and that
     * there is a way to use it: a lifetime of its own (even one that is over, for {@code max-stale}), a window of RFC 5861, or a
     * validator.
     */
    private static boolean isOfUse(ResponseHead response, ResponseDirectives directives, Freshness freshness) {
        boolean explicit = Freshness.explicitLifetime(response, directives).isPresent();
        if (!explicit && !directives.control().isPublic() && !Statuses.isHeuristicallyCacheable(response.status())) {
            return false;
        }
        if (!Validators.of(response.headers()).isEmpty()) {
            return true;
        }
        boolean window = !freshness.neverStale() && !(freshness.staleWhileRevalidate().isZero() && freshness.staleIfError().isZero());
        return !freshness.alwaysValidate() && (!freshness.lifetime().isZero() || explicit && window);
    }
}
