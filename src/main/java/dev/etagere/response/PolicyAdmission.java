package dev.etagere.response;

import dev.etagere.http.CacheControl;
import dev.etagere.http.CacheRules;
import dev.etagere.http.Freshness;
import dev.etagere.http.Headers;
import dev.etagere.http.ResponseHead;
import dev.etagere.http.StoreDecision;
import dev.etagere.http.Vary;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** A policy decides; the application's explicit refusal, and what its handler looked at, stand above it. */
final class PolicyAdmission implements Admission {

    /**
     * Fields whose reading says nothing about the response: they are in the key already, are answered by this cache, or belong to
     * the connection or to the request's content.
     */
    private static final Set<String> WITHOUT_INFLUENCE = Set.of("host", "connection", "keep-alive", "proxy-connection", "te", "upgrade",
            "transfer-encoding", "content-length", "content-type", "expect", "if-match", "if-none-match", "if-modified-since",
            "if-unmodified-since", "if-range", "range", "cache-control", "pragma");

    private final RequestView request;
    private final CachePolicy policy;
    private final boolean keyedByUser;
    private final CacheRules rules;

    PolicyAdmission(RequestView request, CachePolicy policy, boolean keyedByUser, CacheRules rules) {
        this.request = request;
        this.policy = policy;
        this.keyedByUser = keyedByUser;
        this.rules = rules;
    }

    @Override
    public Verdict judge(ResponseHead response, Observed seen) {
        Optional<String> refusal = refusal(response.headers(), seen);
        if (refusal.isPresent()) {
            return new Verdict.Refuse(refusal.get());
        }
        Vary vary = Vary.of(response.headers().values("Vary")).with(policy.vary()).with(influential(seen.headers()));
        if (vary.any()) {
            return new Verdict.Refuse("vary-star");
        }
        if (response.status() == 206 || response.headers().contains("Content-Range")) {
            return new Verdict.Refuse("partial");
        }
        boolean ofSome = keyedByUser || policy.keys().stream().anyMatch(KeyContributor::tellsApart);
        ClientControl client = new ClientControl.ByPolicy(ofSome, policy.clientTtl());
        if (policy.statuses().contains(response.status())) {
            return new Verdict.Admit(freshness(response), vary, client);
        }
        return byOwnFreshness(response, vary);
    }

    /** A status that the policy does not name: only with freshness that the application states, on its own terms (RFC 9111 §3). */
    private Verdict byOwnFreshness(ResponseHead response, Vary vary) {
        CacheRules explicitOnly = new CacheRules(rules.targets(), rules.storeSetCookie(), false, rules.heuristicLimit());
        StoreDecision decision = StoreDecision.of(request, response, explicitOnly);
        if (decision instanceof StoreDecision.Store store && !store.freshness().lifetime().isZero()) {
            return new Verdict.Admit(store.freshness(), vary, ClientControl.APPLICATIONS);
        }
        return new Verdict.Refuse("status");
    }

    private Optional<String> refusal(Headers headers, Observed seen) {
        CacheControl control = CacheControl.parse(headers.values("Cache-Control"));
        if (control.noStore()) {
            return Optional.of("no-store");
        }
        if (control.noCache()) {
            return Optional.of("no-cache");
        }
        if ((control.isPrivate() || !control.privateFields().isEmpty()) && !keyedByUser) {
            return Optional.of("private");
        }
        if (policy.requestDirectives() && CacheControl.ofRequest(request).noStore()) {
            return Optional.of("request-no-store");
        }
        if (headers.contains("Set-Cookie") && !rules.storeSetCookie()) {
            return Optional.of("set-cookie");
        }
        if (seen.sessionStarted()) {
            return Optional.of("session");
        }
        if (seen.content()) {
            return Optional.of(Unkeepable.REQUEST_CONTENT);
        }
        return policy.scope() == Scope.PUBLIC ? Optional.empty() : looksAtMore(seen);
    }

    /** What the handler looked at that is not in the key. The user is: every scope but {@code PUBLIC} keys by it, or by its absence. */
    private Optional<String> looksAtMore(Observed seen) {
        if (seen.session()) {
            return Optional.of("reads-session");
        }
        if ((seen.cookies() || seen.headers().contains("cookie")) && !named("cookie")) {
            return Optional.of("reads-cookies");
        }
        if (seen.client()) {
            return Optional.of("reads-client-address");
        }
        return Optional.empty();
    }

    private boolean named(String field) {
        return policy.vary().stream().anyMatch(field::equalsIgnoreCase);
    }

    private static List<String> influential(Set<String> headersRead) {
        return headersRead.stream().filter(name -> !WITHOUT_INFLUENCE.contains(name)).toList();
    }

    private Freshness freshness(ResponseHead response) {
        Duration ttl = policy.ttl();
        if (policy.jitter() > 0) {
            double part = ThreadLocalRandom.current().nextDouble() * policy.jitter();
            ttl = ttl.minusMillis((long) (ttl.toMillis() * part));
        }
        return Freshness.ofTtl(ttl, policy.staleWhileRevalidate(), policy.staleIfError(), response.responseTime());
    }
}
