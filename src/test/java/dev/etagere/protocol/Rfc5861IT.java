package dev.etagere.protocol;

import static dev.etagere.protocol.OriginAnswer.answer;
import static dev.etagere.protocol.OriginAnswer.error;
import static dev.etagere.protocol.OriginAnswer.exception;
import static dev.etagere.protocol.OriginAnswer.notModified;
import static dev.etagere.protocol.OriginAnswer.ok;
import static dev.etagere.protocol.OriginAnswer.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("RFC 5861 Cache-Control extensions for stale content")
class Rfc5861IT extends ProtocolTest {

    @Nested
    @DisplayName("§3 stale-while-revalidate")
    class WhileRevalidate {

        private static final String WINDOW = "Cache-Control: max-age=10, stale-while-revalidate=20";

        @Test
        @DisplayName("SHOULD serve what is stale within the window while it is refreshed")
        void withinTheWindow() {
            origin(ok("one", WINDOW, "ETag: \"1\""), ok("two", WINDOW, "ETag: \"2\""));
            get();
            advance(15);
            get().assertStatus(200).assertBody("one").assertAge(15);
            resource().awaitOriginRequests(2).get(1).assertHas("If-None-Match", "\"1\"");
            awaitBody("two");
            get().assertFromCache().assertBody("two").assertAge(0);
        }

        @Test
        void aRefreshMayFindThatNothingChanged() {
            origin(ok("one", WINDOW, "ETag: \"1\"", "X: old"), notModified(WINDOW, "ETag: \"1\"", "X: new"));
            get();
            advance(15);
            get().assertBody("one");
            resource().awaitOriginRequests(2);
            awaitField("X", "new");
            get().assertFromCache().assertBody("one").assertAge(0);
        }

        @Test
        void oneRunRefreshesHoweverManyAsk() {
            CountDownLatch goOn = new CountDownLatch(1);
            origin(ok("one", WINDOW, "ETag: \"1\""), waiting(goOn, ok("two", WINDOW)), ok("three", WINDOW));
            get();
            advance(15);
            for (int i = 0; i < 5; i++) {
                get().assertStatus(200).assertBody("one");
            }
            assertThat(resource().awaitOriginRequests(2)).hasSize(2);
            goOn.countDown();
            awaitBody("two");
            get().assertFromCache().assertBody("two");
        }

        @Test
        void beyondTheWindowItIsValidatedFirst() {
            origin(ok("one", WINDOW, "ETag: \"1\""), ok("two", WINDOW));
            get();
            advance(31);
            get().assertValidated().assertBody("two");
        }

        @ParameterizedTest(name = "{0} after {1} s: {2}")
        @CsvSource(delimiter = '|', value = {
            "stale-while-revalidate=20                        | 30 | true",
            "stale-while-revalidate=20                        | 31 | false",
            "Stale-While-Revalidate=\"20\"                  | 30 | true",
            "stale-while-revalidate=99999999999999999999      | 99 | true",
            "stale-while-revalidate                           | 11 | false",
            "stale-while-revalidate=0                         | 11 | false",
            "stale-while-revalidate=-1                        | 11 | false",
            "stale-while-revalidate=x                         | 11 | false",
            "stale-while-revalidate=5, stale-while-revalidate=50 | 20 | false",
            "foo=\"stale-while-revalidate=20\"              | 11 | false"})
        @DisplayName("lasts as long as it says, to the second, and not at all where it is malformed")
        void window(String directive, long after, boolean served) {
            origin(ok("one", "Cache-Control: max-age=10, " + directive, "ETag: \"1\""), ok("two"));
            get();
            advance(after);
            get().assertBody(served ? "one" : "two");
            resource().awaitOriginRequests(2);
        }

        @Test
        void aFailingRefreshLeavesItStale() {
            origin(ok("one", WINDOW, "ETag: \"1\""), answer(500, "sorry"), ok("two", WINDOW));
            get();
            advance(15);
            get().assertStatus(200).assertBody("one");
            resource().awaitOriginRequests(2);
            awaitBody("two");
        }

        @ParameterizedTest
        @ValueSource(strings = {"must-revalidate", "proxy-revalidate", "no-cache"})
        @DisplayName("MUST NOT be done where a directive forbids it")
        void forbidden(String directive) {
            origin(ok("one", WINDOW + ", " + directive, "ETag: \"1\""), ok("two"));
            get();
            advance(15);
            get().assertValidated().assertBody("two");
        }

        @ParameterizedTest
        @ValueSource(strings = {"Cache-Control: no-cache", "Cache-Control: max-age=0", "Cache-Control: max-age=12", "Pragma: no-cache",
            "Cache-Control: min-fresh=1"})
        void isNotDoneForAClientThatAsksForBetter(String field) {
            origin(ok("one", WINDOW, "ETag: \"1\""), ok("two"));
            get();
            advance(15);
            get(field).assertForwarded().assertBody("two");
        }

        @Test
        void answersConditionsAndRangesToo() {
            origin(ok("one", WINDOW, "ETag: \"1\""), ok("two", WINDOW, "ETag: \"2\""));
            get();
            advance(15);
            get("If-None-Match: \"1\"").assertStatus(304);
            resource().awaitOriginRequests(2);
            awaitBody("two");
        }

        @ParameterizedTest
        @ValueSource(strings = {"Range: bytes=0-0", "If-None-Match: \"x\"", "If-Modified-Since: Thu, 01 Jan 1970 00:00:00 GMT",
            "If-Range: \"x\""})
        @DisplayName("refreshes the whole, whatever of it the client asked for (RFC 9111 §4.3.1)")
        void asksForTheWhole(String field) {
            origin(ok("one", WINDOW), ok("two", WINDOW));
            get();
            advance(15);
            get(field).assertBody(field.startsWith("Range") ? "o" : "one");
            resource().awaitOriginRequests(2).get(1).assertLacks(RawClient.Field.of(field).name());
            awaitBody("two");
        }

        /** The refresh runs after the answer has left. */
        private void awaitBody(String body) {
            for (int i = 0; !get().assertStatus(200).body().equals(body); i++) {
                if (i == 500) {
                    throw new AssertionError("never became " + body);
                }
            }
        }

        private void awaitField(String name, String value) {
            for (int i = 0; !get().values(name).contains(value); i++) {
                if (i == 500) {
                    throw new AssertionError(name + " never became " + value);
                }
            }
        }
    }

    @Nested
    @DisplayName("§4 stale-if-error")
    class IfError {

        private static final String WINDOW = "Cache-Control: max-age=10, stale-if-error=20";

        @ParameterizedTest
        @ValueSource(ints = {500, 502, 503, 504})
        @DisplayName("MAY serve what is stale instead of an error of the server")
        void instead(int status) {
            origin(ok("one", WINDOW, "ETag: \"1\""), answer(status, "sorry"));
            get();
            advance(15);
            get().assertValidated().assertStatus(200).assertBody("one").assertAge(15);
        }

        @Test
        void sendErrorAndExceptionsAreErrorsToo() {
            origin(ok("one", WINDOW, "ETag: \"1\""), error(503), exception());
            get();
            advance(15);
            get().assertForwarded().assertStatus(200).assertBody("one");
            get().assertForwarded().assertStatus(200).assertBody("one");
        }

        @ParameterizedTest
        @ValueSource(ints = {400, 403, 404, 410, 501})
        @DisplayName("is not done for other statuses")
        void otherStatuses(int status) {
            origin(ok("one", WINDOW, "ETag: \"1\""), answer(status, "sorry"));
            get();
            advance(15);
            get().assertValidated().assertStatus(status).assertBody("sorry");
        }

        @ParameterizedTest(name = "{0} after {1} s: {2}")
        @CsvSource(delimiter = '|', value = {
            "stale-if-error=20                        | 30 | 200",
            "stale-if-error=20                        | 31 | 503",
            "Stale-If-Error=\"20\"                  | 30 | 200",
            "stale-if-error=99999999999999999999      | 99 | 200",
            "stale-if-error                           | 11 | 503",
            "stale-if-error=0                         | 11 | 503",
            "stale-if-error=-1                        | 11 | 503",
            "stale-if-error=x                         | 11 | 503"})
        @DisplayName("lasts as long as it says, to the second, and not at all where it is malformed")
        void window(String directive, long after, int status) {
            origin(ok("one", "Cache-Control: max-age=10, " + directive, "ETag: \"1\""), answer(503, "sorry"));
            get();
            advance(after);
            get().assertValidated().assertStatus(status);
        }

        @Test
        @DisplayName("MAY be asked for by the request")
        void byRequest() {
            origin(ok("one", "Cache-Control: max-age=10", "ETag: \"1\""), answer(503, "sorry"));
            get();
            advance(15);
            get("Cache-Control: stale-if-error=20").assertValidated().assertStatus(200).assertBody("one");
            get().assertValidated().assertStatus(503);
            advance(20);
            get("Cache-Control: stale-if-error=20").assertValidated().assertStatus(503);
        }

        @Test
        void answersAConditionFromWhatIsStored() {
            origin(ok("one", WINDOW, "ETag: \"1\""), answer(503, "sorry"));
            get();
            advance(15);
            get("If-None-Match: \"1\"").assertValidated().assertStatus(304);
        }
    }
}
