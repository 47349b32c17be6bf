package dev.etagere.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Optional;
import java.util.OptionalInt;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Assertions;

/** Whatever a peer sends: no parser throws, and none takes more than linear time. */
class HostileInputPropertyTest {

    private static final URI REQUEST = URI.create("http://shop.example/a");

    private static final String[] NAMES = {"Cache-Control", "CDN-Cache-Control", "Pragma", "Expires", "Date", "Age", "Last-Modified",
            "ETag", "Vary",
        "Connection", "Location", "Content-Location", "Content-Length", "Content-Range", "Accept", "Accept-Encoding", "Accept-Language",
        "Foo"};

    /** Words of the field's own grammar in odd company: more telling than random letters. */
    @Provide
    Arbitrary<String> values() {
        Arbitrary<String> words = Arbitraries.of("max-age", "s-maxage", "no-store", "private", "public", "stale-if-error", "=", ",",
                ";", "\"", "\\",
                " ", "\t", "60", "-1", "1.5", "99999999999999999999", "q=0.5", "gzip", "*", "W/", "a", "\u00e9", "\u0000", "?1", "(",
                ")", ":",
                "Sun, 06 Nov 1994 08:49:37 GMT", "/", "..", "http://", "[", "%");
        return Arbitraries.oneOf(words.list().ofMaxSize(12).map(parts -> String.join("", parts)), Arbitraries.strings().ofMaxLength(40));
    }

    @Provide
    Arbitrary<Headers> headers() {
        return Arbitraries.of(NAMES).list().ofMaxSize(6).flatMap(names -> values().list().ofSize(names.size()).map(values -> {
            Headers.Builder fields = Headers.builder();
            for (int i = 0; i < names.size(); i++) {
                fields.add(names.get(i), values.get(i));
            }
            return fields.build();
        }));
    }

    @Property
    void nothingThrows(@ForAll("headers") Headers request, @ForAll("headers") Headers response, @ForAll @IntRange(max = 1000) int status,
            @ForAll @LongRange(min = -10_000_000, max = 10_000_000) long later) {
        everything(request, response, status, later);
    }

    private static void everything(Headers request, Headers response, int status, long later) {
        Request head = new Request("GET", request);
        ResponseHead answer = new ResponseHead(status, response, Response.NOW, Response.NOW.plusMillis(50));
        StoreDecision decision = StoreDecision.of(head, answer, CacheRules.DEFAULT);
        if (decision instanceof StoreDecision.Store store) {
            ServeDecision served = ServeDecision.of(CacheControl.ofRequest(head), store.freshness(), Response.NOW.plusSeconds(later));
            assertThat(served).isNotNull();
        }
        Assertions.assertNotNull(StoreDecision.ofPartial(head, answer, CacheRules.DEFAULT));
        Headers kept = StoredFields.updated(StoredFields.storable(response, CacheRules.DEFAULT), request, CacheRules.DEFAULT);
        Assertions.assertNotNull(StoredFields.ofNotModified(kept));
        Assertions.assertNotNull(StoredFields.ofHead(response, request, OptionalLong.empty()));
        StoredFields.selects(request, Validators.of(response), true);
        assertThat(Invalidation.targets(REQUEST, response)).startsWith(REQUEST);
        Vary vary = Vary.of(response.values("Vary")).with(List.of(NAMES));
        assertThat(vary.selection(head)).isEqualTo(vary.selection(head));
    }

    @Property
    void aListIsTheSameAsItsMembersRejoined(@ForAll("values") String value) {
        List<String> members = FieldSyntax.members(List.of(value));
        assertThat(members).noneMatch(String::isEmpty).allMatch(member -> FieldSyntax.trim(member).equals(member));
        if (value.indexOf('"') < 0) {
            assertThat(FieldSyntax.members(List.of(String.join(" ,, ", members)))).isEqualTo(members);
        }
    }

    @Property
    void whatTheHandlerOfACacheStatusGivesStaysAStructuredField(@ForAll String name, @ForAll String key, @ForAll String detail) {
        String text = new CacheStatus(name, false, Optional.of(CacheStatus.Forward.MISS), OptionalInt.of(200), OptionalLong.of(1), true,
                false,
                Optional.of(key), Optional.of(detail)).toString();
        assertThat(text).matches("[ -~]*");
        // What follows the name are parameters, which a parser of Dictionaries accepts and ignores.
        assertThat(TargetedFields.parse(List.of("x=" + text + ", max-age=7")).orElseThrow().maxAge()).hasValue(7);
    }

    @Property
    void selectionsAreEqualOnlyWhereValuesAre(@ForAll("values") String one, @ForAll("values") String other) {
        Vary vary = Vary.of(List.of("User-Agent"));
        boolean equal = vary.selection(Request.get("User-Agent", one)).equals(vary.selection(Request.get("User-Agent", other)));
        assertThat(equal).isEqualTo(FieldSyntax.trim(one).equals(FieldSyntax.trim(other)));
    }

    @Property
    void normalisingTwiceChangesNothing(@ForAll("values") String value) {
        Vary vary = Vary.of(List.of("X-Any"));
        String once = vary.selection(Request.get("X-Any", value));
        String normalised = once.substring(once.indexOf(':') + 1, once.length() - 1);
        assertThat(vary.selection(Request.get("X-Any", normalised))).isEqualTo(once);
    }

    @Example
    void hugeFieldsTakeLinearTime() {
        int n = 400_000;
        for (String part : List.of("\"", "\\", "\"\\", ",", ", ", " ", "a", "a,", "a=\"", "=", ";", ";q=1,", "(", "0", "a=(", "\"a\",",
                "\\\"", "../", "/..",
                "*,", "a ,", "a;b=\"", "\t,")) {
            String value = part.repeat(n / part.length());
            Headers.Builder fields = Headers.builder();
            for (String name : NAMES) {
                fields.add(name, value);
            }
            Headers headers = fields.build();
            Assertions.assertTimeout(Duration.ofSeconds(20), () -> everything(headers, headers, 200, 1), part);
        }
    }
}
