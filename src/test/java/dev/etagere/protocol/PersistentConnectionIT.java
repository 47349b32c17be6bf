package dev.etagere.protocol;

import static dev.etagere.protocol.OriginAnswer.answer;
import static dev.etagere.protocol.OriginAnswer.ok;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Answers from the cache on one connection are framed so that the next begins where it should (RFC 9112 §6, §9.3)")
class PersistentConnectionIT extends ProtocolTest {

    @Test
    void everyKindOfAnswerInTurn() {
        origin(ok("one", "Cache-Control: max-age=3600", "ETag: \"1\"", "Last-Modified: " + date(-100)));
        Resource empty = at("/empty").origin(answer(204, "", "Cache-Control: max-age=3600"));
        get();
        empty.get();
        String path = resource().path();
        List<RawClient.Response> responses = resource().client().sendAll(List.of(
                new RawClient.Request("GET", path, List.of()),
                new RawClient.Request("HEAD", path, List.of()),
                new RawClient.Request("GET", path, List.of("If-None-Match: \"1\"")),
                new RawClient.Request("GET", empty.path(), List.of()),
                new RawClient.Request("GET", path, List.of("Range: bytes=0-0")),
                new RawClient.Request("GET", path, List.of("Range: bytes=9-")),
                new RawClient.Request("HEAD", path, List.of("If-None-Match: \"1\"")),
                new RawClient.Request("GET", path + "?none", List.of("Cache-Control: only-if-cached")),
                new RawClient.Request("GET", path, List.of("Range: bytes=0-0,2-2")),
                new RawClient.Request("GET", path, List.of())));
        assertThat(responses).extracting(RawClient.Response::status)
                .containsExactly(200, 200, 304, 204, 206, 416, 304, 504, 206, 200);
        assertThat(responses.get(9).body()).asString().isEqualTo("one");
        assertThat(resource().awaitOriginRequests(1)).as("all came from the cache").hasSize(1);
    }
}
