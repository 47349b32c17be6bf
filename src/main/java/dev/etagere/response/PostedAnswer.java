package dev.etagere.response;

import dev.etagere.cache.Fence;
import dev.etagere.http.CacheControl;
import dev.etagere.http.Headers;
import dev.etagere.http.ResponseHead;
import dev.etagere.response.Admission.Verdict;
import dev.etagere.response.ResponseCache.Read;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;

/**
 * The answer to a POST, kept as GET's where the application says that it is just that (RFC 9110 §9.3.3). The POST's own eviction of its URI
 * is no reason against it, since the answer was made by what changed; any other eviction meanwhile is.
 */
final class PostedAnswer {

    private final LoadContext context;
    private final RequestView request;
    private final Fence before;
    private final Instant requestTime;

    /** To be made before the application runs. */
    PostedAnswer(LoadContext context, RequestView request) {
        this.context = context;
        this.request = request;
        this.before = context.shelf().fence();
        this.requestTime = context.clock().instant();
    }

    /** To be called once after the POST's one eviction; tells whether it was kept. */
    boolean keep(int status, Headers headers, byte[] body, Observed seen) {
        Fence own = context.shelf().fence();
        if (own.epoch() != before.epoch() || own.position() != before.position() + 1) {
            return false;
        }
        TagHeaders tagHeaders = context.options().tagHeaders();
        Instant now = context.clock().instant();
        ResponseHead head = new ResponseHead(status, tagHeaders.visible(headers), requestTime, now);
        try {
            URI target = new URI(RequestKey.uri(request, request.rawQuery()));
            Verdict verdict = new OriginAdmission(request, context.options().rules()).judgePosted(head, seen, target);
            if (!(verdict instanceof Verdict.Admit admit)) {
                return false;
            }
            Read read = new Read(request, CacheControl.none(), RequestKey.ofShared(request), false, new Treatment.Origin());
            ResponseMaker maker = new ResponseMaker(read, context.options(), own).given(tagHeaders.tags(headers));
            boolean kept = context.shelf().put(maker.whole(head, admit, body), now);
            if (kept) {
                context.counters().stored.increment();
            }
            return kept;
        } catch (URISyntaxException notAUri) {
            return false;
        }
    }
}
