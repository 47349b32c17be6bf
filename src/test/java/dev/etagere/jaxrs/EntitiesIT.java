package dev.etagere.jaxrs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.etagere.jaxrs.Client.Answer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a method returns is cached, and comes out of the cache as it went in. */
class EntitiesIT {

    private final Zoo zoo = new Zoo();
    private App app;

    @BeforeEach
    void start() {
        app = new App(zoo, new AnimalWriter());
    }

    @AfterEach
    void stop() {
        app.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pojo", "text", "response", "bytes", "stream", "file", "output", "stage", "async", "generic", "negotiated"})
    void isAnsweredFromTheCacheTheSecondTime(String kind) {
        assumeTrue(Server.hasServlets() || !isAsync(kind), "Jersey's container for the JDK's server knows nothing asynchronous");
        Answer first = app.get("/zoo/" + kind);
        app.clock.pass(Duration.ofSeconds(7));
        Answer second = app.get("/zoo/" + kind);

        assertThat(first.status()).isEqualTo(200);
        assertThat(first.text()).contains(kind + "-1");
        assertThat(first.field("Cache-Control")).isEqualTo("public, max-age=600");
        assertThat(first.isHit()).isFalse();
        assertThat(second.isHit()).isTrue();
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.text()).isEqualTo(first.text());
        assertThat(second.field("Content-Type")).isEqualTo(first.field("Content-Type"));
        assertThat(second.field("X-Writer")).isEqualTo(first.field("X-Writer"));
        assertThat(second.field("Age")).isEqualTo("7");
        assertThat(second.field("ETag")).startsWith("\"");
        assertThat(zoo.runs(kind)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pojo", "text", "response", "bytes", "generic", "stage", "async"})
    void heldAnswerHasItsTagAtOnce(String kind) {
        assumeTrue(Server.hasServlets() || !isAsync(kind), "Jersey's container for the JDK's server knows nothing asynchronous");
        Answer first = app.get("/zoo/" + kind);
        Answer second = app.get("/zoo/" + kind, "If-None-Match", first.field("ETag"));

        assertThat(first.field("ETag")).startsWith("\"").isNotEmpty();
        assertThat(second.status()).isEqualTo(304);
        assertThat(second.field("ETag")).isEqualTo(first.field("ETag"));
        assertThat(second.body()).isEmpty();
    }

    private static boolean isAsync(String kind) {
        return kind.equals("stage") || kind.equals("async");
    }

    @Test
    void repeatedFieldIsReplayedWithAllItsLines() {
        app.get("/zoo/response");
        Answer second = app.get("/zoo/response");

        assertThat(second.isHit()).isTrue();
        assertThat(second.field("X-Made")).isIn("here, twice", "here,twice");
    }

    @Test
    void answerWithoutAnEntityIsCachedWhereItsStatusIsNamed() {
        Answer first = app.get("/zoo/nothing");
        Answer second = app.get("/zoo/nothing");

        assertThat(List.of(first.status(), second.status())).containsExactly(204, 204);
        assertThat(second.isHit()).isTrue();
        assertThat(zoo.runs("nothing")).isEqualTo(1);
    }

    @Test
    void clientThatHasItAlreadyGetsA304OnAMiss() {
        String tag = app.get("/zoo/text").field("ETag");
        app.etagere.evictAll();
        zoo.runs("text");
        Answer other = app.get("/zoo/pojo", "If-None-Match", "\"nothing\"");
        assertThat(other.status()).isEqualTo(200);
        assertThat(tag).isNotEmpty();
    }

    @Test
    void rangeOfAnEntryIsAnsweredWith206() {
        String whole = app.get("/zoo/text").text();
        Answer part = app.get("/zoo/text", "Range", "bytes=1-3");

        assertThat(part.status()).isEqualTo(206);
        assertThat(part.text()).isEqualTo(whole.substring(1, 4));
        assertThat(part.field("Content-Range")).isEqualTo("bytes 1-3/" + whole.length());
    }

    @Test
    void rangeOfAMissIsAnsweredWith206() {
        Answer part = app.get("/zoo/text", "Range", "bytes=1-3");

        assertThat(part.status()).isEqualTo(206);
        assertThat(part.text()).isEqualTo("ext");
        assertThat(app.get("/zoo/text").text()).isEqualTo("text-1");
    }

    @Test
    void headIsAnsweredFromGetsEntryAndMakesNone() {
        Answer before = app.client.ask("HEAD", "/zoo/text");
        assertThat(before.isHit()).isFalse();
        Answer get = app.get("/zoo/text");
        assertThat(get.isHit()).isFalse();
        Answer head = app.client.ask("HEAD", "/zoo/text");

        assertThat(head.isHit()).isTrue();
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.field("ETag")).isEqualTo(get.field("ETag"));
        assertThat(head.field("Content-Length")).isEqualTo(Integer.toString(get.body().length));
    }

    @Test
    void uncachedMethodIsLeftAlone() {
        app.get("/zoo/uncached");
        Answer second = app.get("/zoo/uncached");

        assertThat(second.text()).isEqualTo("uncached-2");
        assertThat(second.field("Cache-Control")).isEmpty();
        assertThat(second.field("ETag")).isEmpty();
    }
}
