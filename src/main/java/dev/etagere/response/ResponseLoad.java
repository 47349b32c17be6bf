package dev.etagere.response;

import dev.etagere.cache.SingleFlight;
import dev.etagere.http.Headers;
import dev.etagere.http.ResponseHead;
import dev.etagere.http.StoreDecision;
import dev.etagere.http.StoredFields;
import dev.etagere.http.Validators;
import dev.etagere.http.Vary;
import dev.etagere.response.Admission.Verdict;
import dev.etagere.response.ResponseCache.Read;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A run of the application for GET. The fence is taken when this is made, before the application begins: what is evicted while it runs
 * makes its answer invalid, whatever way the answer takes into the cache.
 */
final class ResponseLoad implements Load {

    private static final byte[] NOTHING = {};

    /** RFC 5861 §4. */
    private static final Set<Integer> ERRORS = Set.of(500, 502, 503, 504);

    /** Why an answer may not be stored, though what is stored for others still holds. */
    private static final Set<String> FOR_ONE_REQUEST =
            Set.of(StoreDecision.Reason.AUTHORIZATION.token(), StoreDecision.Reason.REQUEST_NO_STORE.token());

    private static final String BUSY = "busy";

    /** Why an answer is not stored, which tells nothing of others. */
    private static final Set<String> OF_THIS_RUN = Set.of(BUSY, Unkeepable.REQUEST_CONTENT);

    private final LoadContext context;
    private final Read read;
    private final Purpose purpose;
    private final Optional<SingleFlight.Lead> lead;
    private final Instant requestTime;

    private State state = State.RUNNING;
    private boolean entered;
    private boolean shared;
    private boolean elsewhere;
    private boolean detached;
    private ResponseMaker maker;
    private ResponseHead head;
    private Verdict verdict = new Verdict.Refuse("unfinished");

    /** What has been decided about the answer. */
    private enum State { RUNNING, HELD, STREAMED, NOT_MODIFIED, FAILED, ENDED }

    ResponseLoad(LoadContext context, Read read, Purpose purpose, Optional<SingleFlight.Lead> lead) {
        this.context = context;
        this.read = read;
        this.purpose = purpose;
        this.lead = lead;
        this.maker = new ResponseMaker(read, context.options(), context.shelf().fence());
        this.requestTime = context.clock().instant();
    }

    @Override
    public RequestChange change() {
        return purpose.change();
    }

    @Override
    public void detach() {
        detached = true;
        lead.ifPresent(SingleFlight.Lead::detach);
    }

    @Override
    public Plan plan(int status, Headers headers, Observed seen) {
        TagHeaders tagHeaders = context.options().tagHeaders();
        maker = maker.given(tagHeaders.tags(headers));
        head = new ResponseHead(status, tagHeaders.visible(headers), requestTime, context.clock().instant());
        if (purpose.validates() && status == 304) {
            state = State.NOT_MODIFIED;
            return new Plan.Swallow(0);
        }
        if (purpose.servesStored() && ERRORS.contains(status)) {
            state = State.FAILED;
            return new Plan.Swallow(0);
        }
        verdict = judge(seen);
        if (verdict instanceof Verdict.Admit && !(entered = context.enter())) {
            verdict = new Verdict.Refuse(BUSY);
        }
        if (mustHold()) {
            state = State.HELD;
            return new Plan.Hold(context.options().maxEntryBytes());
        }
        return streamed();
    }

    @Override
    public void keptElsewhere() {
        elsewhere = true;
    }

    @Override
    public void tag(Collection<String> more) {
        maker.more().addAll(more);
    }

    private Verdict judge(Observed seen) {
        if (elsewhere) {
            return new Verdict.Refuse("kept-elsewhere");
        }
        Optional<String> unkeepable = Unkeepable.reason(head.headers(), context.options().maxEntryBytes());
        return unkeepable.isPresent() ? new Verdict.Refuse(unkeepable.get())
                : read.admission(context.options().rules()).judge(head, seen);
    }

    /** Held back are answers that get a tag from their content, and those of which the client may need only a part or none. */
    private boolean mustHold() {
        if (head.status() != 200) {
            return false;
        }
        if (verdict instanceof Verdict.Admit) {
            return !head.headers().contains("ETag") || read.isConditionalOrRanged();
        }
        return answersConditions() && !Validators.of(head.headers()).isEmpty();
    }

    /** Whether the client's preconditions and ranges were kept from the application and are ours to answer. */
    private boolean answersConditions() {
        return purpose.hidesConditions() && read.isConditionalOrRanged() && !tooLong();
    }

    private boolean tooLong() {
        return refusal().filter(reason -> reason.equals(Unkeepable.TOO_LARGE) || reason.equals(Unkeepable.EVENT_STREAM)).isPresent();
    }

    private Plan.Stream streamed() {
        state = State.STREAMED;
        boolean captured = verdict instanceof Verdict.Admit;
        return new Plan.Stream(fields(Optional.empty(), OptionalLong.empty()), captured ? context.options().maxEntryBytes() : 0);
    }

    @Override
    public Plan.Stream stream(boolean overflow, Observed seen) {
        if (overflow) {
            verdict = new Verdict.Refuse(Unkeepable.TOO_LARGE);
        } else if (verdict instanceof Verdict.Admit) {
            verdict = judge(seen);
        }
        return streamed();
    }

    @Override
    public Completion complete(Optional<byte[]> body, Observed seen) {
        try {
            Instant now = context.clock().instant();
            return switch (state) {
                case NOT_MODIFIED -> validated(purpose.stored().orElseThrow(), seen, now);
                case FAILED -> {
                    shared = true;
                    yield new Completion.Instead(stale(purpose.stored().orElseThrow(), OptionalInt.of(head.status()), now));
                }
                case HELD, STREAMED -> completed(body, seen, now);
                case RUNNING, ENDED -> new Completion.AsMade(FieldSource.NONE);
            };
        } finally {
            end();
        }
    }

    /** All that was looked at while the answer was made is known now. */
    private Completion completed(Optional<byte[]> captured, Observed seen, Instant now) {
        if (verdict instanceof Verdict.Admit) {
            verdict = captured.isPresent() ? judge(seen) : new Verdict.Refuse(Unkeepable.TOO_LARGE);
        }
        boolean part = head.status() == 206;
        if (part && verdict instanceof Verdict.Admit && purpose.stored().filter(whole -> isFreshWhole(whole, now)).isPresent()) {
            verdict = new Verdict.Refuse("partial");
        }
        byte[] body = captured.orElse(NOTHING);
        if (part && verdict instanceof Verdict.Admit admit) {
            Optional<StoredResponse> kept = maker.part(head, admit, body, purpose.stored());
            shared = kept.isPresent() && keep(kept.get(), now);
            return new Completion.AsMade(fields(kept, kept.stream().mapToLong(made -> made.remainingSeconds(now)).findFirst()));
        }
        if (verdict instanceof Verdict.Admit admit) {
            StoredResponse made = maker.whole(head, admit, body);
            shared = keep(made, now);
            return completedStored(made, now);
        }
        forget();
        return completedUnstored(body);
    }

    private static boolean isFreshWhole(StoredResponse response, Instant now) {
        return response.representation().part().isEmpty() && response.terms().freshness().isFresh(now);
    }

    /** The answer is stored: its tag and terms are put on it, unless it was held because the client may need less than all of it. */
    private Completion completedStored(StoredResponse made, Instant now) {
        if (state == State.HELD && read.isConditionalOrRanged() && !read.isForOrigin() && isPlain()) {
            FieldSource trace = context.traced(read.request(), forwarded(OptionalLong.of(made.remainingSeconds(now)), shared));
            Reply reply = Replies.ofMade(made.representation(), read.request(), new Replies.More(timed(made, head.headers(), now), trace));
            if (reply.status() != head.status()) {
                return new Completion.Instead(reply);
            }
        }
        return new Completion.AsMade(fields(Optional.of(made), OptionalLong.of(made.remainingSeconds(now))));
    }

    private Completion completedUnstored(byte[] body) {
        if (state == State.HELD && answersConditions() && isPlain()) {
            Representation representation = Representation.of(head.status(),
                    StoredFields.storable(head.headers(), context.options().rules()), body);
            FieldSource trace = context.traced(read.request(), forwarded(OptionalLong.empty(), false));
            Reply reply = Replies.ofMade(representation, read.request(), new Replies.More(FieldSource.NONE, trace));
            if (reply.status() != head.status()) {
                return new Completion.Instead(reply);
            }
        }
        return new Completion.AsMade(fields(Optional.empty(), OptionalLong.empty()));
    }

    /** An answer that sets a cookie goes out as it was made. */
    private boolean isPlain() {
        return !head.headers().contains("Set-Cookie");
    }

    private boolean keep(StoredResponse response, Instant now) {
        boolean kept = verdict instanceof Verdict.Admit && context.shelf().put(response, now);
        if (kept) {
            context.counters().stored.increment();
        }
        return kept;
    }

    /**
     * The application's 304 to our conditions: what is stored goes out, and is valid anew from before this run (RFC 9111 §4.3.4). One that
     * is about another representation says nothing of what is stored, so the application is asked for the whole where it can be.
     */
    private Completion validated(StoredResponse old, Observed seen, Instant now) {
        Headers received = head.headers();
        if (!StoredFields.selects(received, old.representation().validators(), true)) {
            verdict = new Verdict.Refuse("other-validator");
            context.shelf().remove(old);
            return read.isOrigins() && !detached
                    ? new Completion.Again(new ResponseLoad(context, read, Purpose.miss(read, purpose.why()), Optional.empty()))
                    : confirmed(old.representation(), Optional.of(old), received, now);
        }
        head = new ResponseHead(old.representation().status(), maker.updated(old, head), requestTime, now);
        verdict = read.admission(context.options().rules()).judge(head, seen);
        if (verdict instanceof Verdict.Admit admit) {
            StoredResponse current = maker.refreshed(old, head.headers(), admit);
            shared = keep(current, now);
            return confirmed(current.representation(), Optional.of(current), received, now);
        }
        if (refusal().filter(FOR_ONE_REQUEST::contains).isEmpty()) {
            context.shelf().remove(old);
        }
        Representation updated = Representation.of(head.status(), head.headers(), old.representation().content());
        return confirmed(updated, Optional.empty(), received, now);
    }

    /**
     * @param terms empty where it may not be stored any longer: then its own fields alone tell how it may be used
     * @param received the fields of the 304, whose cookies are for this client
     */
    private Completion confirmed(Representation representation, Optional<StoredResponse> terms, Headers received, Instant now) {
        OptionalLong ttl = terms.stream().mapToLong(response -> response.remainingSeconds(now)).findFirst();
        FieldSource trace = context.traced(read.request(), new Trace.Forwarded(purpose.why(), OptionalInt.of(304), ttl, shared, refusal()));
        FieldSource timed = terms.map(response -> timed(response, received, now))
                .orElse(sink -> received.values("Age").forEach(age -> sink.header("Age", age, true)));
        List<String> cookies = representation.headers().contains("Set-Cookie") ? List.of() : received.values("Set-Cookie");
        return new Completion.Instead(Replies.of(representation, read.request(), new Replies.More(timed, sink -> {
            cookies.forEach(cookie -> sink.header("Set-Cookie", cookie, false));
            trace.eachHeader(sink);
        })));
    }

    private Optional<String> refusal() {
        return verdict instanceof Verdict.Refuse refuse ? Optional.of(refuse.reason()) : Optional.empty();
    }

    /** Without {@code Age}, unless what was received comes from a cache behind this one, or did not confirm what is stored. */
    private FieldSource timed(StoredResponse response, Headers received, Instant now) {
        return received.contains("Age") || refusal().isPresent()
                ? sink -> response.eachTimedHeader(now, sink)
                : sink -> response.eachTimedHeaderButAge(now, sink);
    }

    /** What is stored, in place of the application's failure. */
    private Reply stale(StoredResponse response, OptionalInt status, Instant now) {
        FieldSource trace = context.traced(read.request(),
                new Trace.Forwarded(purpose.why(), status, OptionalLong.of(response.remainingSeconds(now)), false, Optional.empty()));
        return Replies.of(response.representation(), read.request(), new Replies.More(sink -> response.eachTimedHeader(now, sink), trace));
    }

    /** The fields to put on an answer that goes out as the application made it. */
    private FieldSource fields(Optional<StoredResponse> made, OptionalLong ttl) {
        FieldSource trace = context.traced(read.request(), forwarded(ttl, made.isPresent() && shared));
        if (!(verdict instanceof Verdict.Admit admit)) {
            return trace;
        }
        Vary added = Vary.none().with(admit.vary().names().stream()
                .filter(name -> !Vary.of(head.headers().values("Vary")).names().contains(name)).toList());
        boolean evictedMeanwhile = made.isPresent() && !shared;
        long lifetime = evictedMeanwhile ? 0 : admit.freshness().lifetime().toSeconds();
        return sink -> {
            if (!head.headers().contains("ETag")) {
                made.flatMap(response -> response.representation().headers().first("ETag"))
                        .ifPresent(tag -> sink.header("ETag", tag, true));
            }
            if (!admit.client().isApplications()) {
                sink.header("Cache-Control", admit.client().fieldValue(0, lifetime), true);
                if (!added.isEmpty()) {
                    sink.header("Vary", String.join(", ", added.names()), false);
                }
            }
            trace.eachHeader(sink);
        };
    }

    private Trace forwarded(OptionalLong ttl, boolean kept) {
        return new Trace.Forwarded(purpose.why(), OptionalInt.of(head.status()), ttl, kept, refusal());
    }

    @Override
    public Optional<Reply> fail(String reason) {
        verdict = new Verdict.Refuse(reason);
        Optional<Reply> reply = purpose.servesStored()
                ? purpose.stored().map(response -> stale(response, OptionalInt.empty(), context.clock().instant()))
                : Optional.empty();
        shared = reply.isPresent();
        end();
        return reply;
    }

    @Override
    public void abandon(String reason) {
        verdict = new Verdict.Refuse(reason);
        end();
    }

    private void end() {
        if (state == State.ENDED) {
            return;
        }
        state = State.ENDED;
        if (entered) {
            context.leave();
        }
        if (!shared && verdict instanceof Verdict.Refuse refuse) {
            context.counters().refused.increment();
            Log.decided(read.request(), "not stored: " + refuse.reason());
        }
        lead.ifPresent(leading -> leading.land(shared));
    }

    /**
     * The application made an answer that may not be stored: what was stored before it is out of date, and nobody need wait for such. Its
     * answer to the client's own conditions, to content that came with the request, or to one user tells nothing of that.
     */
    private void forget() {
        boolean asClientAsked = purpose.change().hidden().isEmpty() && read.isConditionalOrRanged();
        if (head.status() >= 500 || asClientAsked) {
            return;
        }
        refusal().filter(reason -> !OF_THIS_RUN.contains(reason)).ifPresent(reason -> {
            if (!reason.equals(StoreDecision.Reason.AUTHORIZATION.token())) {
                purpose.stored().ifPresent(context.shelf()::remove);
            }
            context.shelf().noteNotCacheable(read.key(), reason.equals(Unkeepable.TOO_LARGE));
        });
    }
}
