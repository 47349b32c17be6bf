package dev.etagere.response;

import static org.assertj.core.api.Assertions.assertThat;

import dev.etagere.cache.CacheManager;
import dev.etagere.http.Headers;
import dev.etagere.response.Load.Completion;
import dev.etagere.response.Load.Plan;
import dev.etagere.store.memory.MemoryBackend;
import dev.etagere.store.memory.MemoryOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The engine with a scripted application behind it and a clock that is set by hand: a front door without a server. */
final class TestCache implements InstantSource {

    private Instant now = Instant.parse("2026-03-01T10:00:00Z");
    private final CacheManager manager = new CacheManager(MemoryBackend.open(MemoryOptions.DEFAULT, this), this);
    private final ResponseCache cache;
    private final Treatment treatment;
    private final List<FakeRequest> forwarded = new ArrayList<>();
    private Origin origin = request -> Origin.status(404, "");

    TestCache(Treatment treatment) {
        this(treatment, ResponseOptions.DEFAULT);
    }

    TestCache(Treatment treatment, ResponseOptions options) {
        this.treatment = treatment;
        this.cache = new ResponseCache(manager, options, this);
    }

    /** Of a product, for half an hour. */
    static CachePolicy.Builder policy() {
        return CachePolicy.builder().name("test").ttl(Duration.ofMinutes(30)).tags("products", "product:{id}");
    }

    /** Of the product 7. */
    static TestCache cacheOf(CachePolicy.Builder policy) {
        return new TestCache(new Treatment.Cached(policy.build(), Map.of("id", "7")));
    }

    @Override
    public Instant instant() {
        return now;
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    CacheManager manager() {
        return manager;
    }

    ResponseCache engine() {
        return cache;
    }

    /** From now on the application answers so. */
    TestCache origin(Origin answers) {
        origin = answers;
        return this;
    }

    /** The requests that reached the application, as it saw them. */
    List<FakeRequest> forwarded() {
        return forwarded;
    }

    Answer get(String target) {
        return send(FakeRequest.get(target));
    }

    Answer send(FakeRequest request) {
        return send(request, treatment);
    }

    Answer send(FakeRequest request, Treatment how) {
        int before = forwarded.size();
        Outcome outcome = cache.handle(request, how);
        Answer answer;
        if (outcome instanceof Outcome.Hit hit) {
            answer = render(hit.reply());
        } else if (outcome instanceof Outcome.Stale stale) {
            answer = render(stale.reply());
            stale.refresh().ifPresent(load -> run(request, load));
        } else if (outcome instanceof Outcome.Miss miss) {
            answer = run(request, miss.load());
        } else if (outcome instanceof Outcome.Revalidate revalidate) {
            answer = run(request, revalidate.load());
        } else if (outcome instanceof Outcome.Write write) {
            Origin.Script script = run(request);
            write.mutation().complete(script.status(), script.headers());
            answer = new Answer(script.status(), script.headers(), script.body(), 1);
        } else {
            Origin.Script script = run(request);
            answer = new Answer(script.status(), script.headers(), script.body(), 1);
        }
        return new Answer(answer.status(), answer.headers(), answer.body(), forwarded.size() - before);
    }

    private Origin.Script run(FakeRequest request) {
        forwarded.add(request);
        Origin.Script script = origin.apply(request);
        script.meanwhile().run();
        return script;
    }

    private Answer run(FakeRequest request, Load load) {
        Origin.Script script = run(request.changed(load.change().hidden(), load.change().added()));
        if (script.ending() == Origin.Ending.THROWN) {
            return load.fail("exception").map(TestCache::render).orElse(new Answer(500, Headers.empty(), new byte[0], 1));
        }
        Plan plan = load.plan(script.status(), script.headers(), script.seen());
        if (plan instanceof Plan.Hold hold && (script.ending() == Origin.Ending.FLUSHED || script.body().length > hold.maxBytes())) {
            plan = load.stream(script.body().length > hold.maxBytes(), script.seen());
        }
        if (script.ending() == Origin.Ending.CUT_OFF) {
            load.abandon("client-abort");
            return new Answer(script.status(), script.headers(), new byte[0], 1);
        }
        boolean captured = plan instanceof Plan.Hold || plan instanceof Plan.Stream stream && script.body().length <= stream.capture()
                || plan instanceof Plan.Swallow swallow && script.body().length <= swallow.maxBytes();
        Completion completion = load.complete(captured ? Optional.of(script.body()) : Optional.empty(), script.seen());
        if (plan instanceof Plan.Stream stream) {
            return asMade(script, stream.fields());
        }
        if (completion instanceof Completion.Instead instead) {
            return render(instead.reply());
        }
        if (completion instanceof Completion.Again again) {
            return run(request, again.load());
        }
        assertThat(plan).isNotInstanceOf(Plan.Swallow.class);
        return asMade(script, ((Completion.AsMade) completion).fields());
    }

    private static Answer asMade(Origin.Script script, FieldSource fields) {
        return new Answer(script.status(), with(script.headers(), fields), script.body(), 1);
    }

    private static Headers with(Headers headers, FieldSource fields) {
        Headers.Builder all = headers.toBuilder();
        fields.eachHeader((name, value, replace) -> {
            if (replace) {
                all.set(name, value);
            } else {
                all.add(name, value);
            }
        });
        return all.build();
    }

    private static Answer render(Reply reply) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try {
            reply.writeTo(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Headers headers = with(Headers.empty(), reply);
        if (reply.contentLength() >= 0) {
            headers = headers.toBuilder().set("Content-Length", Long.toString(reply.contentLength())).build();
        }
        return new Answer(reply.status(), headers, body.toByteArray(), 0);
    }

    /** What the client got. */
    record Answer(int status, Headers headers, byte[] body, int loads) {

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        String header(String name) {
            return headers.first(name).orElse("(none)");
        }

        Answer assertFromCache(String text) {
            assertThat(loads).as("the application ran").isZero();
            assertThat(text()).isEqualTo(text);
            return this;
        }

        Answer assertForwarded(String text) {
            assertThat(loads).as("the application ran").isOne();
            assertThat(text()).isEqualTo(text);
            return this;
        }
    }
}
