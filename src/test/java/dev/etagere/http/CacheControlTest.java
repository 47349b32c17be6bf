package dev.etagere.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Cache-Control (RFC 9111 §5.2)")
class CacheControlTest {

    private static CacheControl parse(String... lines) {
        return CacheControl.parse(List.of(lines));
    }

    @Nested
    @DisplayName("Numbers of seconds (§1.2.2, §4.2.1)")
    class Seconds {

        @ParameterizedTest
        @DisplayName("SHOULD: a sender's token and quoted-string forms are both accepted (§5.2)")
        @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "max-age=3600 | 3600", "max-age=\"3600\" | 3600", "MAX-AGE=3600 | 3600", "Max-Age=\"3600\" | 3600", "max-age=0 | 0",
            "max-age=\"36\\00\" | 3600", "max-age=000000000003600 | 3600", "foo, max-age=3600 , bar=1 | 3600", ",,max-age=3600,, | 3600",
            "foo=\"max-age=1\", max-age=3600 | 3600", "foo=\"a, max-age=1, b\",max-age=3600 | 3600",
            "foo=\"a\\\", max-age=1\", max-age=3600 | 3600", "xmax-age=1, max-age=3600, max-agex=2 | 3600",
            "foo=\"\\\\\",max-age=3600 | 3600", "foo=\"open, max-age=3600 | 3600"})
        void maxAgeIsReadInEitherFormAndAnyCase(String value, long seconds) {
            assertThat(parse(value).maxAge()).hasValue(seconds);
        }

        @Test
        void whitespaceAroundMembersMayBeTabs() {
            assertThat(parse("\tpublic\t,\t max-age=60 \t").maxAge()).hasValue(60);
            assertThat(parse("\tpublic\t,\t max-age=60 \t").isPublic()).isTrue();
        }

        @ParameterizedTest
        @DisplayName("encouraged: invalid freshness counts as stale (§4.2.1)")
        @ValueSource(strings = {"max-age", "max-age=", "max-age=-1", "max-age=+1", "max-age=1.5", "max-age=3600.0", "max-age=1h",
            "max-age=abc",
            "max-age='3600'", "max-age=\"3600", "max-age=3600\"", "max-age=\"3600\"x", "max-age=\" 3600\"", "max-age=\"\"",
            "max-age=3600;x=1",
            "max-age=3600 public", "max-age =3600", "max-age= 3600", "max-age = 3600", "max-age:3600", "max-age==3600", "max-age=0x10",
            "max-age=\u0663", "max-age=1e3", "max-age=3,600", "max-age \"3600\""})
        void anInvalidMaxAgeIsStaleAtOnce(String value) {
            assertThat(parse(value).maxAge().orElseThrow()).isLessThanOrEqualTo(3);
            assertThat(parse("s-" + value.replace("max-age", "maxage")).sMaxAge().orElseThrow()).isLessThanOrEqualTo(3);
        }

        @ParameterizedTest
        @DisplayName("MUST: what is too large counts as 2^31 (§1.2.2)")
        @ValueSource(strings = {"2147483648", "2147483649", "4294967297", "9223372036854775808", "18446744073709551616",
            "99999999999999999999999999999999999999999999999999"})
        void tooLargeNumbersAreCut(String number) {
            assertThat(parse("max-age=" + number).maxAge()).hasValue(2147483648L);
            assertThat(parse("max-age=2147483647").maxAge()).hasValue(2147483647L);
        }

        @Test
        @DisplayName("the first occurrence is used (§4.2.1)")
        void theFirstOfSeveralCounts() {
            assertThat(parse("max-age=1, max-age=3600").maxAge()).hasValue(1);
            assertThat(parse("max-age=3600", "max-age=1").maxAge()).hasValue(3600);
            assertThat(parse("max-age=junk, max-age=3600").maxAge()).hasValue(0);
        }

        @Test
        void staleWindowsThatAreInvalidAreAbsent() {
            CacheControl valid = parse("stale-while-revalidate=30, stale-if-error=\"60\"");
            assertThat(valid.staleWhileRevalidate()).hasValue(30);
            assertThat(valid.staleIfError()).hasValue(60);
            CacheControl invalid = parse("stale-while-revalidate, stale-if-error=-1");
            assertThat(invalid.staleWhileRevalidate()).isEmpty();
            assertThat(invalid.staleIfError()).isEmpty();
        }
    }

    @Nested
    @DisplayName("Directives of responses (§5.2.2)")
    class Responses {

        @Test
        void allAreRead() {
            CacheControl all = parse("no-store, no-cache, private, public, must-revalidate, proxy-revalidate", "must-understand, immutable",
                    "only-if-cached");
            assertThat(all.noStore() && all.noCache() && all.isPrivate() && all.isPublic() && all.mustRevalidate() && all.proxyRevalidate()
                    && all.mustUnderstand() && all.immutable() && all.onlyIfCached()).isTrue();
            CacheControl none = parse("foo, bar=baz");
            assertThat(none.noStore() || none.noCache() || none.isPrivate() || none.isPublic() || none.mustRevalidate()
                    || none.proxyRevalidate() || none.mustUnderstand() || none.immutable() || none.onlyIfCached()).isFalse();
            assertThat(none.maxAge()).isEmpty();
            assertThat(none.isEmpty()).isFalse();
        }

        @ParameterizedTest
        @DisplayName("a restriction holds even where it is malformed")
        @ValueSource(strings = {"no-store", "NO-STORE", "No-Store", "no-store=", "no-store=1", "no-store=\"x\"", "no-store max-age=3600",
            "no-store;x", "foo=\"open, no-store", "foo='a, no-store", ", ,no-store", "max-age=3600,no-store"})
        void noStoreHoldsInEveryShape(String value) {
            assertThat(parse(value).noStore()).isTrue();
            assertThat(parse("max-age=3600", value).noStore()).isTrue();
        }

        @ParameterizedTest
        @DisplayName("MUST: other words are other directives")
        @ValueSource(strings = {"no-storex", "xno-store", "no_store", "nostore", "foo=\"no-store\"", "foo=\"a, no-store, b\"",
            "\"no-store\"",
            "foo=no-store", "'no-store'"})
        void otherWordsAreNotNoStore(String value) {
            assertThat(parse(value).noStore()).isFalse();
        }

        @Test
        @DisplayName("MAY: qualified forms limit the fields they list (§5.2.2.4, §5.2.2.7)")
        void qualifiedFormsListFields() {
            CacheControl control = parse("no-cache=\"X-One, x-TWO\", private=\"Set-Cookie\"", "private=\"x-three\"");
            assertThat(control.noCache()).isFalse();
            assertThat(control.noCacheFields()).isEqualTo(Set.of("x-one", "x-two"));
            assertThat(control.isPrivate()).isFalse();
            assertThat(control.privateFields()).isEqualTo(Set.of("set-cookie", "x-three"));
        }

        @ParameterizedTest
        @DisplayName("what is not a quoted list of fields holds for the whole response")
        @ValueSource(strings = {"private", "private=", "private=true", "private=set-cookie", "private=\"\"", "private=\",\"",
            "private=\"a b\"",
            "private=\"Set-Cookie", "private='Set-Cookie'", "private=\"content-type\"", "private=\"x, Content-Encoding\"",
            "private=\"vary\"",
            "private=\"x\", private", "private =\"x\"", "private=\"x\"y"})
        void unclearQualifiedFormsHoldForTheWholeResponse(String value) {
            assertThat(parse(value).isPrivate()).isTrue();
            assertThat(parse(value.replace("private", "no-cache")).noCache()).isTrue();
        }

        @Test
        void permissionsThatAreMalformedAreVoid() {
            CacheControl control = parse("public=1, immutable=x, must-understand=\"y\"");
            assertThat(control.isPublic() || control.immutable() || control.mustUnderstand()).isFalse();
        }
    }

    @Nested
    @DisplayName("Directives of requests (§5.2.1)")
    class Requests {

        private CacheControl of(String... fields) {
            return CacheControl.ofRequest(new Request("GET", Headers.of(fields)));
        }

        @Test
        void allAreRead() {
            CacheControl control = of("Cache-Control", "max-age=1, min-fresh=2, max-stale=3, stale-if-error=4, no-transform");
            assertThat(control.maxAge()).hasValue(1);
            assertThat(control.minFresh()).hasValue(2);
            assertThat(control.maxStale()).hasValue(3);
            assertThat(control.staleIfError()).hasValue(4);
        }

        @Test
        @DisplayName("max-stale without an argument accepts any staleness (§5.2.1.2)")
        void maxStaleMayHaveNoArgument() {
            assertThat(of("Cache-Control", "max-stale").maxStale()).hasValue(Long.MAX_VALUE);
            assertThat(of("Cache-Control", "max-stale=").maxStale()).isEmpty();
            assertThat(of("Cache-Control", "max-stale=x").maxStale()).isEmpty();
        }

        @Test
        @DisplayName("Pragma counts where there is no Cache-Control (§5.4)")
        void pragmaCountsWithoutCacheControl() {
            assertThat(of("Pragma", "no-cache").noCache()).isTrue();
            assertThat(of("Pragma", "foo=\"x\", No-Cache").noCache()).isTrue();
            assertThat(of("Pragma", "foo", "Pragma", "no-cache").noCache()).isTrue();
            assertThat(of("Pragma", "foo=\"no-cache, x\"").noCache()).isFalse();
            assertThat(of("Pragma", "no-cache", "Cache-Control", "max-age=60").noCache()).isFalse();
        }

        @Test
        void requestsWithoutEitherShareOneInstance() {
            assertThat(of()).isSameAs(CacheControl.none());
            assertThat(of("Pragma", "x")).isSameAs(CacheControl.none());
            assertThat(CacheControl.none().isEmpty()).isTrue();
            assertThat(parse()).isSameAs(CacheControl.none());
            assertThat(parse("", " , ")).isSameAs(CacheControl.none());
        }

        @Test
        void reloadsOfBrowsersShareOneInstance() {
            assertThat(of("Cache-Control", "no-cache")).isSameAs(of("cache-control", "no-cache"));
            assertThat(of("Cache-Control", "no-cache").noCache()).isTrue();
            assertThat(of("Cache-Control", "max-age=0")).isSameAs(of("cache-control", "max-age=0"));
            assertThat(of("Cache-Control", "max-age=0").maxAge()).hasValue(0);
        }

        @Test
        void noCacheHasNoQualifiedFormInRequests() {
            assertThat(of("Cache-Control", "no-cache=\"x-one\"").noCache()).isTrue();
        }
    }
}
