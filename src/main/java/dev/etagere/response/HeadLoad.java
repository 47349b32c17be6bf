package dev.etagere.response;

import dev.etagere.http.CacheRules;
import dev.etagere.http.CacheStatus.Forward;
import dev.etagere.http.Headers;
import dev.etagere.http.ResponseHead;
import dev.etagere.http.StoredFields;
import dev.etagere.response.Admission.Verdict;
import dev.etagere.response.ResponseCache.Read;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** A run of the application for HEAD: it stores nothing, but updates or throws out what GET has stored (RFC 9111 §4.3.5). */
final class HeadLoad implements Load {

    private final LoadContext context;
    private final Read read;
    private final Forward why;
    private final Optional<StoredResponse> stored;
    private final Instant requestTime;
    private FieldSource trace = FieldSource.NONE;

    HeadLoad(LoadContext context, Read read, Forward why, Optional<StoredResponse> stored) {
        this.context = context;
        this.read = read;
        this.why = why;
        this.stored = stored;
        this.requestTime = context.clock().instant();
    }

    @Override
    public RequestChange change() {
        return new RequestChange(Set.of(), Headers.empty());
    }

    @Override
    public Plan plan(int status, Headers headers, Observed seen) {
        stored.filter(response -> status == 200 && response.representation().status() == 200)
                .ifPresent(response -> update(response, headers, seen));
        trace = context.traced(read.request(),
                new Trace.Forwarded(why, OptionalInt.of(status), OptionalLong.empty(), false, Optional.of("head")));
        return new Plan.Stream(trace, 0);
    }

    private void update(StoredResponse response, Headers headers, Observed seen) {
        Representation before = response.representation();
        OptionalLong length = OptionalLong.of(before.content().length);
        if (before.part().isPresent() || StoredFields.ofHead(before.headers(), headers, length) == StoredFields.HeadVerdict.OUT_OF_DATE) {
            context.shelf().remove(response);
            return;
        }
        Instant now = context.clock().instant();
        CacheRules rules = context.options().rules();
        TagHeaders tagHeaders = context.options().tagHeaders();
        Headers visible = tagHeaders.visible(headers);
        Headers update = ResponseMaker.dated(new ResponseHead(before.status(), visible, requestTime, now), visible);
        Headers fields = StoredFields.updated(before.headers(), update, rules);
        Verdict verdict = read.admission(rules).judge(new ResponseHead(before.status(), fields, requestTime, now), seen);
        if (verdict instanceof Verdict.Admit admit) {
            Set<String> tags = new LinkedHashSet<>(response.terms().tags());
            tagHeaders.tags(headers).ifPresent(tags::addAll);
            tags.addAll(ResponseMaker.groupTags(read.request(), fields));
            context.shelf().put(new StoredResponse(Representation.of(before.status(), fields, before.content()),
                    response.terms().refreshed(admit.freshness(), tags), response.conditions()), now);
        } else {
            context.shelf().remove(response);
        }
    }

    @Override
    public Plan.Stream stream(boolean overflow, Observed seen) {
        return new Plan.Stream(FieldSource.NONE, 0);
    }

    @Override
    public Completion complete(Optional<byte[]> body, Observed seen) {
        return new Completion.AsMade(trace);
    }

    @Override
    public Optional<Reply> fail(String reason) {
        return Optional.empty();
    }

    @Override
    public void abandon(String reason) {
        Log.decided(read.request(), "HEAD abandoned: " + reason);
    }
}
