package dev.etagere.response;

import dev.etagere.event.TagTemplate;
import java.util.List;
import java.util.Map;

/** What is to be done with a request, by rule, by annotation or in code. */
public sealed interface Treatment {

    /**
     * Nothing: no rule, and the origin's own headers are not heeded. GET of the same path is not cached either, so a write evicts no URI.
     */
    record None() implements Treatment {
    }

    /** The response's own headers decide, as RFC 9111 has it for a shared cache; so a write evicts its URI. */
    record Origin() implements Treatment {
    }

    /** Cached by a policy; {@code parameters} are the path's. */
    record Cached(CachePolicy policy, Map<String, String> parameters) implements Treatment {
    }

    /**
     * A write that evicts after success: its URI, those of the same origin that its answer names (RFC 9111 §4.4), and these.
     *
     * @param tags hard evictions
     * @param expire soft ones
     */
    record Evicts(List<TagTemplate> tags, List<TagTemplate> expire, Map<String, String> parameters) implements Treatment {

        /** Nothing but URIs. */
        public static final Evicts URIS = new Evicts(List.of(), List.of(), Map.of());
    }
}
