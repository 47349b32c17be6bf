package dev.etagere.http;

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
        METHOD("method"), NO_STORE("no-store"), PRIVATE("private"), AUTHORIZATION("authorization"), STATUS("status"),
        NOT_UNDERSTOOD("must-understand"), VARY_ANY("vary-star"), SET_COOKIE("set-cookie"), PARTIAL("partial"),
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

    static StoreDecision of(RequestHead request, ResponseHead response, CacheRules rules) { throw new UnsupportedOperationException(); }

    /** For a 206 of one part, which is kept to answer ranges within it (RFC 9111 §3.3). */
    static StoreDecision ofPartial(RequestHead request, ResponseHead response, CacheRules rules) { throw new UnsupportedOperationException(); }
}
