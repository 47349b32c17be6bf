package dev.etagere.http;

import static dev.etagere.http.Response.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.etagere.http.ServeDecision.Serve;
import dev.etagere.http.ServeDecision.ServeAndRefresh;
import dev.etagere.http.ServeDecision.Validate;
import dev.etagere.http.ServeDecision.Why;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Answering from the cache (RFC 9111 §4)")
class ServeDecisionTest {

    /** What is decided for a response that came at NOW, so many seconds later. */
    private static ServeDecision decide(String response, String request, long seconds) {
        Freshness freshness = Freshness.of(Response.ok("Cache-Control", response), CacheRules.DEFAULT);
        CacheControl wishes = request.isEmpty() ? CacheControl.none() : CacheControl.parse(List.of(request));
        return ServeDecision.of(wishes, freshness, NOW.plusSeconds(seconds));
    }

    private static Serve fresh(long age) {
        return new Serve(Duration.ofSeconds(age), false);
    }

    private static Serve stale(long age) {
        return new Serve(Duration.ofSeconds(age), true);
    }

    @Nested
    @DisplayName("By the response alone")
    class ByResponse {

        @Test
        void freshIsServed() {
            assertThat(decide("max-age=60", "", 0)).isEqualTo(fresh(0));
            assertThat(decide("max-age=60", "", 59)).isEqualTo(fresh(59));
        }

        @Test
        @DisplayName("MUST NOT: stale is not served without leave (§4.2.4)")
        void staleIsValidated() {
            assertThat(decide("max-age=60", "", 60)).isEqualTo(new Validate(Why.STALE, false));
        }

        @Test
        @DisplayName("MUST NOT: no-cache is not served without validation (§5.2.2.4)")
        void noCacheIsValidatedAndNeverServedOnError() {
            assertThat(decide("no-cache, max-age=60, stale-if-error=60, stale-while-revalidate=60", "", 1))
                    .isEqualTo(new Validate(Why.NO_CACHE, false));
            assertThat(decide("no-cache, max-age=60", "max-stale, stale-if-error=60", 100)).isEqualTo(new Validate(Why.NO_CACHE, false));
        }

        @Test
        @DisplayName("MAY: within stale-while-revalidate (RFC 5861 §3)")
        void staleIsServedWhileItIsRefreshed() {
            assertThat(decide("max-age=60, stale-while-revalidate=10", "", 59)).isEqualTo(fresh(59));
            assertThat(decide("max-age=60, stale-while-revalidate=10", "", 60)).isEqualTo(new ServeAndRefresh(Duration.ofSeconds(60)));
            assertThat(decide("max-age=60, stale-while-revalidate=10", "", 70)).isEqualTo(new ServeAndRefresh(Duration.ofSeconds(70)));
            assertThat(decide("max-age=60, stale-while-revalidate=10", "", 71)).isEqualTo(new Validate(Why.STALE, false));
            assertThat(decide("max-age=60, stale-while-revalidate=0", "", 60)).isEqualTo(new Validate(Why.STALE, false));
        }

        @Test
        @DisplayName("MAY: within stale-if-error, should validation fail (RFC 5861 §4)")
        void staleIsServedOnErrorWithinItsWindow() {
            assertThat(decide("max-age=60, stale-if-error=10", "", 70)).isEqualTo(new Validate(Why.STALE, true));
            assertThat(decide("max-age=60, stale-if-error=10", "", 71)).isEqualTo(new Validate(Why.STALE, false));
            assertThat(decide("max-age=60", "stale-if-error=10", 70)).isEqualTo(new Validate(Why.STALE, true));
            assertThat(decide("max-age=60, stale-if-error=5", "stale-if-error=10", 70)).isEqualTo(new Validate(Why.STALE, true));
            assertThat(decide("max-age=60", "stale-if-error=10", 71)).isEqualTo(new Validate(Why.STALE, false));
        }

        @ParameterizedTest
        @DisplayName("MUST NOT: never stale, whoever allows it (§5.2.2.2, §5.2.2.8, §5.2.2.10)")
        @ValueSource(strings = {"max-age=60, must-revalidate", "max-age=60, proxy-revalidate", "s-maxage=60"})
        void revalidationCannotBeWaived(String control) {
            String response = control + ", stale-while-revalidate=100, stale-if-error=100";
            assertThat(decide(response, "", 59)).isEqualTo(fresh(59));
            assertThat(decide(response, "", 61)).isEqualTo(new Validate(Why.STALE, false));
            assertThat(decide(response, "max-stale, stale-if-error=100", 61)).isEqualTo(new Validate(Why.STALE, false));
        }
    }

    @Nested
    @DisplayName("By what the client accepts (§5.2.1)")
    class ByRequest {

        @Test
        @DisplayName("MUST NOT: no-cache is not answered without validation (§5.2.1.4)")
        void noCacheIsValidated() {
            assertThat(decide("max-age=60, stale-if-error=60", "no-cache", 1)).isEqualTo(new Validate(Why.REQUEST, false));
            assertThat(decide("max-age=60", "no-cache, max-age=100", 1)).isEqualTo(new Validate(Why.REQUEST, false));
        }

        @Test
        @DisplayName("max-age: no older than that (§5.2.1.1)")
        void maxAgeBoundsTheAge() {
            assertThat(decide("max-age=60", "max-age=30", 30)).isEqualTo(fresh(30));
            assertThat(decide("max-age=60", "max-age=30", 31)).isEqualTo(new Validate(Why.REQUEST, false));
            assertThat(decide("max-age=60", "max-age=0", 0)).isEqualTo(new Validate(Why.REQUEST, false));
            assertThat(decide("max-age=60", "max-age=junk", 0)).isEqualTo(new Validate(Why.REQUEST, false));
            assertThat(decide("max-age=60", "max-age=30, max-stale", 31)).isEqualTo(new Validate(Why.REQUEST, false));
        }

        @Test
        void maxAgeAloneRefusesStale() {
            assertThat(decide("max-age=60, stale-while-revalidate=60", "max-age=600", 61)).isEqualTo(new Validate(Why.STALE, false));
            assertThat(decide("max-age=60, stale-while-revalidate=60", "max-age=600, max-stale=60", 61))
                    .isEqualTo(new ServeAndRefresh(Duration.ofSeconds(61)));
        }

        @Test
        void aResponseTooOldForTheClientMayServeOnError() {
            assertThat(decide("max-age=60, stale-if-error=60", "max-age=30", 31)).isEqualTo(new Validate(Why.REQUEST, true));
            assertThat(decide("max-age=60, must-revalidate, stale-if-error=60",
                    "max-age=30", 31)).isEqualTo(new Validate(Why.REQUEST, true));
            assertThat(decide("max-age=60, must-revalidate, stale-if-error=60",
                    "max-age=30", 61)).isEqualTo(new Validate(Why.REQUEST, false));
        }

        @Test
        @DisplayName("min-fresh: fresh for at least so long (§5.2.1.3)")
        void minFreshAsksForWhatRemains() {
            assertThat(decide("max-age=60", "min-fresh=30", 30)).isEqualTo(fresh(30));
            assertThat(decide("max-age=60", "min-fresh=30", 31)).isEqualTo(new Validate(Why.REQUEST, false));
            assertThat(decide("max-age=60", "min-fresh=0", 59)).isEqualTo(fresh(59));
            assertThat(decide("max-age=60, stale-while-revalidate=60", "min-fresh=1", 61)).isEqualTo(new Validate(Why.REQUEST, false));
            assertThat(decide("max-age=60", "min-fresh=99999999999999999999", 0)).isEqualTo(new Validate(Why.REQUEST, false));
        }

        @Test
        @DisplayName("max-stale: stale by no more than that (§5.2.1.2)")
        void maxStaleAcceptsStale() {
            assertThat(decide("max-age=60", "max-stale=30", 90)).isEqualTo(stale(90));
            assertThat(decide("max-age=60", "max-stale=30", 91)).isEqualTo(new Validate(Why.STALE, false));
            assertThat(decide("max-age=60", "max-stale", 1_000_000)).isEqualTo(stale(1_000_000));
            assertThat(decide("max-age=60", "max-stale=junk", 61)).isEqualTo(new Validate(Why.STALE, false));
            assertThat(decide("max-age=60", "max-stale=30", 59)).isEqualTo(fresh(59));
            assertThat(decide("max-age=60, stale-while-revalidate=60", "max-stale=100", 61))
                    .isEqualTo(new ServeAndRefresh(Duration.ofSeconds(61)));
        }

        @Test
        void minFreshWinsOverMaxStale() {
            assertThat(decide("max-age=60", "min-fresh=10, max-stale=100", 61)).isEqualTo(new Validate(Why.REQUEST, false));
        }

        @Test
        void otherDirectivesChangeNothing() {
            assertThat(decide("max-age=60", "no-store, only-if-cached, no-transform, foo=bar", 59)).isEqualTo(fresh(59));
            assertThat(decide("max-age=60", "foo", 60)).isEqualTo(new Validate(Why.STALE, false));
        }
    }
}
