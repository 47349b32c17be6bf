package dev.etagere.http;

import static dev.etagere.http.Response.inSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.etagere.http.StoreDecision.Reason;
import dev.etagere.http.StoreDecision.Refuse;
import dev.etagere.http.StoreDecision.Store;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Storing responses (RFC 9111 §3)")
class StoreDecisionTest {

    private static final Request GET = Request.get();

    private static StoreDecision ok(String... fields) {
        return decide(GET, 200, fields);
    }

    private static StoreDecision decide(Request request, int status, String... fields) {
        return StoreDecision.of(request, Response.of(status, fields), CacheRules.DEFAULT);
    }

    private static void assertStored(StoreDecision decision) {
        assertThat(decision).isInstanceOf(Store.class);
    }

    private static void assertRefused(StoreDecision decision, Reason reason) {
        assertThat(decision).isEqualTo(new Refuse(reason));
    }

    @Nested
    @DisplayName("Methods")
    class Methods {

        @ParameterizedTest
        @DisplayName("MUST NOT: only methods that the cache understands; here GET alone")
        @ValueSource(strings = {"HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "QUERY", "get", "GETX", ""})
        void onlyAnswersToGetAreStored(String method) {
            assertRefused(decide(new Request(method, Headers.empty()), 200, "Cache-Control", "max-age=60"), Reason.METHOD);
        }
    }

    @Nested
    @DisplayName("Statuses")
    class ByStatus {

        @ParameterizedTest
        @DisplayName("MAY: any final status with explicit freshness")
        @ValueSource(ints = {200, 201, 202, 203, 204, 205, 226, 299, 300, 301, 302, 303, 307, 308, 400, 401, 402, 403, 404, 405, 406,
            409, 410,
            412, 414, 416, 418, 421, 422, 425, 451, 499, 500, 501, 502, 503, 504, 599})
        void anyFinalStatusIsStoredWithExplicitFreshness(int status) {
            assertStored(decide(GET, status, "Cache-Control", "max-age=60"));
            assertStored(decide(GET, status, "Cache-Control", "s-maxage=60"));
            assertStored(decide(GET, status, "Expires", inSeconds(60)));
        }

        @ParameterizedTest
        @DisplayName("MUST NOT: what is not final, or not a status at all")
        @ValueSource(ints = {100, 101, 103, 199, 600, 999, 0, -1, 99})
        void interimAndInvalidStatusesAreNotStored(int status) {
            assertRefused(decide(GET, status, "Cache-Control", "max-age=60"), Reason.STATUS);
        }

        @Test
        @DisplayName("MUST NOT: a 304 updates a stored response and is not one (§4.3.3)")
        void notModifiedIsNotStoredAsItself() {
            assertRefused(decide(GET, 304, "Cache-Control", "max-age=60", "ETag", "\"a\""), Reason.STATUS);
        }

        @ParameterizedTest
        @DisplayName("MUST NOT: statuses whose definition forbids it (RFC 6585 §3 to §6)")
        @ValueSource(ints = {428, 429, 431, 511})
        void someStatusesAreNeverStored(int status) {
            assertRefused(decide(GET, status, "Cache-Control", "max-age=60, public"), Reason.STATUS);
        }

        @ParameterizedTest
        @ValueSource(ints = {200, 203, 204, 300, 301, 308, 404, 405, 410, 414, 501})
        void heuristicallyCacheableStatusesNeedNoExplicitFreshness(int status) {
            assertStored(decide(GET, status, "Last-Modified", inSeconds(-3600)));
            assertStored(decide(GET, status, "ETag", "\"a\""));
            assertRefused(decide(GET, status), Reason.NO_FRESHNESS);
        }

        @ParameterizedTest
        @ValueSource(ints = {201, 202, 302, 303, 307, 400, 401, 403, 499, 500, 502, 503, 504, 599})
        void otherStatusesNeedExplicitFreshnessOrPublic(int status) {
            assertRefused(decide(GET, status, "Last-Modified", inSeconds(-3600), "ETag", "\"a\""), Reason.NO_FRESHNESS);
            assertRefused(decide(GET, status, "Cache-Control", "no-cache", "ETag", "\"a\""), Reason.NO_FRESHNESS);
            assertStored(decide(GET, status, "Last-Modified", inSeconds(-3600), "Cache-Control", "public"));
        }
    }

    @Test
    @DisplayName("what became of a condition or a range answers no request without them (RFC 9110 §15.5.13, §15.5.17)")
    void answersToConditionsAreNotStored() {
        assertRefused(decide(Request.get("If-Match", "\"1\""), 412, "Cache-Control", "max-age=60"), Reason.STATUS);
        assertRefused(decide(Request.get("Range", "bytes=9-"), 416, "Cache-Control", "max-age=60"), Reason.STATUS);
        assertStored(decide(Request.get("If-Match", "\"1\""), 200, "Cache-Control", "max-age=60"));
    }

    @Nested
    @DisplayName("no-store, private, must-understand (§5.2.2)")
    class Directives {

        @ParameterizedTest
        @DisplayName("MUST NOT store")
        @ValueSource(strings = {"no-store", "No-Store", "max-age=60, no-store", "no-store, public, max-age=60", "no-store=x, max-age=60"})
        void noStoreIsNotStored(String control) {
            assertRefused(ok("Cache-Control", control), Reason.NO_STORE);
        }

        @Test
        @DisplayName("MUST NOT: no-store of the request (§5.2.1.5)")
        void noStoreOfTheRequestIsHeeded() {
            Request request = Request.get("Cache-Control", "max-age=0", "Cache-Control", "No-Store");
            assertRefused(decide(request, 200, "Cache-Control", "max-age=60"), Reason.REQUEST_NO_STORE);
            assertStored(decide(Request.get("Cache-Control", "no-cache"), 200, "Cache-Control", "max-age=60"));
        }

        @ParameterizedTest
        @DisplayName("MUST NOT: a shared cache does not store private responses")
        @ValueSource(strings = {"private, max-age=60", "PRIVATE, max-age=60", "max-age=60, private=x", "private=\"\", max-age=60"})
        void privateIsNotStored(String control) {
            assertRefused(ok("Cache-Control", control), Reason.PRIVATE);
        }

        @Test
        @DisplayName("MAY: qualified private leaves the rest to be stored (§5.2.2.7)")
        void qualifiedPrivateIsStored() {
            assertStored(ok("Cache-Control", "private=\"X-Secret\", max-age=60", "X-Secret", "1"));
        }

        @Test
        @DisplayName("MUST NOT: must-understand asks for a status that is understood (§5.2.2.3)")
        void mustUnderstandAsksForAKnownStatus() {
            assertRefused(decide(GET, 299, "Cache-Control", "must-understand, max-age=60"), Reason.NOT_UNDERSTOOD);
            assertRefused(decide(GET, 599, "Cache-Control", "must-understand, no-store, max-age=60"), Reason.NOT_UNDERSTOOD);
            assertRefused(decide(GET, 418, "Cache-Control", "must-understand, max-age=60"), Reason.NOT_UNDERSTOOD);
            assertStored(decide(GET, 200, "Cache-Control", "must-understand, max-age=60"));
        }

        @Test
        @DisplayName("SHOULD: no-store beside must-understand is ignored where the status is understood")
        void mustUnderstandOverridesNoStore() {
            assertStored(decide(GET, 200, "Cache-Control", "no-store, must-understand, max-age=60"));
            assertStored(decide(GET, 404, "Cache-Control", "must-understand, no-store, max-age=60"));
            assertRefused(ok("Cache-Control", "no-store, must-understand=1, max-age=60"), Reason.NO_STORE);
        }
    }

    @Nested
    @DisplayName("Authenticated requests (§3.5)")
    class Authenticated {

        private final Request request = Request.get("Authorization", "Basic eDp5");

        @ParameterizedTest
        @DisplayName("MAY: with must-revalidate, public or s-maxage")
        @ValueSource(strings = {"must-revalidate, max-age=60", "public, max-age=60", "s-maxage=60"})
        void someDirectivesAllowSharing(String control) {
            assertStored(decide(request, 200, "Cache-Control", control));
        }

        @ParameterizedTest
        @DisplayName("MUST NOT: otherwise")
        @ValueSource(strings = {"max-age=60", "proxy-revalidate, max-age=60", "immutable, max-age=60", "public=x, max-age=60"})
        void othersDoNot(String control) {
            assertRefused(decide(request, 200, "Cache-Control", control, "ETag", "\"a\""), Reason.AUTHORIZATION);
            assertRefused(decide(request, 200, "Expires", inSeconds(60)), Reason.AUTHORIZATION);
        }
    }

    @Nested
    @DisplayName("Vary, cookies, parts")
    class Other {

        @Test
        @DisplayName("MUST NOT: Vary: * never matches (§4.1)")
        void varyAnyIsNotStored() {
            assertRefused(ok("Cache-Control", "max-age=60", "Vary", "*"), Reason.VARY_ANY);
            assertRefused(ok("Cache-Control", "max-age=60", "Vary", "Accept", "Vary", "Foo, *"), Reason.VARY_ANY);
            assertStored(ok("Cache-Control", "max-age=60", "Vary", "Accept"));
        }

        @Test
        @DisplayName("Set-Cookie is not stored unless the rules say so (§7.3)")
        void cookiesAreNotStored() {
            String[] fields = {"Cache-Control", "max-age=60", "set-cookie", "a=1"};
            assertRefused(ok(fields), Reason.SET_COOKIE);
            assertRefused(ok("Cache-Control", "max-age=60", "Set-Cookie2", "a=1"), Reason.SET_COOKIE);
            CacheRules open = new CacheRules(List.of(), true, true, Duration.ofDays(1));
            assertStored(StoreDecision.of(GET, Response.ok(fields), open));
            assertStored(ok("Cache-Control", "max-age=60, private=\"Set-Cookie\"", "Set-Cookie", "a=1"));
            assertRefused(ok("CDN-Cache-Control", "max-age=60, private=\"Set-Cookie\"", "Set-Cookie", "a=1"), Reason.SET_COOKIE);
        }

        @Test
        @DisplayName("MUST NOT: a part is not a whole (§3.3)")
        void partsAreNotStoredAsWholes() {
            String[] part = {"Cache-Control", "max-age=60", "Content-Range", "bytes 0-1/10", "ETag", "\"a\""};
            assertRefused(decide(GET, 206, part), Reason.PARTIAL);
            assertRefused(decide(GET, 200, part), Reason.PARTIAL);
        }

        @ParameterizedTest
        @DisplayName("MAY: one range with a strong validator, or with none, is stored as a part (§3.3, §3.4)")
        @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "206 | bytes 0-1/10   | \"a\"   | true", "206 | bytes 0-1/10 |        | true", "206 | bytes 0-1/* | \"a\" | true",
            "206 | bytes 0-1/10   | W/\"a\" | false", "200 | bytes 0-1/10 | \"a\" | false", "206 | bytes */10 | \"a\" | false",
            "206 | bytes 5-1/10   | \"a\"   | false", "206 | junk         | \"a\" | false"})
        void oneStrongPartIsStored(int status, String range, String tag, boolean stored) {
            Headers.Builder fields = Headers.builder().add("Cache-Control", "max-age=60").add("Content-Range", range);
            if (tag != null) {
                fields.add("ETag", tag);
            }
            ResponseHead part = new ResponseHead(status, fields.build(), Response.NOW, Response.NOW);
            assertThat(StoreDecision.ofPartial(GET, part, CacheRules.DEFAULT) instanceof Store).isEqualTo(stored);
        }

        @Test
        void partsObeyWhatHoldsForWholes() {
            ResponseHead part = Response.of(206, "Cache-Control", "no-store", "Content-Range", "bytes 0-1/10");
            assertRefused(StoreDecision.ofPartial(GET, part, CacheRules.DEFAULT), Reason.NO_STORE);
            ResponseHead two = Response.of(206, "Cache-Control", "max-age=6", "Content-Range", "bytes 0-1/10", "Content-Range",
                    "bytes 2-3/10");
            assertRefused(StoreDecision.ofPartial(GET, two, CacheRules.DEFAULT), Reason.PARTIAL);
            ResponseHead dated = Response.of(206, "Cache-Control", "max-age=6", "Content-Range", "bytes 0-1/10", "Date", inSeconds(0),
                    "Last-Modified", inSeconds(-60));
            assertStored(StoreDecision.ofPartial(GET, dated, CacheRules.DEFAULT));
            ResponseHead justNow = Response.of(206, "Cache-Control", "max-age=6", "Content-Range", "bytes 0-1/10", "Date", inSeconds(0),
                    "Last-Modified", inSeconds(0));
            assertRefused(StoreDecision.ofPartial(GET, justNow, CacheRules.DEFAULT), Reason.PARTIAL);
        }
    }

    @Nested
    @DisplayName("What could never be served is not stored")
    class OfUse {

        @ParameterizedTest
        @ValueSource(strings = {"no-cache", "max-age=0", "max-age=0, must-revalidate", "no-cache, max-age=60", "public",
            "max-age=0, must-revalidate, stale-while-revalidate=60", "s-maxage=0, stale-if-error=60", "stale-while-revalidate=60", "foo"})
        void withoutValidatorLifetimeOrWindowItIsRefused(String control) {
            assertRefused(ok("Cache-Control", control), Reason.NO_FRESHNESS);
        }

        @ParameterizedTest
        @ValueSource(strings = {"no-cache", "max-age=0", "max-age=0, must-revalidate", "public", "foo"})
        void aValidatorMakesItUseful(String control) {
            assertStored(ok("Cache-Control", control, "ETag", "W/\"a\""));
            assertStored(ok("Cache-Control", control, "Last-Modified", inSeconds(-60)));
        }

        @ParameterizedTest
        @ValueSource(strings = {"max-age=0, stale-while-revalidate=60", "max-age=0, stale-if-error=60"})
        void aWindowMakesItUseful(String control) {
            assertStored(ok("Cache-Control", control));
        }

        @Test
        @DisplayName("a lifetime that is over is of use to max-stale (§5.2.1.2)")
        void whatWasStaleWhenItCameMayBeWantedStale() {
            assertStored(ok("Cache-Control", "max-age=60", "Age", "120"));
        }

        @Test
        void aFreshnessIsGiven() {
            assertThat(ok("Cache-Control", "max-age=60"))
                    .isInstanceOfSatisfying(Store.class, store -> assertThat(store.freshness().lifetime()).hasSeconds(60));
        }
    }

    @Nested
    @DisplayName("Targeted fields decide in place of Cache-Control and Expires (RFC 9213 §2.2)")
    class Targeted {

        @Test
        @DisplayName("MUST: the targeted field decides, and the others are ignored")
        void theTargetedFieldDecides() {
            assertStored(ok("Cache-Control", "no-store", "CDN-Cache-Control", "max-age=60"));
            assertStored(ok("Cache-Control", "private, no-cache", "CDN-Cache-Control", "max-age=60"));
            assertRefused(ok("Cache-Control", "max-age=60", "CDN-Cache-Control", "no-store"), Reason.NO_STORE);
            assertRefused(ok("Cache-Control", "max-age=60", "CDN-Cache-Control", "private"), Reason.PRIVATE);
            assertRefused(ok("Expires", inSeconds(60), "CDN-Cache-Control", "foo"), Reason.NO_FRESHNESS);
            assertThat(CacheControl.ofResponse(Headers.of("Cache-Control", "no-store", "CDN-Cache-Control", "max-age=60"),
                    CacheRules.DEFAULT).maxAge()).hasValue(60);
        }

        @ParameterizedTest
        @DisplayName("MUST: one that is empty or does not parse is ignored")
        @ValueSource(strings = {"", " ", "max-age=60,", "Max-Age=60", "max-age=", "max-age =60", "no-store;", "\"no-store\"",
            "no-store,,",
            "max-age: 60", "max-age=60, NO", "max-age=1234567890123456"})
        void anInvalidOneIsIgnored(String targeted) {
            assertRefused(ok("Cache-Control", "no-store", "CDN-Cache-Control", targeted), Reason.NO_STORE);
            assertStored(ok("Cache-Control", "max-age=60", "CDN-Cache-Control", targeted));
            assertStored(ok("Expires", inSeconds(60), "CDN-Cache-Control", targeted));
        }

        @Test
        void theFirstValidOfTheTargetListDecides() {
            CacheRules rules = new CacheRules(List.of("Etagere-Cache-Control", "CDN-Cache-Control"), false, true, Duration.ofDays(1));
            String[] both = {"CDN-Cache-Control", "no-store", "Etagere-Cache-Control", "max-age=60"};
            assertStored(StoreDecision.of(GET, Response.ok(both), rules));
            String[] broken = {"CDN-Cache-Control", "no-store", "Etagere-Cache-Control", "=", "Cache-Control", "max-age=60"};
            assertRefused(StoreDecision.of(GET, Response.ok(broken), rules), Reason.NO_STORE);
        }

        @Test
        @DisplayName("MUST NOT: a field that is not on the target list changes nothing")
        void othersTargetsChangeNothing() {
            assertStored(ok("Cache-Control", "max-age=60", "Other-Cache-Control", "no-store"));
        }

        @Test
        void authorizationIsJudgedByTheTargetedField() {
            Request request = Request.get("Authorization", "x");
            assertRefused(decide(request, 200, "Cache-Control", "public", "CDN-Cache-Control", "max-age=60"), Reason.AUTHORIZATION);
            assertStored(decide(request, 200, "CDN-Cache-Control", "public, max-age=60"));
        }
    }
}
