package dev.etagere.protocol;

import static dev.etagere.protocol.OriginAnswer.ok;
import static dev.etagere.protocol.OriginAnswer.streamed;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

@DisplayName("However the origin frames its content (RFC 9112 §6, RFC 9111 §3)")
class FramingIT extends ProtocolTest {

    private static final String FRESH = "Cache-Control: max-age=3600";
    private static final String LARGE = "0123456789abcdef".repeat(16_384);

    @Test
    void contentWithoutALengthIsStored() {
        origin(streamed(new String[] {"one", "two", "three"}, FRESH, "ETag: \"1\""));
        get().assertForwarded().assertBody("onetwothree").assertField("Transfer-Encoding", "chunked");
        get().assertFromCache().assertBody("onetwothree").assertField("Content-Length", "11").assertNoField("Transfer-Encoding");
    }

    @Test
    void contentThatWasFlushedBeforeItsEndIsStoredAndGetsATag() {
        origin(streamed(new String[] {"one", "two"}, FRESH));
        get().assertForwarded().assertBody("onetwo");
        assertThat(get().assertFromCache().assertBody("onetwo").values("ETag")).hasSize(1);
    }

    @RepeatedTest(20)
    void largeContentIsStoredBeforeTheClientHasAllOfIt() {
        origin(ok(LARGE, FRESH, "ETag: \"1\""));
        get().assertForwarded().assertBody(LARGE);
        get().assertFromCache().assertBody(LARGE);
    }

    @Test
    void largeContentWithoutATagIsStored() {
        origin(ok(LARGE, FRESH));
        get().assertForwarded().assertBody(LARGE);
        get().assertFromCache().assertBody(LARGE);
    }

    @Test
    void contentBeyondTheLimitIsSentAndNotStored() {
        String huge = LARGE.repeat(8);
        origin(ok(huge, FRESH), ok("small", FRESH));
        get().assertForwarded().assertBody(huge);
        get().assertForwarded().assertBody("small");
    }

    @Test
    void contentWithoutALengthBeyondTheLimitIsSentAndNotStored() {
        String[] chunks = new String[8];
        java.util.Arrays.fill(chunks, LARGE);
        origin(streamed(chunks, FRESH), ok("small", FRESH));
        get().assertForwarded().assertBody(String.join("", chunks));
        get().assertForwarded().assertBody("small");
    }

    @Test
    void anEventStreamIsNotStored() {
        origin(streamed(new String[] {"data: x\n\n"}, FRESH, "Content-Type: text/event-stream"), ok("two", FRESH));
        get().assertForwarded();
        get().assertForwarded().assertBody("two");
    }
}
