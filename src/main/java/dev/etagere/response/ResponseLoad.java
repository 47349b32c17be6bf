package dev.etagere.response;

import dev.etagere.cache.Fence;
import dev.etagere.cache.SingleFlight;
import dev.etagere.http.CacheStatus.Forward;
import dev.etagere.http.EntityTag;
import dev.etagere.http.Headers;
import dev.etagere.http.HttpDates;
import dev.etagere.http.PartialContent;
import dev.etagere.http.ResponseHead;
import dev.etagere.http.ServeDecision;
import dev.etagere.http.StoredFields;
import dev.etagere.http.Validators;
import dev.etagere.http.Vary;
import dev.etagere.response.Admission.Verdict;
import dev.etagere.response.ResponseCache.Read;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A run of the application for GET. The fence is taken when this is made, before the application begins: what is evicted while it runs
 * makes its answer invalid, whatever way the answer takes into the cache.
 */
final class ResponseLoad implements Load {

    private static final Set<String> CONDITIONS =
            Set.of("if-match", "if-none-match", "if-modified-since", "if-unmodified-since", "if-range", "range");

    /** RFC 5861 §4. */
    private static final Set<Integer> ERRORS = Set.of(500, 502, 503, 504);

    private final LoadContext context;
    private final Read read;
    private final Forward why;
    private final Optional<StoredResponse> stored;
    private final RequestChange change;
    private final boolean validates;
    private final boolean servesStored;
    private final Optional<SingleFlight.Lead> lead;
    private final Fence fence;
    private final Instant requestTime;

    private State state = State.RUNNING;
    private boolean entered;
    private ResponseHead head;
    private Verdict verdict = new Verdict.Refuse("unfinished");

    /** What has been decided about the answer. */
    private enum State { RUNNING, HELD, STREAMED, NOT_MODIFIED, FAILED, ENDED }

    private ResponseLoad(LoadContext context, Read read, Forward why, Optional<StoredResponse> stored, Kind kind,
            Optional<SingleFlight.Lead> lead) {
        this.context = context;
        this.read = read;
        this.why = why;
        this.stored = stored;
        this.validates = kind.validates();
        this.servesStored = kind.servesStored();
        this.lead = lead;
        this.fence = context.shelf().fence();
        this.requestTime = context.clock().instant();
        this.change = changeOf(read, validates ? stored : Optional.empty());
    }

    /**
     * What a load may do with what is stored.
     *
     * @param validates whether the application is asked to validate it
     * @param servesStored whether it may be served should the application fail
     */
    private record Kind(boolean validates, boolean servesStored) {
    }

    static ResponseLoad miss(LoadContext context, Read read, Forward why, Optional<SingleFlight.Lead> lead) {
        return new ResponseLoad(context, read, why, Optional.empty(), new Kind(false, false), lead);
    }

    /** What is stored must be validated before it is served. */
    static ResponseLoad validation(LoadContext context, Read read, StoredResponse stored, Instant now, Optional<SingleFlight.Lead> lead) {
        return new ResponseLoad(context, read, forwardFor(read, stored, now), Optional.of(stored), new Kind(true, onError(read, stored, now)), lead);
    }

    /** What is stored cannot be validated: the application makes another. */
    static ResponseLoad replacement(LoadContext context, Read read, StoredResponse stored, Instant now, Optional<SingleFlight.Lead> lead) {
        return new ResponseLoad(context, read, forwardFor(read, stored, now), Optional.of(stored), new Kind(false, onError(read, stored, now)), lead);
    }

    /** What is stored has been served already and is refreshed behind that. */
    static ResponseLoad refresh(LoadContext context, Read read, StoredResponse stored, Optional<SingleFlight.Lead> lead) {
        return new ResponseLoad(context, read, Forward.STALE, Optional.of(stored), new Kind(stored.canBeValidated(), true), lead);
    }

    private static boolean onError(Read read, StoredResponse stored, Instant now) {
        return stored.representation().part().isEmpty()
                && stored.decide(read.directives(), now) instanceof ServeDecision.Validate validate && validate.onError();
    }

    private static Forward forwardFor(Read read, StoredResponse stored, Instant now) {
        if (stored.representation().part().isPresent()) {
            return Forward.PARTIAL;
        }
        return stored.decide(read.directives(), now) instanceof ServeDecision.Validate validate && validate.why() == ServeDecision.Why.REQUEST
                ? Forward.REQUEST : Forward.STALE;
    }

    private static RequestChange changeOf(Read read, Optional<StoredResponse> validated) {
        if (validated.isPresent()) {
            return new RequestChange(CONDITIONS, validated.get().conditions());
        }
        return new RequestChange(read.isOrigins() ? Set.of() : CONDITIONS, Headers.empty());
    }

    @Override
    public RequestChange change() {
        return change;
    }

    @Override
    public Plan plan(int status, Headers headers, Observed seen) {
        head = new ResponseHead(status, headers, requestTime, context.clock().instant());
        if (validates && status == 304) {
            state = State.NOT_MODIFIED;
            return new Plan.Swallow();
        }
        if (servesStored && ERRORS.contains(status)) {
            state = State.FAILED;
            return new Plan.Swallow();
        }
        verdict = judge(seen);
        if (verdict instanceof Verdict.Admit && !(entered = context.enter())) {
            verdict = new Verdict.Refuse("busy");
        }
        if (mustHold()) {
            state = State.HELD;
            return new Plan.Hold(context.options().maxEntryBytes());
        }
        return streamed();
    }

    private Verdict judge(Observed seen) {
        if (head.headers().first("Content-Type").filter(type -> type.toLowerCase(Locale.ROOT).startsWith("text/event-stream")).isPresent()) {
            return new Verdict.Refuse("event-stream");
        }
        Optional<String> length = head.headers().first("Content-Length");
        if (length.isPresent() && isLonger(length.get(), context.options().maxEntryBytes())) {
            return new Verdict.Refuse("too-large");
        }
        return read.admission(context.options().rules()).judge(head, seen);
    }

    private static boolean isLonger(String declared, int most) {
        try {
            return Long.parseLong(declared.trim()) > most;
        } catch (NumberFormatException malformed) {
            return true;
        }
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
        return change.hidden().contains("if-none-match") && read.isConditionalOrRanged() && !tooLong();
    }

    private boolean tooLong() {
        return verdict instanceof Verdict.Refuse refuse && (refuse.reason().equals("too-large") || refuse.reason().equals("event-stream"));
    }

    private Plan.Stream streamed() {
        state = State.STREAMED;
        boolean captured = verdict instanceof Verdict.Admit;
        return new Plan.Stream(fields(Optional.empty(), OptionalLong.empty()), captured ? context.options().maxEntryBytes() : 0);
    }

    @Override
    public Plan.Stream stream(boolean overflow, Observed seen) {
        if (overflow) {
            verdict = new Verdict.Refuse("too-large");
        } else if (verdict instanceof Verdict.Admit) {
            verdict = judge(seen);
        }
        return streamed();
    }

    @Override
    public Completion complete(Optional<byte[]> body, Observed seen) {
        boolean shared = false;
        try {
            Instant now = context.clock().instant();
            if (state == State.NOT_MODIFIED) {
                StoredResponse refreshed = refreshed(seen, now);
                shared = keep(refreshed, now);
                return new Completion.Instead(reply(refreshed, shared, OptionalInt.of(304), now));
            }
            if (state == State.FAILED) {
                shared = true;
                return new Completion.Instead(reply(stored.orElseThrow(), false, OptionalInt.of(head.status()), now));
            }
            if (state != State.HELD && state != State.STREAMED || body.isEmpty()) {
                return new Completion.AsMade(FieldSource.NONE);
            }
            verdict = verdict instanceof Verdict.Admit ? judge(seen) : verdict;
            if (verdict instanceof Verdict.Admit admit && head.status() == 206) {
                Optional<StoredResponse> part = storedPart(admit, body.get());
                shared = part.isPresent() && keep(part.get(), now);
                return new Completion.AsMade(FieldSource.NONE);
            }
            if (verdict instanceof Verdict.Admit admit) {
                StoredResponse made = stored(admit, body.get());
                shared = keep(made, now);
                return state == State.HELD ? completed(made, shared, now) : new Completion.AsMade(FieldSource.NONE);
            }
            return completedUnstored(body.get());
        } finally {
            end(shared);
        }
    }

    /** The held answer is stored: its tag and terms are put on it, unless the client asked for less than all of it. */
    private Completion completed(StoredResponse made, boolean kept, Instant now) {
        if (read.isConditionalOrRanged() && isPlain()) {
            Reply reply = reply(made, kept, OptionalInt.of(head.status()), now);
            if (reply.status() != head.status()) {
                return new Completion.Instead(reply);
            }
        }
        return new Completion.AsMade(fields(Optional.of(made), OptionalLong.of(made.remainingSeconds(now))));
    }

    private Completion completedUnstored(byte[] body) {
        if (state == State.HELD && answersConditions() && isPlain()) {
            Representation representation = Representation.of(head.status(), StoredFields.storable(head.headers()), body);
            FieldSource trace = context.traced(read.request(), forwarded(OptionalLong.empty(), false));
            Reply reply = Replies.of(representation, read.request(), new Replies.More(FieldSource.NONE, trace));
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

    private StoredResponse stored(Verdict.Admit admit, byte[] body) {
        Headers fields = dated(StoredFields.storable(head.headers()));
        Headers conditions = Validators.of(fields).conditions();
        if (head.status() == 200 && !fields.contains("ETag")) {
            fields = fields.toBuilder().set("ETag", EntityTag.ofContent(body, 0, body.length).toString()).build();
        }
        return new StoredResponse(Representation.of(head.status(), replayed(fields, admit), body), terms(admit, Vary.none(), fence), conditions);
    }

    /** A 206, together with what is stored of the same representation; all of it, once no byte is missing (RFC 9111 §3.4). */
    private Optional<StoredResponse> storedPart(Verdict.Admit admit, byte[] body) {
        Headers fields = dated(StoredFields.storable(head.headers()));
        Headers conditions = Validators.of(fields).conditions();
        Optional<PartialContent> part = PartialContent.of(head.headers(), body);
        Optional<PartialContent> before = stored.flatMap(response -> response.representation().part());
        Optional<PartialContent> both = before.flatMap(old -> part.flatMap(old::combine));
        if (both.isPresent()) {
            Representation representation = both.get().isWhole()
                    ? Representation.of(200, fields, both.get().content())
                    : Representation.ofPart(fields, both.get());
            return Optional.of(new StoredResponse(representation, terms(admit, Vary.none(), stored.get().terms().fence()), conditions));
        }
        return part.map(alone -> new StoredResponse(Representation.ofPart(fields, alone), terms(admit, Vary.none(), fence), conditions));
    }

    /** What the policy says of caching takes the place of what the application said. */
    private static Headers replayed(Headers fields, Verdict.Admit admit) {
        if (admit.client().isApplications()) {
            return fields;
        }
        Headers.Builder replayed = fields.without(name -> name.equalsIgnoreCase("Cache-Control") || name.equalsIgnoreCase("Expires")
                || name.equalsIgnoreCase("Pragma") || name.equalsIgnoreCase("Vary")).toBuilder();
        if (!admit.vary().isEmpty()) {
            replayed.add("Vary", String.join(", ", admit.vary().names()));
        }
        return replayed.build();
    }

    private Headers dated(Headers fields) {
        return fields.contains("Date") ? fields : fields.toBuilder().set("Date", HttpDates.format(head.responseTime())).build();
    }

    private StoredResponse.Terms terms(Verdict.Admit admit, Vary before, Fence since) {
        Vary vary = admit.vary().with(before.names());
        return new StoredResponse.Terms(read.key(), admit.freshness(), vary, vary.selection(read.request()), admit.client(), tags(), since);
    }

    private Set<String> tags() {
        Set<String> tags = new LinkedHashSet<>();
        QueryKey counted = QueryKey.ALL;
        if (read.treatment() instanceof Treatment.Cached cached) {
            tags.addAll(new Tags(read.request(), cached.parameters()).expand(cached.policy().tags()));
            counted = cached.policy().query();
        }
        tags.addAll(RequestKey.uriTags(read.request(), counted));
        return tags;
    }

    /** What is stored, with the fields of the application's 304 (RFC 9111 §4.3.4), valid from before this run. */
    private StoredResponse refreshed(Observed seen, Instant now) {
        StoredResponse old = stored.orElseThrow();
        Headers update = dated(StoredFields.storable(head.headers()));
        Representation before = old.representation();
        Headers fields = StoredFields.updated(before.headers(), update);
        head = new ResponseHead(before.status(), fields, requestTime, now);
        verdict = read.admission(context.options().rules()).judge(head, seen);
        if (!(verdict instanceof Verdict.Admit admit)) {
            context.shelf().remove(old);
            return old;
        }
        Representation after = Representation.of(before.status(), replayed(fields, admit), before.content());
        StoredResponse.Terms terms = terms(admit, old.terms().vary(), fence);
        return new StoredResponse(after, terms, old.conditions());
    }

    private Reply reply(StoredResponse response, boolean kept, OptionalInt status, Instant now) {
        FieldSource trace = context.traced(read.request(),
                new Trace.Forwarded(why, status, OptionalLong.of(response.remainingSeconds(now)), kept, Optional.empty()));
        Replies.More more = new Replies.More(sink -> response.eachTimedHeader(now, sink), trace);
        Representation representation = response.representation();
        return representation.part().isPresent()
                ? PartialReplies.of(representation, representation.part().get(), read.request(), more).orElseGet(() -> Replies.of(representation, read.request(), more))
                : Replies.of(representation, read.request(), more);
    }

    /** The fields to put on an answer that goes out as the application made it. */
    private FieldSource fields(Optional<StoredResponse> made, OptionalLong ttl) {
        FieldSource trace = context.traced(read.request(), forwarded(ttl, made.isPresent()));
        if (!(verdict instanceof Verdict.Admit admit)) {
            return trace;
        }
        Vary added = Vary.none().with(admit.vary().names().stream()
                .filter(name -> !Vary.of(head.headers().values("Vary")).names().contains(name)).toList());
        long lifetime = admit.freshness().lifetime().toSeconds();
        return sink -> {
            made.flatMap(response -> response.representation().headers().first("ETag")).ifPresent(tag -> sink.header("ETag", tag, true));
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
        Optional<String> detail = verdict instanceof Verdict.Refuse refuse ? Optional.of(refuse.reason()) : Optional.empty();
        return new Trace.Forwarded(why, OptionalInt.of(head.status()), ttl, kept, detail);
    }

    @Override
    public Optional<Reply> fail(String reason) {
        verdict = new Verdict.Refuse(reason);
        Optional<Reply> reply = servesStored
                ? stored.map(response -> reply(response, false, OptionalInt.empty(), context.clock().instant()))
                : Optional.empty();
        end(reply.isPresent());
        return reply;
    }

    @Override
    public void abandon(String reason) {
        verdict = new Verdict.Refuse(reason);
        end(false);
    }

    private void end(boolean shared) {
        if (state == State.ENDED) {
            return;
        }
        State last = state;
        state = State.ENDED;
        if (entered) {
            context.leave();
        }
        if (!shared && verdict instanceof Verdict.Refuse refuse) {
            context.counters().refused.increment();
            Log.decided(read.request(), "not stored: " + refuse.reason());
            if (last == State.STREAMED || last == State.HELD) {
                forget();
            }
        }
        lead.ifPresent(leading -> leading.land(shared));
    }

    /** The application made an answer that may not be stored: what was stored before it is out of date, and nobody need wait for such. */
    private void forget() {
        if (head.status() < 500) {
            stored.ifPresent(context.shelf()::remove);
        }
        context.shelf().noteNotCacheable(read.key());
    }
}
