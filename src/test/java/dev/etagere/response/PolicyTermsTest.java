package dev.etagere.response;

import static dev.etagere.response.FakeRequest.get;
import static dev.etagere.response.Origin.ok;
import static dev.etagere.response.Origin.status;
import static dev.etagere.response.TestCache.cacheOf;
import static dev.etagere.response.TestCache.policy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.etagere.http.Headers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** How long a response that a rule caches is served, stale, on demand and within bounds. */
class PolicyTermsTest {

    private final TestCache cache = cacheOf(policy()).origin(request -> ok("seven").header("Content-Type", "text/plain"));

    @Nested
    class Stale {

        private final TestCache windows = cacheOf(policy().staleWhileRevalidate(Duration.ofSeconds(30)).staleIfError(Duration.ofMinutes(5)))
                .origin(request -> ok("old"));

        @Test
        void withinItsWindowItIsServedWhileOneRunRefreshesIt() {
            windows.get("/s");
            windows.pass(Duration.ofMinutes(30).plusSeconds(10));
            windows.origin(request -> ok("new"));
            TestCache.Answer stale = windows.get("/s");
            assertThat(stale.text()).isEqualTo("old");
            assertThat(stale.header("Cache-Control")).isEqualTo("public, max-age=0");
            assertThat(stale.loads()).isOne();
            windows.get("/s").assertFromCache("new");
        }

        @Test
        void whenTheApplicationFailsItIsServedInPlaceOfTheError() {
            windows.get("/s");
            windows.pass(Duration.ofMinutes(32));
            windows.origin(request -> status(503, "down"));
            assertThat(windows.get("/s").text()).isEqualTo("old");
            windows.origin(request -> ok("").thrown());
            assertThat(windows.get("/s").text()).isEqualTo("old");
            windows.pass(Duration.ofMinutes(5));
            assertThat(windows.get("/s").status()).isEqualTo(500);
        }

        @Test
        void aRefreshThatFailsLeavesWhatIsThere() {
            windows.get("/s");
            windows.pass(Duration.ofMinutes(30).plusSeconds(10));
            windows.origin(request -> ok("").thrown());
            assertThat(windows.get("/s").text()).isEqualTo("old");
            windows.origin(request -> status(500, "bad"));
            assertThat(windows.get("/s").text()).isEqualTo("old");
            windows.origin(request -> ok("new"));
            windows.get("/s");
            windows.get("/s").assertFromCache("new");
        }

        @Test
        void expiredByTagItIsServedOnceMoreWhileItIsRefreshed() {
            cache.get("/product/7");
            cache.manager().expire(List.of("product:7"));
            cache.origin(request -> ok("seven, changed"));
            TestCache.Answer stale = cache.get("/product/7");
            assertThat(stale.text()).isEqualTo("seven");
            assertThat(stale.loads()).isOne();
            assertThat(stale.header("Cache-Control")).as("its clients are not to keep it").isEqualTo("public, max-age=0");
            cache.get("/product/7").assertFromCache("seven, changed");
        }

        @Test
        void itIsValidatedWithTheApplicationsOwnTag() {
            cache.origin(request -> ok("v").header("ETag", "\"app\"").header("X-Kept", "1"));
            cache.get("/v");
            cache.pass(Duration.ofMinutes(31));
            cache.origin(request -> status(304, "").header("X-New", "2"));
            TestCache.Answer validated = cache.get("/v");
            assertThat(validated.status()).isEqualTo(200);
            assertThat(validated.text()).isEqualTo("v");
            assertThat(cache.forwarded().get(1).first("If-None-Match")).contains("\"app\"");
            TestCache.Answer hit = cache.get("/v").assertFromCache("v");
            assertThat(hit.header("X-Kept")).isEqualTo("1");
            assertThat(hit.header("X-New")).isEqualTo("2");
            assertThat(hit.header("Age")).isEqualTo("0");
        }

        @Test
        void aTagThatThisCacheMadeIsNotSentToTheApplication() {
            cache.get("/v");
            cache.pass(Duration.ofMinutes(31));
            cache.get("/v");
            assertThat(cache.forwarded().get(1).first("If-None-Match")).isEmpty();
        }
    }

    @Nested
    class Directives {

        @Test
        void aClientMayAskForAFreshAnswer() {
            cache.get("/d");
            cache.send(get("/d").header("Cache-Control", "no-cache")).assertForwarded("seven");
            cache.send(get("/d").header("Cache-Control", "only-if-cached")).assertFromCache("seven");
        }

        @Test
        void onlyIfCachedWithNothingStoredIs504() {
            TestCache.Answer answer = cache.send(get("/d").header("Cache-Control", "only-if-cached"));
            assertThat(answer.status()).isEqualTo(504);
            assertThat(answer.loads()).isZero();
        }

        @Test
        void aPolicyMayIgnoreWhatClientsAsk() {
            TestCache deaf = cacheOf(policy().ignoreRequestDirectives()).origin(request -> ok("x"));
            deaf.get("/d");
            deaf.send(get("/d").header("Cache-Control", "no-cache")).assertFromCache("x");
        }

        @Test
        void aConditionSendsRequestsPastTheCache() {
            TestCache some = cacheOf(policy().condition(request -> !request.rawPath().startsWith("/live"))).origin(request -> ok("x"));
            some.get("/live");
            some.get("/live").assertForwarded("x");
        }
    }

    @Nested
    class Bounds {

        @Test
        void onlySoManyVariantsOfAUriAreKeptAndTheOldestGoesFirst() {
            TestCache few = new TestCache(new Treatment.Cached(policy().vary("X-Arm").build(), Map.of()), new ResponseOptions(
                    ResponseOptions.DEFAULT.rules(), false, "Etagere", 1 << 20, 2, Duration.ofSeconds(1), 10, 10))
                    .origin(request -> ok(request.first("X-Arm").orElse("-")));
            for (String arm : List.of("1", "2", "3")) {
                few.send(get("/x").header("X-Arm", arm));
            }
            few.send(get("/x").header("X-Arm", "3")).assertFromCache("3");
            few.send(get("/x").header("X-Arm", "2")).assertFromCache("2");
            few.send(get("/x").header("X-Arm", "1")).assertForwarded("1");
        }

        @Test
        void whenTooManyAnswersAreHeldFurtherOnesStreamAndAreNotStored() {
            TestCache busy = new TestCache(new Treatment.Cached(policy().build(), Map.of()), new ResponseOptions(
                    ResponseOptions.DEFAULT.rules(), false, "Etagere", 1 << 20, 2, Duration.ofSeconds(1), 10, 1))
                            .origin(request -> ok("x"));
            Load holding = ((Outcome.Miss) busy.engine().handle(get("/held"), new Treatment.Cached(policy().build(), Map.of()))).load();
            holding.plan(200, Headers.empty(), Observed.NOTHING);
            busy.get("/x").assertForwarded("x");
            busy.get("/x").assertForwarded("x");
            holding.abandon("test");
            busy.get("/x").assertForwarded("x");
            busy.get("/x").assertFromCache("x");
        }

        @Test
        void placesForHeldAnswersAreGivenBackHoweverALoadEnds() {
            TestCache one = new TestCache(new Treatment.Cached(policy().build(), Map.of()), new ResponseOptions(
                    ResponseOptions.DEFAULT.rules(), false, "Etagere", 1 << 20, 2, Duration.ofSeconds(1), 10, 1));
            List<Origin.Script> endings = List.of(ok("x").thrown(), ok("x").cutOff(), ok("x").flushed(), ok("x")
                    .header("Set-Cookie", "a=b"));
            for (int i = 0; i < endings.size(); i++) {
                Origin.Script script = endings.get(i);
                one.origin(request -> script).get("/" + i);
            }
            one.origin(request -> ok("x")).get("/last").assertForwarded("x");
            one.get("/last").assertFromCache("x");
        }
    }
}
