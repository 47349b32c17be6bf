package dev.etagere.response;

import static org.assertj.core.api.Assertions.assertThat;

import dev.etagere.http.CacheRules;
import dev.etagere.http.Headers;
import dev.etagere.response.TestCache.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TagHeadersTest {

    private static final Treatment CACHED = new Treatment.Cached(
            CachePolicy.builder().name("test").ttl(Duration.ofMinutes(10)).build(), Map.of());

    private final TestCache cache = new TestCache(CACHED);

    private static Origin answer(String... namesAndValues) {
        return request -> {
            Origin.Script script = Origin.ok("a");
            for (int i = 0; i < namesAndValues.length; i += 2) {
                script = script.header(namesAndValues[i], namesAndValues[i + 1]);
            }
            return script;
        };
    }

    private void evict(String tag) {
        cache.manager().evict(Set.of(tag));
    }

    @Nested
    class ATagHeader {

        @ParameterizedTest
        @ValueSource(strings = {"one", "two", "three"})
        void givesItsTagsToWhatIsStored(String tag) {
            cache.origin(answer("cache-tag", "one,two", "Surrogate-Key", " three  four "));
            cache.get("/a").assertForwarded("a");
            evict("another");
            cache.get("/a").assertFromCache("a");
            evict(tag);
            cache.get("/a").assertForwarded("a");
        }

        @Test
        void isSplitAtCommasAndSpacesButForSurrogateKeysAtSpaces() {
            Headers headers = Headers.of("Cache-Tag", " a, b c,,d\t", "Surrogate-Key", "e,f g");

            assertThat(TagHeaders.DEFAULT.tags(headers)).hasValue(Set.of("a", "b", "c", "d", "e,f", "g"));
            assertThat(TagHeaders.DEFAULT.tags(Headers.of("Vary", "a"))).isEmpty();
        }

        @Test
        void isNotOnWhatComesFromTheCache() {
            cache.origin(answer("Cache-Tag", "one", "ETag", "\"1\""));
            cache.get("/a");

            assertThat(cache.get("/a").assertFromCache("a").headers().contains("Cache-Tag")).isFalse();
            Answer notModified = cache.send(FakeRequest.get("/a").header("If-None-Match", "\"1\""));
            assertThat(notModified.status()).isEqualTo(304);
            assertThat(notModified.headers().contains("Cache-Tag")).isFalse();
        }

        @Test
        void isNotOnA304MadeOfWhatMayNotBeStored() {
            cache.origin(answer("Cache-Tag", "one", "ETag", "\"1\"", "Cache-Control", "no-store"));

            Answer notModified = cache.send(FakeRequest.get("/a").header("If-None-Match", "\"1\""));

            assertThat(notModified.status()).isEqualTo(304);
            assertThat(notModified.headers().contains("Cache-Tag")).isFalse();
        }

        @Test
        void isForClientsWhereThatIsConfigured() {
            TestCache open = new TestCache(CACHED, options(new TagHeaders(List.of("X-Tags"), true)));
            open.origin(answer("X-Tags", "one", "Cache-Tag", "two"));
            open.get("/a");

            assertThat(open.get("/a").assertFromCache("a").header("X-Tags")).isEqualTo("one");
            open.manager().evict(Set.of("two"));
            open.get("/a").assertFromCache("a");
            open.manager().evict(Set.of("one"));
            open.get("/a").assertForwarded("a");
        }

        @Test
        void withMoreTagsThanAnEntryMayHaveKeepsTheResponseFromBeingStored() {
            cache.origin(answer("Cache-Tag", IntStream.range(0, 500).mapToObj(Integer::toString).collect(Collectors.joining(","))));
            cache.get("/a").assertForwarded("a");
            cache.get("/a").assertForwarded("a");
        }

        @Test
        void onA304TakesThePlaceOfTheOldOne() {
            TestCache origins = validated("Cache-Tag", "new");
            origins.manager().evict(Set.of("old"));
            origins.get("/a").assertFromCache("a");
            origins.manager().evict(Set.of("new"));
            origins.get("/a").assertForwarded("b");
        }

        @Test
        void staysWhatItWasAfterA304WithoutOne() {
            TestCache origins = validated("X-Other", "x");
            origins.manager().evict(Set.of("old"));
            origins.get("/a").assertForwarded("b");
        }

        /** A response with the tag {@code old} that a 304 with this field has made fresh again. */
        private TestCache validated(String name, String value) {
            TestCache origins = new TestCache(new Treatment.Origin());
            origins.origin(answer("Cache-Tag", "old", "ETag", "\"1\"", "Cache-Control", "max-age=10"));
            origins.get("/a");
            origins.pass(Duration.ofSeconds(11));
            origins.origin(request -> Origin.status(304, "").header(name, value).header("ETag", "\"1\"")
                    .header("Cache-Control", "max-age=10"));
            assertThat(origins.get("/a").text()).isEqualTo("a");
            origins.origin(request -> Origin.ok("b"));
            origins.get("/a").assertFromCache("a");
            return origins;
        }

        @Test
        void onTheAnswerToHeadIsAddedToWhatGetHasStored() {
            TestCache origins = new TestCache(new Treatment.Origin());
            origins.origin(answer("ETag", "\"1\"", "Cache-Control", "max-age=10"));
            origins.get("/a");
            origins.pass(Duration.ofSeconds(11));
            origins.origin(request -> Origin.status(200, "").header("Cache-Tag", "late").header("ETag", "\"1\"")
                    .header("Cache-Control", "max-age=10"));
            origins.send(FakeRequest.of("HEAD", "/a"));

            assertThat(origins.get("/a").assertFromCache("a").headers().contains("Cache-Tag")).isFalse();
            origins.manager().evict(Set.of("late"));
            assertThat(origins.get("/a").loads()).isOne();
        }
    }

    private static ResponseOptions options(TagHeaders tagHeaders) {
        return new ResponseOptions(CacheRules.DEFAULT, false, "Etagere", 1 << 20, 32, Duration.ofSeconds(5), 100, 100,
                MadeETag.STRONG, tagHeaders);
    }

    @Nested
    @DisplayName("RFC 9875: cache groups")
    class Groups {

        private void write(String method, int status, String host, String groups) {
            cache.origin(request -> Origin.status(status, "").header("Cache-Group-Invalidation", groups));
            cache.send(FakeRequest.of(method, "/b").header("Host", host), new Treatment.None());
            cache.origin(answer("Cache-Groups", "\"x\", \"y\""));
        }

        private void load() {
            cache.origin(answer("Cache-Groups", "\"x\", \"y\""));
            cache.get("/a").assertForwarded("a");
            cache.get("/a").assertFromCache("a");
        }

        @Test
        @DisplayName("§3 MAY: a response to an unsafe request invalidates what shares a group")
        void goAsTheResponseToAWriteSays() {
            load();
            write("POST", 200, "shop.example", "\"z\", \"y\"");
            cache.get("/a").assertForwarded("a");
        }

        @Test
        @DisplayName("§2.1: of the same origin, however it is written")
        void areOfOneOrigin() {
            load();
            write("POST", 200, "other.example", "\"x\"");
            cache.get("/a").assertFromCache("a");
            write("POST", 200, "SHOP.example:80", "\"x\"");
            cache.get("/a").assertForwarded("a");
        }

        @Test
        @DisplayName("§2.1: compared character by character")
        void areComparedWithRegardToCase() {
            load();
            write("POST", 200, "shop.example", "\"X\"");
            cache.get("/a").assertFromCache("a");
        }

        @Test
        @DisplayName("§3 MUST be ignored on responses to safe methods")
        void stayWhenTheMethodIsSafe() {
            load();
            write("OPTIONS", 200, "shop.example", "\"x\"");
            cache.get("/a").assertFromCache("a");
        }

        @Test
        @DisplayName("§3 has no condition on the status")
        void goEvenWhenTheWriteFailed() {
            load();
            write("POST", 500, "shop.example", "\"x\"");
            cache.get("/a").assertForwarded("a");
        }

        @Test
        void areNoTagsThatAnApplicationCouldEvict() {
            load();
            evict("x");
            evict("http://shop.example x");
            cache.get("/a").assertFromCache("a");
        }

        @Test
        @DisplayName("§2: the field stays on the response, for other caches")
        void areToldToClients() {
            load();
            assertThat(cache.get("/a").header("Cache-Groups")).isEqualTo("\"x\", \"y\"");
        }
    }
}
