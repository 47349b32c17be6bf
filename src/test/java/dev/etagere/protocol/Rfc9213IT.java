package dev.etagere.protocol;

import static dev.etagere.protocol.OriginAnswer.ok;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("RFC 9213 Targeted HTTP cache control")
class Rfc9213IT extends ProtocolTest {

    private void assertFreshFor(long seconds) {
        get().assertForwarded();
        advance(seconds - 1);
        get().assertFromCache();
        advance(1);
        get().assertForwarded();
    }

    @Nested
    @DisplayName("§2.2 A targeted field MUST be used in place of Cache-Control and Expires")
    class InPlace {

        @ParameterizedTest
        @ValueSource(strings = {"no-store", "max-age=10", "private", "no-cache", "s-maxage=10", "max-age=3600"})
        void whateverTheyRefuse(String cacheControl) {
            origin(ok("one", "CDN-Cache-Control: max-age=60", "Cache-Control: " + cacheControl, "Expires: 0"), ok("two",
                    "Cache-Control: no-store"));
            assertFreshFor(60);
        }

        @ParameterizedTest
        @ValueSource(strings = {"no-store", "private", "max-age=0", "no-cache", "max-age=60, no-store"})
        void whateverTheyAllow(String targeted) {
            origin(ok("one", "CDN-Cache-Control: " + targeted, "Cache-Control: public, max-age=60", "Expires: " + date(60)), ok("two"));
            get().assertForwarded();
            get().assertForwarded();
        }

        @Test
        void alsoWhereItSaysNothingOfFreshness() {
            origin(ok("one", "CDN-Cache-Control: foo", "Cache-Control: max-age=60", "Expires: " + date(60)), ok("two",
                    "Cache-Control: no-store"));
            get().assertForwarded();
            get().assertForwarded();
        }

        @Test
        void andIsPassedOnAsItIs() {
            origin(ok("one", "CDN-Cache-Control: max-age=60", "Cache-Control: max-age=5"));
            get().assertField("CDN-Cache-Control", "max-age=60").assertField("Cache-Control", "max-age=5");
            get().assertFromCache().assertField("CDN-Cache-Control", "max-age=60").assertField("Cache-Control", "max-age=5");
        }
    }

    @Nested
    @DisplayName("§2.1 Syntax: a Dictionary of Structured Fields")
    class Syntax {

        @ParameterizedTest
        @ValueSource(strings = {"", "max-age=10, &", "max-age==10", "max-age=10,", "MAX-AGE=10", "max-age=10;;", "\"max-age\"=10",
                "max-age=10 foo"})
        @DisplayName("MUST ignore a field that is empty or cannot be parsed")
        void ignored(String targeted) {
            origin(ok("one", "CDN-Cache-Control: " + targeted, "Cache-Control: max-age=60"), ok("two", "Cache-Control: no-store"));
            assertFreshFor(60);
        }

        @ParameterizedTest
        @ValueSource(strings = {"max-age=60", "max-age=60;x=y", "foo=\"bar, baz\", max-age=60", "max-age=1, max-age=60",
                "max-age=60,foo=?0", "foo=(a b),max-age=60",
            "max-age=60 , must-revalidate", "max-age=60,foo=:YQ==:"})
        void isRead(String targeted) {
            origin(ok("one", "CDN-Cache-Control: " + targeted, "Cache-Control: no-store"), ok("two", "Cache-Control: no-store"));
            assertFreshFor(60);
        }

        @Test
        void isReadOverAllLines() {
            origin(ok("one", "CDN-Cache-Control: foo", "CDN-Cache-Control: max-age=60", "Cache-Control: no-store"),
                    ok("two", "Cache-Control: no-store"));
            assertFreshFor(60);
        }
    }

    @Test
    void fieldsForOthersSayNothing() {
        origin(ok("one", "Foo-Cache-Control: no-store", "Cache-Control: max-age=60"), ok("two", "Cache-Control: no-store"));
        assertFreshFor(60);
    }
}
