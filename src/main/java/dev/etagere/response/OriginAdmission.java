package dev.etagere.response;

import dev.etagere.http.CacheRules;
import dev.etagere.http.PostedContent;
import dev.etagere.http.RequestHead;
import dev.etagere.http.ResponseHead;
import dev.etagere.http.StoreDecision;
import dev.etagere.http.Vary;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** The application's own headers decide, as RFC 9111 §3 has it for a shared cache. */
final class OriginAdmission implements Admission {

    private final RequestHead request;
    private final CacheRules rules;

    OriginAdmission(RequestView request, CacheRules rules) {
        this.request = new ForGet(request);
        this.rules = rules;
    }

    @Override
    public Verdict judge(ResponseHead response, Observed seen) {
        if (seen.content()) {
            return new Verdict.Refuse(Unkeepable.REQUEST_CONTENT);
        }
        return judge(response, seen, response.status() == 206
                ? StoreDecision.ofPartial(request, response, rules)
                : StoreDecision.of(request, response, rules));
    }

    /** Of an answer to POST, as GET's. */
    Verdict judgePosted(ResponseHead response, Observed seen, URI target) {
        return judge(response, seen, PostedContent.decide(request, target, response, rules));
    }

    private Verdict judge(ResponseHead response, Observed seen, StoreDecision decision) {
        if (seen.sessionStarted() && !rules.storeSetCookie()) {
            return new Verdict.Refuse("session");
        }
        if (decision instanceof StoreDecision.Refuse refuse) {
            return new Verdict.Refuse(refuse.reason().token());
        }
        StoreDecision.Store store = (StoreDecision.Store) decision;
        return new Verdict.Admit(store.freshness(), Vary.of(response.headers().values("Vary")), ClientControl.APPLICATIONS);
    }

    /**
     * The request as the entry's: for GET, since the answers to HEAD and POST are judged as GET's. A user whom the container knows by
     * other means counts as one who sent {@code Authorization} (RFC 9111 §3.5).
     */
    private record ForGet(RequestView request) implements RequestHead {

        @Override
        public String method() {
            return "GET";
        }

        @Override
        public Optional<String> first(String name) {
            return isAuthorization(name) ? request.first(name).or(request::user) : request.first(name);
        }

        @Override
        public List<String> values(String name) {
            return isAuthorization(name) ? first(name).stream().toList() : request.values(name);
        }

        private static boolean isAuthorization(String name) {
            return name.equalsIgnoreCase("Authorization");
        }
    }
}
