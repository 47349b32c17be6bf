package dev.etagere.response;

import dev.etagere.cache.SingleFlight;
import dev.etagere.http.CacheStatus.Forward;
import dev.etagere.http.Headers;
import dev.etagere.http.PartialContent;
import dev.etagere.http.ResponseHead;
import dev.etagere.response.Admission.Verdict;
import dev.etagere.response.ResponseCache.Read;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Asks the application for what is missing of a stored part, where the client wants the whole (RFC 9111 §3.3, §3.4). An application that
 * has another representation by now, or does not serve ranges, answers with the whole (RFC 9110 §13.1.5), which is then taken as any other
 * answer. One that sends a range which does not fit runs again, for the whole.
 */
final class CompletingLoad implements Load {

    private static final int RANGE_NOT_SATISFIABLE = 416;

    private final LoadContext context;
    private final Read read;
    private final StoredResponse stored;
    private final RequestChange change;
    private final int missing;
    private final Optional<SingleFlight.Lead> lead;
    private final Load whole;
    private final Instant requestTime;
    private ResponseMaker maker;
    private Optional<ResponseHead> rest = Optional.empty();
    private boolean collecting;

    private CompletingLoad(LoadContext context, Read read, StoredResponse stored, Headers request, int missing,
            Optional<SingleFlight.Lead> lead) {
        this.context = context;
        this.read = read;
        this.stored = stored;
        this.missing = missing;
        this.lead = lead;
        this.change = new RequestChange(Set.of("range", "if-range"), request);
        this.maker = new ResponseMaker(read, context.options(), context.shelf().fence());
        this.whole = new ResponseLoad(context, read, Purpose.miss(read, Forward.PARTIAL), Optional.empty());
        this.requestTime = context.clock().instant();
    }

    /** Empty where the request does not ask for the whole, or the whole cannot be had of the part and one more. */
    static Optional<Load> of(LoadContext context, Read read, StoredResponse stored, Optional<SingleFlight.Lead> lead) {
        Optional<PartialContent> part = stored.representation().part();
        if (part.isEmpty() || !read.isOrigins() || read.isConditionalOrRanged() || read.directives().noCache()) {
            return Optional.empty();
        }
        OptionalLong length = part.get().range().completeLength();
        if (length.isEmpty() || length.getAsLong() > context.options().maxEntryBytes()) {
            return Optional.empty();
        }
        int missing = (int) length.getAsLong() - part.get().content().length;
        return part.get().requestForRest().map(request -> new CompletingLoad(context, read, stored, request, missing, lead));
    }

    @Override
    public RequestChange change() {
        return change;
    }

    @Override
    public void keptElsewhere() {
        whole.keptElsewhere();
    }

    @Override
    public void tag(Collection<String> more) {
        maker.more().addAll(more);
        whole.tag(more);
    }

    @Override
    public void detach() {
        lead.ifPresent(SingleFlight.Lead::detach);
    }

    @Override
    public Plan plan(int status, Headers headers, Observed seen) {
        collecting = status == 206 || status == RANGE_NOT_SATISFIABLE;
        if (!collecting) {
            return whole.plan(status, headers, seen);
        }
        if (status == 206) {
            TagHeaders tagHeaders = context.options().tagHeaders();
            maker = maker.given(tagHeaders.tags(headers));
            rest = Optional.of(new ResponseHead(status, tagHeaders.visible(headers), requestTime, context.clock().instant()));
        }
        return new Plan.Swallow(missing);
    }

    @Override
    public Plan.Stream stream(boolean overflow, Observed seen) {
        return whole.stream(overflow, seen);
    }

    @Override
    public Completion complete(Optional<byte[]> body, Observed seen) {
        try {
            return collecting ? combined(body, seen) : whole.complete(body, seen);
        } finally {
            end();
        }
    }

    private Completion combined(Optional<byte[]> body, Observed seen) {
        Instant now = context.clock().instant();
        if (rest.isPresent() && body.isPresent()
                && read.admission(context.options().rules()).judge(rest.get(), seen) instanceof Verdict.Admit admit) {
            Optional<StoredResponse> made = maker.part(rest.get(), admit, body.get(), Optional.of(stored))
                    .filter(both -> both.representation().part().isEmpty());
            if (made.isPresent()) {
                return new Completion.Instead(reply(made.get(), context.shelf().put(made.get(), now), now));
            }
        }
        Log.decided(read.request(), "what the application sent does not complete the stored part: it is asked for the whole");
        context.shelf().remove(stored);
        return new Completion.Again(new ResponseLoad(context, read, Purpose.miss(read, Forward.PARTIAL), Optional.empty()));
    }

    private Reply reply(StoredResponse made, boolean kept, Instant now) {
        if (kept) {
            context.counters().stored.increment();
        }
        FieldSource trace = context.traced(read.request(), new Trace.Forwarded(Forward.PARTIAL, OptionalInt.of(206),
                OptionalLong.of(made.remainingSeconds(now)), kept, Optional.empty()));
        return Replies.of(made.representation(), read.request(), new Replies.More(sink -> made.eachTimedHeader(now, sink), trace));
    }

    @Override
    public Optional<Reply> fail(String reason) {
        try {
            return whole.fail(reason);
        } finally {
            end();
        }
    }

    @Override
    public void abandon(String reason) {
        whole.abandon(reason);
        end();
    }

    private void end() {
        lead.ifPresent(leading -> leading.land(true));
    }
}
