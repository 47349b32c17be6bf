package dev.etagere.http;

import java.net.URI;

/** Responses to POST that may answer a later GET (RFC 9110 §9.3.3). */
public final class PostedContent {

    private PostedContent() {
    }

    /**
     * Whether a response to POST may be stored as GET's: a 200 that states its freshness, and that names the target's own URI in
     * {@code Content-Location}, which says that it is what GET would bring (RFC 9110 §8.7).
     *
     * @param request the request as one for GET
     * @param target the request's absolute URI
     */
    public static StoreDecision decide(RequestHead request, URI target, ResponseHead response, CacheRules rules) {
        if (response.status() != 200 || !isOf(target, response.headers())) {
            return new StoreDecision.Refuse(StoreDecision.Reason.METHOD);
        }
        CacheRules statedOnly = new CacheRules(rules.targets(), rules.storeSetCookie(), false, rules.heuristicLimit());
        StoreDecision decision = StoreDecision.of(request, response, statedOnly);
        boolean lasts = decision instanceof StoreDecision.Store store && !store.freshness().lifetime().isZero();
        return decision instanceof StoreDecision.Store && !lasts ? new StoreDecision.Refuse(StoreDecision.Reason.NO_FRESHNESS) : decision;
    }

    private static boolean isOf(URI target, Headers response) {
        return Validators.single(response.values("Content-Location"))
                .flatMap(reference -> Invalidation.resolve(target, FieldSyntax.trim(reference)))
                .filter(Invalidation.withoutFragment(target)::equals).isPresent();
    }
}
