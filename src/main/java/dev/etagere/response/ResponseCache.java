package dev.etagere.response;

import dev.etagere.cache.CacheManager;
import dev.etagere.cache.Region;
import dev.etagere.cache.SingleFlight;
import dev.etagere.cache.Turn;
import dev.etagere.http.CacheControl;
import dev.etagere.http.CacheRules;
import dev.etagere.http.CacheStatus.Forward;
import dev.etagere.http.Preconditions;
import dev.etagere.http.ServeDecision;
import dev.etagere.response.Shelf.Lookup;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The engine: from a request to an {@link Outcome}. It looks up, decides, and lets one request at a time make a response for which others
 * wait. Safe for use by many threads.
 */
public final class ResponseCache {

    /** How long a stale response that can be validated is kept for that. */
    static final Duration KEEP_STALE = Duration.ofDays(1);

    private static final Set<String> SAFE_METHODS = Set.of("OPTIONS", "TRACE", "PROPFIND", "REPORT", "SEARCH", "QUERY");

    private final Shelf shelf;
    private final SingleFlight flights;
    private final ResponseOptions options;
    private final InstantSource clock;
    private final LoadContext loads;
    private final Counters counters = new Counters();

    public ResponseCache(CacheManager caches, ResponseOptions options, InstantSource clock) {
        Region<Stored> region = caches.region("responses", Stored::bytes, new StoredCodec());
        this.shelf = new Shelf(caches, region, options.maxVariants());
        this.flights = new SingleFlight(options.maxWaiters());
        this.options = options;
        this.clock = clock;
        this.loads = new LoadContext(shelf, options, clock, counters);
    }

    /** Looks up, decides, and waits for another request's load of the same response where there is one. Never throws. */
    public Outcome handle(RequestView request, Treatment treatment) {
        Outcome outcome;
        try {
            outcome = route(request, treatment);
        } catch (RuntimeException e) {
            Log.failed("looking up a response", e);
            outcome = bypass(request, "error");
        }
        return counters.count(outcome);
    }

    /** By which fields of its responses the application gives tags; front doors keep from clients those that are not for them. */
    public TagHeaders tagHeaders() {
        return options.tagHeaders();
    }

    /** What has happened since the start. */
    public Statistics statistics() {
        return counters.read();
    }

    private Outcome route(RequestView request, Treatment treatment) {
        String method = request.method();
        boolean reads = method.equals("GET") || method.equals("HEAD");
        if (treatment instanceof Treatment.Evicts evicts && !evicts.equals(Treatment.Evicts.URIS)) {
            return write(request, Optional.of(evicts), Optional.empty());
        }
        if (!reads) {
            boolean ofOrigin = treatment instanceof Treatment.Origin;
            boolean evictsUris = ofOrigin || treatment instanceof Treatment.Evicts;
            return SAFE_METHODS.contains(method) ? bypass(request, "method")
                    : write(request, evictsUris ? Optional.of(Treatment.Evicts.URIS) : Optional.empty(),
                            ofOrigin && method.equals("POST") ? Optional.of(new PostedAnswer(loads, request)) : Optional.empty());
        }
        if (treatment instanceof Treatment.None) {
            return bypass(request, "no-rule");
        }
        if (request.hasBody()) {
            return bypass(request, Unkeepable.REQUEST_CONTENT);
        }
        if (treatment instanceof Treatment.Cached cached) {
            return readByPolicy(request, cached);
        }
        return read(new Read(request, CacheControl.ofRequest(request), RequestKey.ofShared(request), false, treatment));
    }

    private Outcome readByPolicy(RequestView request, Treatment.Cached cached) {
        CachePolicy policy = cached.policy();
        if (!policy.condition().test(request)) {
            return bypass(request, "condition");
        }
        RequestKey.KeyOrReason key = RequestKey.of(request, policy);
        if (key instanceof RequestKey.KeyOrReason.None none) {
            return bypass(request, none.reason());
        }
        RequestKey.KeyOrReason.Key found = (RequestKey.KeyOrReason.Key) key;
        CacheControl directives = policy.requestDirectives() ? CacheControl.ofRequest(request) : CacheControl.none();
        return read(new Read(request, directives, found.key(), found.ofUser(), cached));
    }

    /** A request for a response that may be in the cache. */
    record Read(RequestView request, CacheControl directives, String key, boolean keyedByUser, Treatment treatment) {

        Admission admission(CacheRules rules) {
            return treatment instanceof Treatment.Cached cached
                    ? new PolicyAdmission(request, cached.policy(), keyedByUser, rules)
                    : new OriginAdmission(request, rules);
        }

        boolean isHead() {
            return request.method().equals("HEAD");
        }

        /**
         * With no rule the request goes to the application as the client sent it, so its preconditions and ranges are the application's.
         */
        boolean isOrigins() {
            return treatment instanceof Treatment.Origin;
        }

        /** Whether it is on a precondition that a cache MUST NOT evaluate (RFC 9111 §4.3.2). A rule's cache stands for the application. */
        boolean isForOrigin() {
            return isOrigins() && Preconditions.forOrigin(request);
        }

        boolean isConditionalOrRanged() {
            return Preconditions.present(request) || request.first("Range").isPresent();
        }
    }

    private Outcome read(Read read) {
        Lookup lookup = shelf.find(read.key(), read.request());
        Optional<Outcome> served = serve(read, lookup, Optional.empty());
        if (served.isPresent()) {
            return served.get();
        }
        if (read.directives().onlyIfCached()) {
            Log.decided(read.request(), "only-if-cached");
            return new Outcome.Hit(Replies.plain(504, FieldSource.NONE));
        }
        if (read.isHead()) {
            return forwardHead(read, lookup);
        }
        return load(read, lookup);
    }

    /**
     * An answer from what was found, where it may be given now.
     *
     * @param collapsed why the request would have gone forward, had it not waited for another that did
     */
    private Optional<Outcome> serve(Read read, Lookup lookup, Optional<Forward> collapsed) {
        if (!(lookup instanceof Lookup.Found found)) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        StoredResponse response = found.response();
        if (response.isPlainlyFresh(read.directives(), now) && !found.expired()) {
            return reply(read, found, now, collapsed).map(Outcome.Hit::new);
        }
        ServeDecision decision = response.decide(read.directives(), now);
        if (decision instanceof ServeDecision.Serve && !found.expired()) {
            return reply(read, found, now, collapsed).map(Outcome.Hit::new);
        }
        boolean refreshes = decision instanceof ServeDecision.ServeAndRefresh
                || found.expired() && decision instanceof ServeDecision.Serve && !response.terms().freshness().neverStale();
        if (refreshes) {
            return reply(read, found, now, collapsed).map(reply -> new Outcome.Stale(reply, refresh(read, found)));
        }
        return Optional.empty();
    }

    private Optional<Reply> reply(Read read, Lookup.Found found, Instant now, Optional<Forward> collapsed) {
        boolean conditional = Preconditions.present(read.request());
        if (conditional && read.isForOrigin()) {
            return Optional.empty();
        }
        if (collapsed.isPresent()) {
            counters.collapsed.increment();
        }
        StoredResponse response = found.response();
        FieldSource trace = options.cacheStatus()
                ? traced(read.request(), new Trace.Served(response.remainingSeconds(now), found.expired(), collapsed, found.source()))
                : FieldSource.NONE;
        FieldSource timed = found.expired()
                ? sink -> response.eachTimedHeaderExpired(now, sink)
                : sink -> response.eachTimedHeader(now, sink);
        Replies.More more = new Replies.More(timed, trace);
        Representation representation = response.representation();
        return representation.part().isPresent()
                ? PartialReplies.of(representation, representation.part().get(), read.request(), more)
                : Optional.of(Replies.of(representation, read.request(), conditional, more));
    }

    /**
     * The one run that refreshes a response while it is served stale; none where another does it, here or in another process, or for HEAD,
     * which cannot.
     */
    private Optional<Load> refresh(Read read, Lookup.Found found) {
        if (read.isHead() || !(flights.join(found.flight()) instanceof SingleFlight.Lead lead)) {
            return Optional.empty();
        }
        boolean refreshing = false;
        try {
            if (hasOther(read, found) || !takesTurn(found, lead) || hasOther(read, found)) {
                return Optional.empty();
            }
            Load load = new ResponseLoad(loads, read, Purpose.refresh(found.response()), Optional.of(lead));
            refreshing = true;
            return Optional.of(load);
        } finally {
            if (!refreshing) {
                lead.land(true);
            }
        }
    }

    private boolean hasOther(Read read, Lookup.Found found) {
        return shelf.find(read.key(), read.request()) instanceof Lookup.Found again && !again.response().isSameAs(found.response());
    }

    /** Whether no other process refreshes it just now. */
    private boolean takesTurn(Lookup.Found found, SingleFlight.Lead lead) {
        Optional<Turn> turn = shelf.tryTurn(found.flight(), options.maxWait());
        turn.ifPresent(lead::holding);
        return turn.isPresent();
    }

    /** Runs the application, or waits for the request that does. */
    private Outcome load(Read read, Lookup lookup) {
        if (read.isForOrigin()) {
            Purpose purpose = Purpose.pass(Forwarding.reason(lookup, clock.instant()), lookup.stored());
            return new Outcome.Miss(new ResponseLoad(loads, read, purpose, Optional.empty()));
        }
        boolean validates = lookup instanceof Lookup.Found stale && stale.response().canBeValidated();
        if (read.isOrigins() && read.isConditionalOrRanged() && !validates
                || read.directives().noCache()
                || !isShareable(lookup)) {
            return loadAlone(read, lookup);
        }
        String flight = flightOf(lookup);
        SingleFlight.Ticket ticket = flights.join(flight);
        if (ticket instanceof SingleFlight.Lead lead) {
            return lead(read, lead);
        }
        if (ticket instanceof SingleFlight.Follow follow) {
            return follow(read, lookup, flight, follow);
        }
        return loadAlone(read, lookup);
    }

    /** A follower gets only what was stored and what its own request may have. One whose wait ran out takes the lead, once. */
    private Outcome follow(Read read, Lookup lookup, String flight, SingleFlight.Follow follow) {
        SingleFlight.Landing landing = follow.await(options.maxWait());
        if (landing == SingleFlight.Landing.SHARED) {
            Lookup again = shelf.find(read.key(), read.request());
            return serve(read, again, Optional.of(Forwarding.reason(lookup, clock.instant()))).orElseGet(() -> loadAlone(read, again));
        }
        if (landing == SingleFlight.Landing.TIMED_OUT && flights.join(flight) instanceof SingleFlight.Lead lead) {
            return lead(read, lead);
        }
        return loadAlone(read, lookup);
    }

    /** Looks once more before it loads: whoever led before may have stored between our lookup and our turn. */
    private Outcome lead(Read read, SingleFlight.Lead lead) {
        boolean loading = false;
        try {
            Lookup again = shelf.find(read.key(), read.request());
            Optional<Outcome> served = serve(read, again, Optional.empty());
            if (served.isPresent()) {
                return served.get();
            }
            Forward why = Forwarding.reason(again, clock.instant());
            if (isShareable(again) && awaitTurn(again, lead)) {
                again = shelf.find(read.key(), read.request());
                served = serve(read, again, Optional.of(why));
                if (served.isPresent()) {
                    return served.get();
                }
            }
            Outcome outcome = outcomeOf(read, again, Optional.of(lead));
            loading = true;
            return outcome;
        } finally {
            if (!loading) {
                lead.land(true);
            }
        }
    }

    /** Where several processes share the store, one of them at a time makes a response; tells whether there may be a new one now. */
    private boolean awaitTurn(Lookup lookup, SingleFlight.Lead lead) {
        Turn turn = shelf.turn(flightOf(lookup), options.maxWait());
        lead.holding(turn);
        return turn.changed();
    }

    private static boolean isShareable(Lookup lookup) {
        return !(lookup instanceof Lookup.Absent absent) || absent.cacheable();
    }

    private static String flightOf(Lookup lookup) {
        return lookup instanceof Lookup.Found found ? found.flight() : ((Lookup.Absent) lookup).flight();
    }

    private Outcome loadAlone(Read read, Lookup lookup) {
        return outcomeOf(read, lookup, Optional.empty());
    }

    private Outcome outcomeOf(Read read, Lookup lookup, Optional<SingleFlight.Lead> lead) {
        Forward why = Forwarding.reason(lookup, clock.instant());
        if (lookup instanceof Lookup.Found found) {
            Optional<Load> completing = CompletingLoad.of(loads, read, found.response(), lead);
            if (completing.isPresent()) {
                return new Outcome.Miss(completing.get());
            }
            Purpose purpose = Purpose.validation(read, why, found.response(), clock.instant());
            Load load = new ResponseLoad(loads, read, purpose, lead);
            return found.response().canBeValidated() ? new Outcome.Revalidate(load) : new Outcome.Miss(load);
        }
        return new Outcome.Miss(isShareable(lookup) ? new ResponseLoad(loads, read, Purpose.miss(read, why), lead)
                : new ResponseLoad(loads, read, Purpose.pass(why, Optional.empty()), Optional.empty()));
    }

    /** HEAD never makes an entry; its answer may tell that GET's is out of date (RFC 9111 §4.3.5). */
    private Outcome forwardHead(Read read, Lookup lookup) {
        return read.isOrigins() ? new Outcome.Miss(new HeadLoad(loads, read, Forwarding.reason(lookup, clock.instant()), lookup.stored()))
                : bypass(read.request(), "head");
    }

    /** @param evicts empty where nothing is cached that the write could make out of date, but what its answer's groups name */
    private Outcome write(RequestView request, Optional<Treatment.Evicts> evicts, Optional<PostedAnswer> posted) {
        return new Outcome.Write(new UriMutation(loads, request, evicts, posted));
    }

    private Outcome bypass(RequestView request, String reason) {
        Log.decided(request, reason);
        if (!options.cacheStatus()) {
            return new Outcome.Bypass(reason, Optional.empty());
        }
        Forward why = reason.equals("method") ? Forward.METHOD : Forward.BYPASS;
        Trace trace = new Trace.Forwarded(why, OptionalInt.empty(), OptionalLong.empty(), false, Optional.of(reason));
        return new Outcome.Bypass(reason, Optional.of(trace.status(options.cacheName()).toString()));
    }

    private FieldSource traced(RequestView request, Trace trace) {
        return loads.traced(request, trace);
    }
}
