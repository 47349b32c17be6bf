package dev.etagere.protocol;

import static dev.etagere.protocol.OriginAnswer.answer;
import static dev.etagere.protocol.OriginAnswer.ok;
import static dev.etagere.protocol.OriginAnswer.truncated;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("RFC 9111 §3 Storing responses in caches")
class Rfc9111Section30StoringIT extends ProtocolTest {

    private static final String FRESH = "Cache-Control: max-age=3600";

    private void assertNotStored() {
        get().assertForwarded();
        get().assertFetched();
    }

    @Nested
    @DisplayName("§3 MUST NOT store unless")
    class Must {

        @ParameterizedTest
        @ValueSource(strings = {"no-store", "max-age=3600, no-store", "NO-STORE, max-age=3600", "no-store=\"x\", max-age=3600",
                "no-store, public",
            "no-store, s-maxage=60"})
        @DisplayName("no-store is absent from the response")
        void responseNoStore(String cacheControl) {
            origin(ok("one", "Cache-Control: " + cacheControl, "ETag: \"1\""));
            assertNotStored();
        }

        @Test
        @DisplayName("no-store is absent from the response, on whichever line it stands")
        void noStoreOnAnotherLine() {
            origin(ok("one", FRESH, "Cache-Control: no-store", "ETag: \"1\""));
            assertNotStored();
        }

        @Test
        @DisplayName("no-store is absent from the request (§5.2.1.5)")
        void requestNoStore() {
            origin(ok("one", FRESH));
            get("Cache-Control: no-store").assertForwarded();
            get().assertForwarded();
            get().assertFromCache();
        }

        @ParameterizedTest
        @ValueSource(strings = {"private", "private, max-age=3600", "Private, s-maxage=3600", "max-age=3600, private",
                "private, public, max-age=60"})
        @DisplayName("private is absent from the response, for a shared cache")
        void privateResponse(String cacheControl) {
            origin(ok("one", "Cache-Control: " + cacheControl, "ETag: \"1\""));
            assertNotStored();
        }

        @Test
        @DisplayName("a field that private names is not given to others")
        void privateField() {
            origin(ok("one", "Cache-Control: max-age=3600, private=\"X-User, x-Other\"", "X-User: me", "X-Other: me", "X-All: all"));
            get().assertField("X-User", "me");
            Answer second = get();
            if (second.forwarded().isEmpty()) {
                second.assertNoField("X-User").assertNoField("X-Other").assertField("X-All", "all");
            }
        }

        @Test
        @DisplayName("there is explicit freshness, public, or a status that may be cached heuristically")
        void nothingAllowsIt() {
            origin(answer(499, "one", "ETag: \"1\"", "Last-Modified: " + date(-1_000_000)));
            assertNotStored();
        }

        @ParameterizedTest
        @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "FOO", "get"})
        @DisplayName("the method is understood: only what GET brought answers GET")
        void methods(String method) {
            origin(ok("other", FRESH), ok("one", FRESH));
            send(method).assertForwarded().assertBody("other");
            get().assertForwarded().assertBody("one");
            get().assertFromCache().assertBody("one");
        }

        @Test
        @DisplayName("the status is understood where must-understand is present (§5.2.2.3)")
        void mustUnderstand() {
            origin(answer(499, "one", "Cache-Control: max-age=3600, must-understand"));
            assertNotStored();
        }

        @Test
        @DisplayName("the response is complete: what is cut short never counts as whole (§3.3)")
        void cutShort() {
            origin(truncated("one", 100, FRESH), ok("two", FRESH));
            Answer first = get("Connection: close");
            assertThat(first.response().complete()).as("%s came whole", first).isFalse();
            get().assertForwarded().assertBody("two");
            get().assertFromCache().assertBody("two");
        }

        @Test
        @DisplayName("a failing application is not taken for a complete answer")
        void exception() {
            origin(OriginAnswer.exception(), ok("two", FRESH));
            get().assertStatus(500);
            get().assertForwarded().assertBody("two");
        }
    }

    @Nested
    @DisplayName("§3 MAY store where")
    class May {

        @ParameterizedTest
        @ValueSource(strings = {"max-age=60", "s-maxage=60", "public, max-age=60", "max-age=60, foo", "foo=bar, max-age=60",
                "foo=\"a, no-store\", max-age=60",
            "max-age=60, x-no-store", "max-age=60, immutable", "max-age=60, no-transform", "max-age=60,,", "max-age=60, must-understand"})
        @DisplayName("freshness is explicit")
        void explicit(String cacheControl) {
            origin(ok("one", "Cache-Control: " + cacheControl));
            get().assertForwarded();
            get().assertFromCache().assertStatus(200).assertBody("one");
        }

        @Test
        @DisplayName("Expires lies ahead")
        void expires() {
            origin(ok("one", "Expires: " + date(60), "Date: " + date(0)));
            get().assertForwarded();
            get().assertFromCache().assertBody("one");
        }

        @Test
        @DisplayName("must-understand overrides no-store for a status that is understood (§5.2.2.3, SHOULD)")
        void mustUnderstandOverridesNoStore() {
            origin(ok("one", "Cache-Control: max-age=60, no-store, must-understand"));
            get().assertForwarded();
            get().assertFromCache();
        }

        @Test
        @DisplayName("a no-cache response has a validator: it is stored and always validated")
        void noCache() {
            origin(ok("one", "Cache-Control: no-cache", "ETag: \"1\""), OriginAnswer.notModified("ETag: \"1\""));
            get().assertFetched();
            get().assertValidated().assertStatus(200).assertBody("one");
            get().assertValidated().assertStatus(200).assertBody("one");
        }

        @Test
        void anEmptyContentIsStoredToo() {
            origin(ok("", FRESH));
            get().assertForwarded();
            get().assertFromCache().assertStatus(200).assertBody("");
        }
    }

    @Nested
    @DisplayName("Cookies (a choice of this cache)")
    class Cookies {

        @Test
        void aResponseThatSetsACookieIsNotStored() {
            origin(ok("one", FRESH, "Set-Cookie: a=b"));
            assertNotStored();
        }

        @Test
        void aRequestWithACookieIsAnsweredFromTheCache() {
            origin(ok("one", FRESH));
            get("Cookie: a=b").assertForwarded();
            get("Cookie: a=c").assertFromCache();
        }
    }

    @Nested
    @DisplayName("§3.5 Authenticated requests")
    class Authenticated {

        @ParameterizedTest
        @ValueSource(strings = {"max-age=3600", "max-age=3600, immutable", "no-cache", "max-age=3600, proxy-revalidate"})
        @DisplayName("MUST NOT be answered with what answered an authenticated request without leave")
        void withoutLeave(String cacheControl) {
            origin(ok("one", "Cache-Control: " + cacheControl, "ETag: \"1\""), ok("two", FRESH));
            get("Authorization: Basic dTpw").assertForwarded();
            get().assertFetched().assertBody("two");
        }

        @ParameterizedTest
        @ValueSource(strings = {"public, max-age=3600", "s-maxage=3600", "must-revalidate, max-age=3600"})
        @DisplayName("MAY be shared with public, s-maxage or must-revalidate")
        void withLeave(String cacheControl) {
            origin(ok("one", "Cache-Control: " + cacheControl));
            get("Authorization: Basic dTpw").assertForwarded();
            get().assertFromCache().assertBody("one");
            get("Authorization: Basic b3RoZXI=").assertFromCache().assertBody("one");
        }

        @Test
        @DisplayName("are themselves answered from what anyone may have")
        void whatIsSharedIsSharedWithThem() {
            origin(ok("one", "Cache-Control: public, max-age=3600"));
            get().assertForwarded();
            get("Authorization: Basic dTpw").assertFromCache();
        }
    }
}
