package dev.etagere.response;

import dev.etagere.http.CacheStatus.Forward;
import dev.etagere.response.Shelf.Lookup;
import java.time.Instant;

/** Why a request goes forward, by what was found for it: the most specific reason there is (RFC 9211 §2.2). */
final class Forwarding {

    private Forwarding() {
    }

    static Forward reason(Lookup lookup, Instant now) {
        if (lookup instanceof Lookup.Found found) {
            return found.expired() ? Forward.STALE : reason(found.response(), now);
        }
        return ((Lookup.Absent) lookup).variants() ? Forward.VARY_MISS : Forward.URI_MISS;
    }

    private static Forward reason(StoredResponse stored, Instant now) {
        if (stored.representation().part().isPresent()) {
            return Forward.PARTIAL;
        }
        boolean fresh = !stored.terms().freshness().alwaysValidate() && stored.terms().freshness().isFresh(now);
        return fresh ? Forward.REQUEST : Forward.STALE;
    }
}
