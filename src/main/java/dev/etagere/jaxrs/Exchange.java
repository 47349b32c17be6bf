package dev.etagere.jaxrs;

import dev.etagere.http.CacheControl;
import dev.etagere.http.Headers;
import dev.etagere.http.HttpDates;
import dev.etagere.response.FieldSource;
import dev.etagere.response.Load;
import dev.etagere.response.Observed;
import dev.etagere.response.Reply;
import dev.etagere.response.SafeLoad;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.WriterInterceptorContext;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One run of a resource method whose response may be stored: from the request filter that found nothing to the bytes that leave. For one
 * thread at a time.
 */
final class Exchange {

    private static final byte[] NOTHING = {};

    private final SafeLoad load;
    private final JaxrsRequest request;
    private final MethodPlan.Caches plan;
    private final Map<String, List<String>> hidden;
    private final Set<String> added = new HashSet<>();
    private Optional<Validator.Version> version = Optional.empty();
    private @Nullable ContainerResponseContext response;
    private Headers made = Headers.empty();
    private Headers outside = Headers.empty();
    private int status;
    private boolean streams;
    private Load.@Nullable Plan decided;
    private Optional<Gate> gate = Optional.empty();

    /** Shows the method the request as the load wants it. */
    Exchange(SafeLoad load, JaxrsRequest request, MethodPlan.Caches plan, ContainerRequestContext context) {
        this.load = load;
        this.request = request;
        this.plan = plan;
        request.freeze();
        Load.RequestChange change = load.change();
        this.hidden = new HashMap<>();
        MultivaluedMap<String, String> headers = context.getHeaders();
        for (String name : List.copyOf(headers.keySet())) {
            if (change.hidden().contains(name.toLowerCase(Locale.ROOT))) {
                hidden.put(name, List.copyOf(headers.get(name)));
                headers.remove(name);
            }
        }
        for (int i = 0; i < change.added().size(); i++) {
            headers.putSingle(change.added().name(i), change.added().value(i));
            added.add(change.added().name(i));
        }
    }

    /** What the validator said before the run, to be put on the response. */
    void version(Validator.Version known) {
        version = Optional.of(known);
    }

    /** The method, or an exception mapper, has answered; nobody else has seen that yet. */
    void answered(ContainerRequestContext context, ContainerResponseContext answer) {
        added.forEach(context.getHeaders()::remove);
        hidden.forEach((name, values) -> context.getHeaders().put(name, new ArrayList<>(values)));
        if (load.ended()) {
            return;
        }
        response = answer;
        status = answer.getStatus();
        putVersion(answer.getHeaders());
        made = Fields.of(answer.getHeaders());
        if (!answer.getCookies().isEmpty() && !made.contains("Set-Cookie")) {
            made = made.toBuilder().add("Set-Cookie", "unseen").build();
        }
        if (Entities.isEndless(answer.getEntity())) {
            load.abandon("endless");
        } else if (!isAccepted(context, answer)) {
            load.abandon("condition");
        } else if (tag(context, answer) && (status == 304 || status >= 500)) {
            decide();
            if (decided instanceof Load.Plan.Swallow
                    && load.complete(Optional.of(NOTHING), seen()) instanceof Load.Completion.Instead instead) {
                Answers.replace(answer, made, instead.reply(), request.method());
            }
        }
    }

    /** The method has thrown, and no filter will see an answer: a stale one to send instead, if there may be one. */
    Optional<Reply> thrown() {
        return load.fail("exception");
    }

    private void putVersion(MultivaluedMap<String, Object> headers) {
        if (status == 200) {
            version.flatMap(Validator.Version::tag).filter(tag -> !headers.containsKey(HttpHeaders.ETAG))
                    .ifPresent(tag -> headers.putSingle(HttpHeaders.ETAG, Versions.tag(tag, request, plan).toString()));
            version.flatMap(Validator.Version::lastModified).filter(time -> !headers.containsKey(HttpHeaders.LAST_MODIFIED))
                    .ifPresent(time -> headers.putSingle(HttpHeaders.LAST_MODIFIED, HttpDates.format(time)));
        }
    }

    private boolean isAccepted(ContainerRequestContext context, ContainerResponseContext answer) {
        try {
            return plan.condition().isEmpty() || plan.condition().get().acceptsResponse(context, answer);
        } catch (RuntimeException e) {
            Faults.report("a condition", e);
            return false;
        }
    }

    private boolean tag(ContainerRequestContext context, ContainerResponseContext answer) {
        load.tag(Set.of(PlanReader.PATH_TAG + Paths.decoded(context)));
        if (plan.contributor().isPresent() && answer.getEntity() != null) {
            try {
                load.tag(plan.contributor().get().tags(answer.getEntity(), context));
            } catch (RuntimeException e) {
                Faults.report("a tag contributor", e);
                load.abandon("tags");
                return false;
            }
        }
        return true;
    }

    /** All response filters have run. */
    void filtered(ContainerResponseContext answer) {
        if (load.ended()) {
            return;
        }
        outside = Fields.of(answer.getHeaders());
        if (refusesOutside(outside)) {
            load.abandon("no-store");
            return;
        }
        if (!answer.hasEntity()) {
            decide();
            Load.Completion completion = load.complete(Optional.of(NOTHING), seen());
            if (completion instanceof Load.Completion.AsMade asMade) {
                Fields.put(decided instanceof Load.Plan.Stream stream ? stream.fields() : asMade.fields(), answer.getHeaders());
            } else if (completion instanceof Load.Completion.Instead instead) {
                Answers.replace(answer, made, instead.reply(), request.method());
            }
        } else if (Entities.isEncodedOutside(made, answer.getHeaders())) {
            gate = Gate.at(answer);
        }
    }

    /** A filter of others said that the response is not to be stored, on this request as it will on others. */
    private boolean refusesOutside(Headers now) {
        return !now.values("Cache-Control").equals(made.values("Cache-Control"))
                && CacheControl.parse(now.values("Cache-Control")).noStore();
    }

    /** Whether what is written may be kept. */
    boolean writes() {
        return !load.ended();
    }

    /** The entity is to be written. */
    void write(WriterInterceptorContext context) throws IOException {
        OutputStream out = context.getOutputStream();
        streams = Entities.isStream(context.getEntity()) && !mustCompare();
        HeldStream stream = new HeldStream(out, new Writing(context), streams ? HeldStream.FIRST_BYTE : HeldStream.SOME_BYTES);
        outside = Fields.of(context.getHeaders());
        context.setOutputStream(stream);
        try {
            context.proceed();
            stream.finish();
        } catch (IOException | RuntimeException | Error e) {
            context.setOutputStream(out);
            gate.ifPresent(Gate::forget);
            failed(e, stream, context);
            return;
        }
        context.setOutputStream(out);
        try {
            finish(stream, context);
        } finally {
            openGate();
        }
    }

    private void openGate() throws IOException {
        if (gate.isPresent()) {
            gate.get().open();
        }
    }

    private void finish(HeldStream stream, WriterInterceptorContext context) throws IOException {
        if (stream.broken()) {
            load.abandon("client");
        } else if (isCut(stream)) {
            load.abandon("length");
            release(stream, context.getOutputStream());
        } else {
            complete(stream, context);
        }
    }

    private <T extends Throwable> void failed(T thrown, HeldStream stream, WriterInterceptorContext context) throws IOException {
        Optional<Reply> stale = stream.streams() ? Optional.empty() : load.fail("exception");
        load.abandon("exception");
        if (stale.isPresent()) {
            Faults.report("writing a response, in place of which a stale one went out", thrown);
            instead(stale.get(), context);
        } else if (thrown instanceof IOException io) {
            throw io;
        } else if (thrown instanceof RuntimeException runtime) {
            throw runtime;
        } else if (thrown instanceof Error error) {
            throw error;
        }
    }

    private boolean isCut(HeldStream stream) {
        Optional<String> declared = made.first("Content-Length");
        return declared.isPresent() && !declared.get().equals(Long.toString(stream.length()));
    }

    private void complete(HeldStream stream, WriterInterceptorContext context) throws IOException {
        if (Entities.isEncodedOutside(made, context.getHeaders())) {
            request.forgetConditions();
        }
        Load.Completion completion = load.complete(stream.whole() ? Optional.of(stream.bytes()) : Optional.empty(), seen());
        if (stream.streams()) {
            return;
        }
        if (completion instanceof Load.Completion.Instead instead) {
            instead(instead.reply(), context);
        } else if (completion instanceof Load.Completion.AsMade asMade) {
            put(asMade.fields(), context.getHeaders());
            release(stream, context.getOutputStream());
        }
    }

    private void instead(Reply reply, WriterInterceptorContext context) throws IOException {
        MultivaluedMap<String, Object> headers = context.getHeaders();
        for (int i = 0; i < made.size(); i++) {
            headers.remove(made.name(i));
        }
        headers.remove(HttpHeaders.CONTENT_LENGTH);
        Answers.fields(reply, request.method()).forEach((name, values) -> {
            headers.remove(name);
            values.forEach(value -> headers.add(name, value));
        });
        if (response != null) {
            response.setStatus(reply.status());
        }
        reply.writeTo(context.getOutputStream());
    }

    private static void release(HeldStream stream, OutputStream out) throws IOException {
        if (!stream.streams()) {
            out.write(stream.bytes());
        }
    }

    private void put(FieldSource fields, MultivaluedMap<String, Object> headers) {
        Fields.put(fields, headers);
        Entities.weaken(made, headers);
        Entities.keepFromOthers(headers);
    }

    /** Whether a client that has a copy could be told so. */
    private boolean mustCompare() {
        return (made.contains("ETag") || made.contains("Last-Modified")) && !request.values("If-None-Match").isEmpty();
    }

    private void decide() {
        if (decided == null && !load.ended()) {
            decided = load.plan(status, made, seen());
        }
    }

    private Observed seen() {
        boolean language = made.contains("Content-Language");
        boolean encoding = made.contains("Content-Encoding");
        Observed declared = plan.seen();
        if (!language && !encoding) {
            return declared;
        }
        Set<String> headers = new HashSet<>(declared.headers());
        if (language) {
            headers.add("accept-language");
        }
        if (encoding) {
            headers.add("accept-encoding");
        }
        return new Observed(headers, declared.user(), declared.session(), declared.cookies(), declared.client(), declared.sessionStarted(),
                declared.content());
    }

    /** Decides on the first byte that cannot be held otherwise, or at the end: what the writer put on the head is known by then. */
    private final class Writing implements HeldStream.Decision {
        private final WriterInterceptorContext context;

        Writing(WriterInterceptorContext context) {
            this.context = context;
        }

        @Override
        public int limit() {
            Headers now = Fields.of(context.getHeaders());
            Headers.Builder head = made.toBuilder();
            Headers byWriter = Fields.changed(outside, now);
            for (int i = 0; i < byWriter.size(); i++) {
                head.set(byWriter.name(i), byWriter.value(i));
            }
            if (!made.contains("Content-Type") && context.getMediaType() != null) {
                head.set("Content-Type", now.first("Content-Type").orElse(context.getMediaType().toString()));
            }
            made = head.build();
            decide();
            return decided instanceof Load.Plan.Hold hold && !streams ? hold.maxBytes() : -1;
        }

        @Override
        public int stream(boolean overflow) throws IOException {
            if (load.ended()) {
                openGate();
                return 0;
            }
            Load.Plan.Stream plan = decided instanceof Load.Plan.Stream stream && !overflow ? stream : load.stream(overflow, seen());
            put(plan.fields(), context.getHeaders());
            openGate();
            return plan.capture();
        }
    }
}
