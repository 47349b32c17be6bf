package dev.etagere.response;

import dev.etagere.http.Freshness;
import dev.etagere.http.ResponseHead;
import dev.etagere.http.Vary;

/** Whether the application's answer to a request may be stored, and on which terms: by its own headers, or by a policy. */
interface Admission {

    Verdict judge(ResponseHead response, Observed seen);

    /** A verdict with its reason. */
    sealed interface Verdict {

        /** It may be stored. */
        record Admit(Freshness freshness, Vary vary, ClientControl client) implements Verdict {
        }

        /** It may not; the reason is a token. */
        record Refuse(String reason) implements Verdict {
        }
    }
}
