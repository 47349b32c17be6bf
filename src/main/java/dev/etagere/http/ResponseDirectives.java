package dev.etagere.http;

import java.util.Optional;

/**
 * The directives by which a cache treats a response.
 *
 * @param targeted whether they come from a targeted field: then {@code Cache-Control} and {@code Expires} are ignored (RFC 9213 §2.2)
 */
record ResponseDirectives(CacheControl control, boolean targeted) {

    /** The first of the cache's target list that is valid and not empty, else {@code Cache-Control} (RFC 9213 §2.2). */
    static ResponseDirectives of(Headers response, CacheRules rules) {
        for (String target : rules.targets()) {
            Optional<CacheControl> control = TargetedFields.parse(response.values(target));
            if (control.isPresent()) {
                return new ResponseDirectives(control.get(), true);
            }
        }
        return new ResponseDirectives(CacheControl.parse(response.values("Cache-Control")), false);
    }
}
