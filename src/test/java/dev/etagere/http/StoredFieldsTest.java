package dev.etagere.http;

import static dev.etagere.http.StoredFields.HeadVerdict.OUT_OF_DATE;
import static dev.etagere.http.StoredFields.HeadVerdict.UPDATE;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Fields of stored responses (RFC 9111 §3.1, §3.2, §4.3)")
class StoredFieldsTest {

    private static Headers storable(Headers response) {
        return StoredFields.storable(response, CacheRules.DEFAULT);
    }

    @Nested
    @DisplayName("Storing (§3.1)")
    class Storing {

        @ParameterizedTest
        @DisplayName("MUST NOT: fields of one connection, or of a proxy")
        @ValueSource(strings = {"Connection", "Keep-Alive", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade",
            "Proxy-Authenticate", "Proxy-Authorization", "Proxy-Authentication-Info", "TRANSFER-encoding"})
        void hopByHopFieldsAreNotStored(String name) {
            assertThat(storable(Headers.of(name, "x", "ETag", "\"a\""))).isEqualTo(Headers.of("ETag", "\"a\""));
        }

        @Test
        @DisplayName("MUST NOT: fields that Connection lists (RFC 9110 §7.6.1)")
        void fieldsThatConnectionListsAreNotStored() {
            Headers response = Headers.of("Connection", "close, X-One", "x-one", "1", "Connection", ",X-TWO ,", "X-Two", "2", "X-Three",
                    "3");
            assertThat(storable(response)).isEqualTo(Headers.of("X-Three", "3"));
        }

        @Test
        @DisplayName("MUST: all others, known or not")
        void allOtherFieldsAreStored() {
            Headers response = Headers.of("Foo", "1", "foo", "2", "Set-Cookie", "a", "Age", "1", "Content-Length", "2");
            assertThat(storable(response)).isSameAs(response);
        }

        @Test
        @DisplayName("MUST NOT: fields that no-cache and private name (§5.2.2.4, §5.2.2.7)")
        void fieldsThatQualifiedDirectivesNameAreNotStored() {
            Headers response = Headers.of("Cache-Control", "no-cache=\"X-One, set-cookie\", private=\"x-two\", max-age=60",
                    "X-One", "1", "Set-Cookie", "a", "X-TWO", "2", "X-Three", "3");
            assertThat(storable(response).without("cache-control"::equalsIgnoreCase)).isEqualTo(Headers.of("X-Three", "3"));
        }

        @Test
        void aTargetedFieldNamesThemInPlaceOfCacheControl() {
            Headers response = Headers.of("CDN-Cache-Control", "private=\"x-one\"", "Cache-Control", "private=\"x-two\"", "X-One", "1",
                    "X-Two", "2");
            assertThat(StoredFields.storable(response, CacheRules.DEFAULT).contains("X-One")).isFalse();
            assertThat(StoredFields.storable(response, CacheRules.DEFAULT).contains("X-Two")).isTrue();
        }
    }

    @Nested
    @DisplayName("Updating (§3.2)")
    class Updating {

        private final Headers stored = Headers.of("Content-Type", "text/html", "ETag", "\"a\"", "Foo", "1", "Foo", "2",
                "Content-Length", "5",
                "Date", "Sat, 21 Nov 2026 12:00:00 GMT", "Age", "9", "Content-Encoding", "gzip", "Content-Range", "bytes 0-4/5");

        private Headers updated(String... update) {
            return StoredFields.updated(stored, Headers.of(update), CacheRules.DEFAULT);
        }

        @Test
        @DisplayName("MUST: each field in place of the stored ones, all others kept")
        void fieldsAreReplacedAndAdded() {
            Headers updated = updated("foo", "3", "Bar", "4", "Bar", "5", "Cache-Control", "max-age=1", "Content-Type", "text/plain",
                    "Content-Encoding", "br", "Expires", "0");
            assertThat(updated.values("Foo")).containsExactly("3");
            assertThat(updated.values("Bar")).containsExactly("4", "5");
            assertThat(updated.values("Cache-Control")).containsExactly("max-age=1");
            assertThat(updated.values("Content-Type")).containsExactly("text/plain");
            assertThat(updated.values("Content-Encoding")).containsExactly("br");
            assertThat(updated.values("ETag")).containsExactly("\"a\"");
            assertThat(updated.values("Expires")).containsExactly("0");
        }

        @Test
        @DisplayName("MUST NOT: Content-Length, Content-Range, and what is not stored")
        void someFieldsAreNotUpdated() {
            Headers updated = updated("Content-Length", "0", "Content-Range", "bytes 1-2/3", "Connection", "close, Foo", "Foo", "3",
                    "Transfer-Encoding", "chunked", "Keep-Alive", "x", "Cache-Control", "private=\"Bar\"", "Bar", "1");
            assertThat(updated.values("Content-Length")).containsExactly("5");
            assertThat(updated.values("Content-Range")).containsExactly("bytes 0-4/5");
            assertThat(updated.values("Foo")).containsExactly("1", "2");
            assertThat(updated.contains("Connection") || updated.contains("Transfer-Encoding") || updated.contains("Bar")).isFalse();
        }

        @Test
        void agesAndDatesOfBeforeGo() {
            assertThat(updated().contains("Age") || updated().contains("Date")).isFalse();
            assertThat(updated("Age", "1", "Date", "x").values("Age")).containsExactly("1");
            assertThat(updated("Age", "1", "Date", "x").values("Date")).containsExactly("x");
        }

        @Test
        void aWeakFormOfTheStoredTagDoesNotWeakenIt() {
            assertThat(updated("ETag", "W/\"a\"").first("ETag")).contains("\"a\"");
            assertThat(updated("ETag", "\"b\"").first("ETag")).contains("\"b\"");
            assertThat(updated("ETag", "junk").first("ETag")).contains("junk");
            assertThat(StoredFields.updated(Headers.empty(), Headers.of("ETag", "W/\"a\""), CacheRules.DEFAULT).first("ETag"))
                    .contains("W/\"a\"");
        }

        @Test
        void cookiesComeInOnlyWhereTheRulesLetThem() {
            assertThat(updated("Set-Cookie", "a=1").contains("Set-Cookie")).isFalse();
            CacheRules open = new CacheRules(List.of(), true, true, Duration.ofDays(1));
            assertThat(StoredFields.updated(stored, Headers.of("Set-Cookie", "a=1"), open).contains("Set-Cookie")).isTrue();
        }
    }

    @Test
    @DisplayName("304 carries Cache-Control, Content-Location, Date, ETag, Expires, Vary, and little about the content (RFC 9110 §15.4.5)")
    void notModifiedTellsOfTheResponseAndNotOfItsContent() {
        Headers stored = Headers.of("Cache-Control", "max-age=1", "Content-Location", "/x", "Date", "d", "ETag", "\"a\"", "Expires",
                "e", "Vary", "v",
                "Content-Type", "t", "Content-Length", "1", "Content-Encoding", "gzip", "Content-Language", "en", "Content-Range", "r",
                "Last-Modified", "l", "Accept-Ranges", "bytes", "Access-Control-Allow-Origin", "*", "Content-Security-Policy", "p");
        assertThat(StoredFields.ofNotModified(stored)).isEqualTo(Headers.of("Cache-Control", "max-age=1", "Content-Location", "/x",
                "Date", "d",
                "ETag", "\"a\"", "Expires", "e", "Vary", "v", "Access-Control-Allow-Origin", "*", "Content-Security-Policy", "p"));
        assertThat(StoredFields.ofNotModified(Headers.of("Last-Modified", "l")).contains("Last-Modified")).isTrue();
    }

    @ParameterizedTest(name = "304 with {0} is about a stored {1}, the only one: {2}; among others: {3}")
    @DisplayName("A 304 is about the stored response that its validator names (§4.3.4)")
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "ETag: \"a\"            | ETag: \"a\"            | true  | true",
        "ETag: \"b\"            | ETag: \"a\"            | false | false",
        "ETag: \"a\"            | ETag: W/\"a\"          | false | false",
        "ETag: W/\"a\"          | ETag: \"a\"            | true  | true",
        "ETag: W/\"a\"          | ETag: W/\"a\"          | true  | true",
        "ETag: W/\"b\"          | ETag: W/\"a\"          | false | false",
        "ETag: \"a\"            | Last-Modified: 1       | false | false",
        "Last-Modified: 1       | Last-Modified: 1       | true  | true",
        "Last-Modified: 2       | Last-Modified: 1       | false | false",
        "Last-Modified: 1       | ETag: \"a\"            | false | false",
        "X: y                   | ETag: \"a\"            | true  | false",
        "X: y                   | X: y                   | true  | false"})
    void theValidatorSelects(String notModified, String stored, boolean only, boolean amongOthers) {
        assertThat(StoredFields.selects(field(notModified), Validators.of(field(stored)), true)).isEqualTo(only);
        assertThat(StoredFields.selects(field(notModified), Validators.of(field(stored)), false)).isEqualTo(amongOthers);
    }

    private static Headers field(String line) {
        String[] parts = line.split(": ", 2);
        return Headers.of(parts[0], parts[0].equals("Last-Modified") ? Response.inSeconds(-Long.parseLong(parts[1])) : parts[1]);
    }

    @ParameterizedTest(name = "{0} of a stored response with tag a, length 5: {1}")
    @DisplayName("SHOULD: HEAD updates what it fits, and outdates what it does not (§4.3.5)")
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "X: y | UPDATE", "ETag: \"a\" | UPDATE", "ETag: \"b\" | OUT_OF_DATE", "ETag: W/\"a\" | OUT_OF_DATE",
        "Last-Modified: 1 | OUT_OF_DATE",
        "Content-Length: 5 | UPDATE", "Content-Length: 05 | UPDATE", "Content-Length: 6 | OUT_OF_DATE", "Content-Length: x | OUT_OF_DATE",
        "Content-Length: 99999999999999999999 | OUT_OF_DATE"})
    void headUpdatesOrOutdates(String head, StoredFields.HeadVerdict verdict) {
        Headers stored = Headers.of("ETag", "\"a\"");
        assertThat(StoredFields.ofHead(stored, field(head), OptionalLong.of(5))).isEqualTo(verdict);
    }

    @Test
    void theLengthOfTheStoredContentMayBeGiven() {
        Headers head = Headers.of("Content-Length", "6");
        assertThat(StoredFields.ofHead(Headers.empty(), head, OptionalLong.empty())).isEqualTo(UPDATE);
        assertThat(StoredFields.ofHead(Headers.empty(), head, OptionalLong.of(6))).isEqualTo(UPDATE);
        assertThat(StoredFields.ofHead(Headers.empty(), head, OptionalLong.of(5))).isEqualTo(OUT_OF_DATE);
    }
}
