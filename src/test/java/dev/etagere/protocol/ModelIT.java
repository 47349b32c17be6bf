package dev.etagere.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole of RFC 9111 for one URI in a few lines, held against the cache over random histories. */
@DisplayName("Over any history, the cache answers as the model of RFC 9111 §4 does")
class ModelIT extends ProtocolTest {

    private static final int HISTORIES = 25;
    private static final int STEPS = 40;

    private static final List<String> DIRECTIVES = List.of("", "", "", "no-cache", "max-age=0", "max-age=4", "min-fresh=4", "max-stale=4",
            "max-stale", "only-if-cached", "no-store", "max-age=20, max-stale=3");

    private final List<String> history = new ArrayList<>();
    private Model model = new Model(10, false);

    /** The resource: what changes it, and how it answers. */
    private final class Changing implements OriginAnswer {
        private int version = 1;

        @Override
        public void write(HttpServletRequest request, HttpServletResponse response) throws IOException {
            if (request.getMethod().equals("POST")) {
                version++;
                return;
            }
            String tag = "\"v" + version + '"';
            response.setHeader("ETag", tag);
            response.setHeader("Cache-Control", model.cacheControl());
            if (tag.equals(request.getHeader("If-None-Match"))) {
                response.setStatus(304);
                return;
            }
            byte[] content = ("v" + version).getBytes(StandardCharsets.US_ASCII);
            response.setContentLength(content.length);
            if (request.getMethod().equals("GET")) {
                response.getOutputStream().write(content);
            }
        }
    }

    /** What is stored: a version, and when it was last known to be good. */
    private record Entry(int version, long confirmed) {
    }

    /** What the cache has to do. */
    private static final class Model {
        private final long lifetime;
        private final boolean mustRevalidate;
        private Optional<Entry> stored = Optional.empty();
        private long now;

        Model(long lifetime, boolean mustRevalidate) {
            this.lifetime = lifetime;
            this.mustRevalidate = mustRevalidate;
        }

        String cacheControl() {
            return "max-age=" + lifetime + (mustRevalidate ? ", must-revalidate" : "");
        }

        long age() {
            return now - stored.orElseThrow().confirmed();
        }

        boolean answers(String directives) {
            if (stored.isEmpty() || directives.equals("no-cache")) {
                return false;
            }
            boolean fresh = lifetime > age();
            long stale = age() - lifetime;
            return switch (directives) {
                case "max-age=0" -> false;
                case "max-age=4" -> fresh && age() <= 4;
                case "min-fresh=4" -> lifetime - age() >= 4 && fresh;
                case "max-stale=4" -> fresh || !mustRevalidate && stale <= 4;
                case "max-stale" -> fresh || !mustRevalidate;
                case "max-age=20, max-stale=3" -> fresh || !mustRevalidate && stale <= 3;
                default -> fresh;
            };
        }
    }

    @ParameterizedTest(name = "max-age={0}, must-revalidate={1}")
    @CsvSource({"10, false", "10, true", "3, false", "0, false", "1000, true"})
    void holds(long lifetime, boolean mustRevalidate) {
        for (int seed = 0; seed < HISTORIES; seed++) {
            Random random = new Random(seed);
            Changing changing = new Changing();
            Resource resource = at("/" + seed).origin(changing);
            model = new Model(lifetime, mustRevalidate);
            history.clear();
            history.add("seed " + seed);
            for (int step = 0; step < STEPS; step++) {
                step(random, resource, changing);
            }
        }
    }

    private void step(Random random, Resource resource, Changing changing) {
        switch (random.nextInt(10)) {
            case 0, 1 -> {
                int seconds = random.nextInt(8);
                history.add("+" + seconds + " s");
                advance(seconds);
                model.now += seconds;
            }
            case 2 -> {
                history.add("changes unseen");
                changing.version++;
            }
            case 3 -> {
                history.add("POST");
                resource.send("POST").assertForwarded().assertStatus(200);
                model.stored = Optional.empty();
            }
            case 4 -> head(random, resource, changing);
            default -> get(random, resource, changing);
        }
    }

    private void get(Random random, Resource resource, Changing changing) {
        String directives = DIRECTIVES.get(random.nextInt(DIRECTIVES.size()));
        Optional<String> known = random.nextInt(3) > 0 ? Optional.empty() : Optional.of("\"v" + (changing.version - random.nextInt(2))
                + '"');
        List<String> fields = new ArrayList<>();
        if (!directives.isEmpty()) {
            fields.add("Cache-Control: " + directives);
        }
        known.ifPresent(tag -> fields.add("If-None-Match: " + tag));
        Answer answer = resource.get(fields.toArray(String[]::new));
        history.add("GET " + fields + " -> " + answer);
        if (model.answers(directives)) {
            assertThat(answer.forwarded()).as("%s", history).isEmpty();
            assertVersion(answer, model.stored.orElseThrow().version(), known);
            assertThat(answer.values("Age")).as("%s", history).containsExactly(Long.toString(model.age()));
        } else if (directives.equals("only-if-cached")) {
            assertThat(answer.forwarded()).as("%s", history).isEmpty();
            assertThat(answer.status()).as("%s", history).isEqualTo(504);
        } else {
            assertThat(answer.forwarded()).as("%s", history).hasSize(1);
            assertVersion(answer, changing.version, known);
            boolean passedOn = model.stored.isEmpty() && answer.status() == 304;
            if (directives.equals("no-store")) {
                noStore(changing);
            } else if (!passedOn) {
                model.stored = Optional.of(new Entry(changing.version, model.now));
            }
        }
    }

    /** What is stored may stay, be freshened or go, as long as it is not taken for good where it is not: so it is asked once. */
    private void noStore(Changing changing) {
        Answer next = at("/" + history.get(0).substring(5)).get("Cache-Control: no-cache");
        history.add("GET no-cache -> " + next);
        assertThat(next.forwarded()).as("%s", history).hasSize(1);
        assertVersion(next, changing.version, Optional.empty());
        model.stored = Optional.of(new Entry(changing.version, model.now));
    }

    private void head(Random random, Resource resource, Changing changing) {
        String directives = random.nextBoolean() ? "" : "no-cache";
        Answer answer = directives.isEmpty() ? resource.head() : resource.head("Cache-Control: " + directives);
        history.add("HEAD " + directives + " -> " + answer);
        boolean cached = model.answers(directives);
        assertThat(answer.forwarded()).as("%s", history).hasSize(cached ? 0 : 1);
        int version = cached ? model.stored.orElseThrow().version() : changing.version;
        assertThat(answer.status()).as("%s", history).isEqualTo(200);
        assertThat(answer.values("ETag")).as("%s", history).containsExactly("\"v" + version + '"');
        if (!cached) {
            model.stored = model.stored.filter(entry -> entry.version() == version).map(entry -> new Entry(version, model.now));
        }
    }

    private void assertVersion(Answer answer, int version, Optional<String> known) {
        String tag = "\"v" + version + '"';
        assertThat(answer.values("ETag")).as("%s", history).containsExactly(tag);
        if (known.equals(Optional.of(tag))) {
            assertThat(answer.status()).as("%s", history).isEqualTo(304);
        } else {
            assertThat(answer.status()).as("%s", history).isEqualTo(200);
            assertThat(answer.body()).as("%s", history).isEqualTo("v" + version);
        }
    }
}
