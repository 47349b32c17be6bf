package dev.etagere.protocol;

import static dev.etagere.protocol.OriginAnswer.answer;
import static dev.etagere.protocol.OriginAnswer.notModified;
import static dev.etagere.protocol.OriginAnswer.ok;
import static dev.etagere.protocol.OriginAnswer.part;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("RFC 9211 Cache-Status")
class Rfc9211IT extends ProtocolTest {

    private static final String TEN_SECONDS = "Cache-Control: max-age=10";

    @Nested
    @DisplayName("§2.1 hit")
    class Hit {

        @Test
        void isSaidOfWhatComesFromTheCache() {
            origin(ok("one", TEN_SECONDS, "ETag: \"1\""));
            get();
            advance(3);
            get().assertFromCache().assertCacheStatus("Etagere", "hit", "ttl=7");
            get("If-None-Match: \"1\"").assertFromCache().assertStatus(304).assertCacheStatus("Etagere", "hit");
            head().assertFromCache().assertCacheStatus("hit");
            get("Range: bytes=0-0").assertFromCache().assertStatus(206).assertCacheStatus("hit");
        }

        @Test
        @DisplayName("ttl is negative where what is served is stale (§2.4)")
        void stale() {
            origin(ok("one", TEN_SECONDS));
            get();
            advance(15);
            get("Cache-Control: max-stale").assertFromCache().assertCacheStatus("hit", "ttl=-5");
        }
    }

    @Nested
    @DisplayName("§2.2 fwd")
    class Forward {

        @Test
        void uriMiss() {
            origin(ok("one", TEN_SECONDS));
            get().assertForwarded().assertCacheStatus("Etagere", "fwd=uri-miss", "stored");
        }

        @Test
        void uriMissWithATagOfTheOrigin() {
            origin(ok("one", TEN_SECONDS, "ETag: \"1\""));
            get().assertForwarded().assertCacheStatus("Etagere", "fwd=uri-miss", "fwd-status=200", "stored", "ttl=10");
        }

        @Test
        void ofAPart() {
            origin(part("abcdef", 0, 2, TEN_SECONDS, "ETag: \"1\""));
            get("Range: bytes=0-2").assertForwarded().assertCacheStatus("fwd=uri-miss", "fwd-status=206", "stored");
            get("Range: bytes=3-4").assertForwarded().assertCacheStatus("fwd=partial");
        }

        @Test
        void varyMiss() {
            origin(ok("one", TEN_SECONDS, "Vary: Foo"));
            get("Foo: 1");
            get("Foo: 2").assertForwarded().assertCacheStatus("fwd=vary-miss", "stored");
        }

        @Test
        void stale() {
            origin(ok("one", TEN_SECONDS, "ETag: \"1\""), notModified("ETag: \"1\"", TEN_SECONDS), ok("two", TEN_SECONDS));
            get();
            advance(11);
            get().assertForwarded().assertCacheStatus("fwd=stale", "fwd-status=304");
            advance(11);
            get().assertForwarded().assertCacheStatus("fwd=stale", "fwd-status=200", "stored");
        }

        @Test
        void request() {
            origin(ok("one", TEN_SECONDS));
            get();
            get("Cache-Control: no-cache").assertForwarded().assertCacheStatus("fwd=request");
        }

        @Test
        @DisplayName("tells of HEAD as of GET")
        void ofHead() {
            origin(ok("one", TEN_SECONDS, "Vary: Foo"));
            head("Foo: 1").assertForwarded().assertCacheStatus("fwd=uri-miss", "fwd-status=200");
            get("Foo: 1");
            head("Foo: 2").assertForwarded().assertCacheStatus("fwd=vary-miss");
            head("Foo: 1", "Cache-Control: no-cache").assertForwarded().assertCacheStatus("fwd=request");
            advance(11);
            head("Foo: 1").assertForwarded().assertCacheStatus("fwd=stale");
        }

        @Test
        void method() {
            origin(ok("one"));
            send("POST").assertForwarded().assertCacheStatus("fwd=method");
        }

        @Test
        void ofAHit() {
            origin(ok("one", TEN_SECONDS));
            get();
            assertThat(get().values("Cache-Status").get(0)).doesNotContain("fwd").doesNotContain("stored");
        }

        @Test
        void whatIsNotStoredIsNotSaidToBe() {
            origin(ok("one", "Cache-Control: no-store"));
            Answer answer = get().assertForwarded().assertCacheStatus("fwd=uri-miss");
            assertThat(answer.values("Cache-Status").get(0)).doesNotContain("stored;").doesNotEndWith("stored");
        }

        @Test
        void anErrorOfTheOriginIsAnsweredStale() {
            origin(ok("one", "Cache-Control: max-age=10, stale-if-error=60", "ETag: \"1\""), answer(503, "sorry"));
            get();
            advance(11);
            get().assertForwarded().assertStatus(200).assertCacheStatus("fwd=stale", "fwd-status=503");
        }
    }

    @Test
    @DisplayName("§2: each cache MUST add its member after those before it")
    void members() {
        origin(ok("one", TEN_SECONDS, "Cache-Status: Nearer; hit"));
        String first = String.join(", ", get().values("Cache-Status"));
        assertThat(first).startsWith("Nearer; hit").contains("Etagere");
        String second = String.join(", ", get().assertFromCache().values("Cache-Status"));
        assertThat(second).startsWith("Nearer; hit").endsWith(List.of(second.split(", ")).get(1)).contains("Etagere; hit");
    }

    @Test
    @DisplayName("§2: SHOULD NOT be said of a response that is made of nothing stored: the 504 of only-if-cached")
    void onlyIfCached() {
        origin(ok("one", TEN_SECONDS));
        get("Cache-Control: only-if-cached").assertFromCache().assertStatus(504).assertNoField("Cache-Status");
    }
}
