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
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A response that a rule caches. */
class PolicyCachingTest {

    private static final Observed READS_LANGUAGE = new Observed(Set.of("accept-language"), false, false, false, false, false, false);

    private final TestCache cache = cacheOf(policy()).origin(request -> ok("seven").header("Content-Type", "text/plain"));

    @Nested
    class WhatGoesOut {

        @Test
        void theFirstAnswerIsTheApplicationsWithATagAndTheTermsOnIt() {
            TestCache.Answer answer = cache.get("/product/7").assertForwarded("seven");
            assertThat(answer.header("Cache-Control")).isEqualTo("public, max-age=1800");
            assertThat(answer.header("ETag")).startsWith("\"").endsWith("\"");
            assertThat(answer.header("Content-Type")).isEqualTo("text/plain");
            assertThat(answer.headers().contains("Age")).isFalse();
        }

        @Test
        void theNextAnswerComesFromTheCacheAndTellsItsAgeAndWhatRemains() {
            String tag = cache.get("/product/7").header("ETag");
            cache.pass(Duration.ofSeconds(20));
            TestCache.Answer answer = cache.get("/product/7").assertFromCache("seven");
            assertThat(answer.header("Age")).isEqualTo("20");
            assertThat(answer.header("Cache-Control")).isEqualTo("public, max-age=1780");
            assertThat(answer.header("ETag")).isEqualTo(tag);
            assertThat(answer.header("Content-Type")).isEqualTo("text/plain");
            assertThat(answer.header("Content-Length")).isEqualTo("5");
        }

        @Test
        void clientsWithATtlOfTheirOwnMayUseItForSoLongWhateverTheAge() {
            TestCache own = cacheOf(policy().clientTtl(Duration.ofSeconds(10))).origin(request -> ok("seven"));
            assertThat(own.get("/product/7").header("Cache-Control")).isEqualTo("public, max-age=10");
            own.pass(Duration.ofSeconds(100));
            TestCache.Answer answer = own.get("/product/7").assertFromCache("seven");
            assertThat(answer.header("Cache-Control")).isEqualTo("public, max-age=110");
            assertThat(answer.header("Age")).isEqualTo("100");
        }

        @Test
        void aClientTtlOfZeroStaysZero() {
            TestCache none = cacheOf(policy().clientTtl(Duration.ZERO)).origin(request -> ok("seven"));
            none.get("/product/7");
            none.pass(Duration.ofSeconds(100));
            assertThat(none.get("/product/7").assertFromCache("seven").header("Cache-Control")).isEqualTo("public, max-age=0");
        }

        @Test
        void afterItsTtlTheApplicationRunsAgain() {
            cache.get("/product/7");
            cache.pass(Duration.ofMinutes(30));
            cache.get("/product/7").assertForwarded("seven");
        }

        @Test
        void whatTheApplicationSaidOfCachingGivesWayToTheRule() {
            cache.origin(request -> ok("seven").header("Cache-Control", "max-age=5").header("Expires", "0").header("Pragma", "x"));
            assertThat(cache.get("/product/7").header("Cache-Control")).isEqualTo("public, max-age=1800");
            TestCache.Answer answer = cache.get("/product/7").assertFromCache("seven");
            assertThat(answer.header("Cache-Control")).isEqualTo("public, max-age=1800");
            assertThat(answer.headers().contains("Expires")).isFalse();
        }

        @Test
        void aNotModifiedIsGivenForTheTagFromCacheAndOnAMissAlike() {
            String tag = cache.get("/product/7").header("ETag");
            TestCache.Answer hit = cache.send(get("/product/7").header("If-None-Match", tag));
            assertThat(hit.status()).isEqualTo(304);
            assertThat(hit.loads()).isZero();
            assertThat(hit.header("ETag")).isEqualTo(tag);
            assertThat(hit.headers().contains("Content-Length")).isFalse();

            cache.manager().evict(List.of("products"));
            TestCache.Answer miss = cache.send(get("/product/7").header("If-None-Match", tag));
            assertThat(miss.status()).isEqualTo(304);
            assertThat(miss.loads()).isOne();
        }

        @Test
        void theApplicationDoesNotSeeTheClientsPreconditionsAndRanges() {
            cache.send(get("/product/7").header("If-None-Match", "\"x\"").header("Range", "bytes=0-1").header("Accept", "a/b"));
            assertThat(cache.forwarded().get(0).headers()).isEqualTo(Headers.of("Accept", "a/b"));
        }

        @Test
        void aRangeIsCutFromTheWholeOnAMissAndOnAHit() {
            TestCache.Answer miss = cache.send(get("/product/7").header("Range", "bytes=1-2"));
            assertThat(miss.status()).isEqualTo(206);
            assertThat(miss.text()).isEqualTo("ev");
            assertThat(miss.header("Content-Range")).isEqualTo("bytes 1-2/5");
            TestCache.Answer hit = cache.send(get("/product/7").header("Range", "bytes=-2")).assertFromCache("en");
            assertThat(hit.header("Content-Range")).isEqualTo("bytes 3-4/5");
            assertThat(cache.send(get("/product/7").header("Range", "bytes=9-")).status()).isEqualTo(416);
        }

        @Test
        void severalRangesComeInOneAnswer() {
            cache.get("/product/7");
            TestCache.Answer answer = cache.send(get("/product/7").header("Range", "bytes=0-0,4-4"));
            assertThat(answer.status()).isEqualTo(206);
            assertThat(answer.header("Content-Type")).startsWith("multipart/byteranges");
            assertThat(answer.body()).hasSize(Integer.parseInt(answer.header("Content-Length")));
        }

        @Test
        void aFailedPreconditionIsAnsweredWith412AndNothingOfTheRepresentation() {
            cache.get("/product/7");
            TestCache.Answer answer = cache.send(get("/product/7").header("If-Match", "\"other\""));
            assertThat(answer.status()).isEqualTo(412);
            assertThat(answer.headers().contains("Cache-Control")).isFalse();
        }

        @Test
        void headIsAnsweredFromGetsEntryWithoutContent() {
            cache.get("/product/7");
            TestCache.Answer answer = cache.send(FakeRequest.of("HEAD", "/product/7")).assertFromCache("");
            assertThat(answer.header("Content-Length")).isEqualTo("5");
            assertThat(answer.header("ETag")).startsWith("\"");
        }

        @Test
        void headMakesNoEntry() {
            cache.send(FakeRequest.of("HEAD", "/product/7")).assertForwarded("seven");
            cache.get("/product/7").assertForwarded("seven");
        }

        @Test
        void cacheStatusTellsWhatHappenedWhereItIsSwitchedOn() {
            TestCache told = new TestCache(new Treatment.Cached(policy().build(), Map.of()), new ResponseOptions(
                    ResponseOptions.DEFAULT.rules(), true, "Shop", 1 << 20, 4, Duration.ofSeconds(1), 10, 10))
                            .origin(request -> ok("seven"));
            assertThat(told.get("/p").header("Cache-Status")).isEqualTo("Shop; fwd=uri-miss; fwd-status=200; stored; ttl=1800");
            assertThat(told.get("/p").header("Cache-Status")).isEqualTo("Shop; hit; ttl=1800");
            told.origin(request -> ok("x").header("Set-Cookie", "a=b"));
            assertThat(told.get("/q").header("Cache-Status")).contains("fwd=uri-miss").contains("detail=").contains("set-cookie");
        }
    }

    @Nested
    class WhatIsShared {

        @Test
        void aUserNeverGetsAnothersResponse() {
            cache.origin(request -> ok("for " + request.user().orElse("nobody")));
            cache.send(get("/me").by("ana")).assertForwarded("for ana");
            cache.send(get("/me").by("ben")).assertForwarded("for ben");
            cache.send(get("/me")).assertForwarded("for nobody");
            TestCache.Answer again = cache.send(get("/me").by("ana")).assertFromCache("for ana");
            assertThat(again.header("Cache-Control")).startsWith("private, ");
        }

        @Test
        void aUserNeverGetsANotModifiedForAnothersTag() {
            cache.origin(request -> ok("for " + request.user().orElse("nobody")));
            String anas = cache.send(get("/me").by("ana")).header("ETag");
            cache.send(get("/me").by("ben"));
            assertThat(cache.send(get("/me").by("ben").header("If-None-Match", anas)).status()).isEqualTo(200);
        }

        @Test
        void credentialsWithoutAUserBypassTheCache() {
            cache.send(get("/me").header("Authorization", "Bearer x")).assertForwarded("seven");
            cache.send(get("/me").header("Authorization", "Bearer x")).assertForwarded("seven");
        }

        @Test
        void publicScopeIsSharedByAll() {
            TestCache shared = cacheOf(policy().scope(Scope.PUBLIC)).origin(request -> ok("all"));
            shared.send(get("/me").by("ana")).assertForwarded("all");
            shared.send(get("/me").header("Authorization", "Bearer x")).assertFromCache("all");
        }

        @Test
        void userScopeDoesNotCacheForTheAnonymous() {
            TestCache own = cacheOf(policy().scope(Scope.USER)).origin(request -> ok("own"));
            own.get("/me").assertForwarded("own");
            own.get("/me").assertForwarded("own");
        }

        @Test
        void aPrivateResponseIsKeptForItsUserAlone() {
            cache.origin(request -> ok("mine").header("Cache-Control", "private"));
            cache.get("/x").assertForwarded("mine");
            cache.get("/x").assertForwarded("mine");
            cache.send(get("/x").by("ana")).assertForwarded("mine");
            cache.send(get("/x").by("ana")).assertFromCache("mine");
        }

        @Test
        void partsOfTheKeyThatTheApplicationAddsKeepResponsesApart() {
            TestCache byTenant = cacheOf(policy().key(request -> request.first("X-Tenant")))
                    .origin(request -> ok(request.first("X-Tenant").orElse("none")));
            byTenant.send(get("/x").header("X-Tenant", "a")).assertForwarded("a");
            byTenant.send(get("/x").header("X-Tenant", "b")).assertForwarded("b");
            TestCache.Answer again = byTenant.send(get("/x").header("X-Tenant", "a")).assertFromCache("a");
            assertThat(again.header("Cache-Control")).as("a proxy knows nothing of tenants").startsWith("private, ");
            byTenant.get("/x").assertForwarded("none");
            byTenant.get("/x").assertForwarded("none");
        }

        @Test
        void aKeyContributorThatThrowsMakesTheRequestBypass() {
            TestCache broken = cacheOf(policy().key(request -> {
                throw new IllegalStateException("no tenant");
            })).origin(request -> ok("x"));
            broken.get("/x").assertForwarded("x");
            broken.get("/x").assertForwarded("x");
        }
    }

    @Nested
    class WhatTheHandlerLookedAt {

        @Test
        void aHeaderReadByNameBecomesPartOfTheVariantAndOfVary() {
            cache.origin(request -> ok("in " + request.first("Accept-Language").orElse("any")).looksAt(READS_LANGUAGE));
            TestCache.Answer first = cache.send(get("/x").header("Accept-Language", "de")).assertForwarded("in de");
            assertThat(first.header("Vary")).isEqualToIgnoringCase("accept-language");
            cache.send(get("/x").header("Accept-Language", "fr")).assertForwarded("in fr");
            TestCache.Answer again = cache.send(get("/x").header("Accept-Language", "de")).assertFromCache("in de");
            assertThat(again.header("Vary")).isEqualToIgnoringCase("accept-language");
        }

        @Test
        void anUnkeyedForwardedHostCannotPoisonWhatOthersGet() {
            Observed reads = new Observed(Set.of("x-forwarded-host"), false, false, false, false, false, false);
            cache.origin(request -> ok("link to " + request.first("X-Forwarded-Host").orElse("shop.example")).looksAt(reads));
            cache.send(get("/x").header("X-Forwarded-Host", "evil.example")).assertForwarded("link to evil.example");
            cache.get("/x").assertForwarded("link to shop.example");
            cache.get("/x").assertFromCache("link to shop.example");
        }

        @Test
        void aResponseMadeFromTheSessionACookieOrTheClientsAddressIsNotStored() {
            for (Observed reads : List.of(new Observed(Set.of(), false, true, false, false, false, false),
                    new Observed(Set.of(), false, false, true, false, false, false),
                            new Observed(Set.of("cookie"), false, false, false, false, false, false),
                    new Observed(Set.of(), false, false, false, true, false, false),
                    new Observed(Set.of(), false, false, false, false, true, false),
                    new Observed(Set.of(), false, false, false, false, false, true))) {
                cache.origin(request -> ok("x").looksAt(reads));
                cache.get("/" + reads.hashCode()).assertForwarded("x");
                cache.get("/" + reads.hashCode()).assertForwarded("x");
            }
        }

        @Test
        void publicScopeVouchesForSessionAndCookies() {
            TestCache shared = cacheOf(policy().scope(Scope.PUBLIC)).origin(request -> ok("x")
                    .looksAt(new Observed(Set.of("cookie"), true, true, true, true, false, false)));
            shared.get("/x").assertForwarded("x");
            shared.get("/x").assertFromCache("x");
        }

        @Test
        void aRevalidationThatReadLessDoesNotWidenTheVariant() {
            Observed reads = new Observed(Set.of("x-arm"), false, false, false, false, false, false);
            cache.origin(request -> ok("arm " + request.first("X-Arm").orElse("-")).header("ETag", "\"a\"").looksAt(reads));
            cache.send(get("/x").header("X-Arm", "1"));
            cache.pass(Duration.ofMinutes(31));
            cache.origin(request -> status(304, ""));
            cache.send(get("/x").header("X-Arm", "1")).assertForwarded("arm 1");
            cache.origin(request -> ok("arm 2").looksAt(reads));
            cache.send(get("/x").header("X-Arm", "2")).assertForwarded("arm 2");
        }
    }

    @Nested
    class WhatIsNotStored {

        private void assertNotStored(Origin origin) {
            cache.origin(origin);
            cache.get("/n");
            assertThat(cache.get("/n").loads()).isOne();
        }

        @Test
        void whatTheApplicationForbids() {
            assertNotStored(request -> ok("x").header("Cache-Control", "no-store"));
            assertNotStored(request -> ok("x").header("Cache-Control", "private"));
            assertNotStored(request -> ok("x").header("Cache-Control", "no-cache"));
            assertNotStored(request -> ok("x").header("Vary", "*"));
        }

        @Test
        void whatSetsACookieOrIsAPart() {
            assertNotStored(request -> ok("x").header("Set-Cookie", "a=b"));
            assertNotStored(request -> status(206, "x").header("Content-Range", "bytes 0-0/9"));
            assertNotStored(request -> ok("x").header("Content-Range", "bytes 0-0/1"));
        }

        @Test
        void anEventStream() {
            assertNotStored(request -> ok("data: x").header("Content-Type", "text/event-stream;charset=UTF-8"));
        }

        @Test
        void statusesThatTheRuleDoesNotName() {
            assertNotStored(request -> status(404, "x"));
            assertNotStored(request -> status(500, "x"));
        }

        @Test
        void moreThanTheLargestEntry() {
            assertNotStored(request -> ok("x".repeat((1 << 20) + 1)));
            assertNotStored(request -> ok("x").header("Content-Length", "99999999999999999999"));
        }

        @Test
        void whatTheApplicationDidNotFinish() {
            assertNotStored(request -> ok("x").thrown());
            assertNotStored(request -> ok("x").cutOff());
        }

        @Test
        void whatIsTooLargeIsLeftToTheApplicationWithItsPreconditionsAndRanges() {
            cache.origin(request -> request.first("Range").isPresent()
                    ? status(206, "part").header("Content-Range", "bytes 0-3/9999999") : ok("x").header("Content-Length", "9999999"));
            cache.send(get("/film").header("Range", "bytes=0-3"));
            TestCache.Answer part = cache.send(get("/film").header("Range", "bytes=0-3")).assertForwarded("part");
            assertThat(part.status()).isEqualTo(206);
        }

        @Test
        void aClientThatBreaksOffTakesNothingAwayFromOthers() {
            cache.origin(request -> ok("v").header("ETag", "\"1\"")).get("/v");
            cache.pass(Duration.ofMinutes(31));
            cache.origin(request -> ok("new").header("ETag", "\"2\"").cutOff()).get("/v");
            cache.origin(request -> status(304, ""));
            cache.get("/v").assertForwarded("v");
        }

        @Test
        void anAnswerThatReplacesAStoredOneAndMayNotBeStoredTakesItAway() {
            cache.origin(request -> ok("v").header("ETag", "\"1\"")).get("/v");
            cache.send(get("/v").header("Cache-Control", "no-cache"));
            cache.origin(request -> ok("secret").header("Cache-Control", "no-store"));
            cache.send(get("/v").header("Cache-Control", "no-cache")).assertForwarded("secret");
            cache.get("/v").assertForwarded("secret");
        }

        @Test
        void theAnswerToAGetWithContent() {
            cache.send(get("/b").withBody()).assertForwarded("seven");
            cache.send(get("/b").withBody()).assertForwarded("seven");
            cache.get("/b").assertForwarded("seven");
        }

        @Test
        void explicitFreshnessStoresAStatusThatTheRuleDoesNotName() {
            cache.origin(request -> status(404, "gone").header("Cache-Control", "max-age=60"));
            cache.get("/n").assertForwarded("gone");
            assertThat(cache.get("/n").assertFromCache("gone").header("Cache-Control")).isEqualTo("max-age=60");
        }

        @Test
        void namedStatusesAreStored() {
            TestCache named = cacheOf(policy().statuses(200, 404)).origin(request -> status(404, "gone"));
            named.get("/n").assertForwarded("gone");
            named.get("/n").assertFromCache("gone");
        }
    }

    @Test
    void eachRequestCountsOnceAndUnderWhatHappenedToIt() {
        cache.get("/c");
        cache.get("/c");
        cache.send(get("/c").withBody());
        cache.send(FakeRequest.of("POST", "/c"));
        Statistics statistics = cache.engine().statistics();
        assertThat(statistics.hits()).isOne();
        assertThat(statistics.misses()).isOne();
        assertThat(statistics.bypasses()).isOne();
        assertThat(statistics.writes()).isOne();
        assertThat(statistics.stored()).isOne();
    }

    @Test
    void aConditionThatThrowsDoesNotBreakTheRequest() {
        TestCache broken = cacheOf(policy().condition(request -> {
            throw new IllegalStateException("broken");
        })).origin(request -> ok("x"));
        broken.get("/x").assertForwarded("x");
        assertThat(Optional.of(broken.get("/x").status())).contains(200);
    }
}
