package dev.etagere.protocol;

import static dev.etagere.protocol.OriginAnswer.notModified;
import static dev.etagere.protocol.OriginAnswer.ok;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("RFC 9111 §4.1 Calculating cache keys with the Vary header field")
class Rfc9111Section41VaryIT extends ProtocolTest {

    private static final String FRESH = "Cache-Control: max-age=3600";

    @Nested
    @DisplayName("MUST NOT reuse without validation")
    class Must {

        @ParameterizedTest(name = "Vary: {0}; {1} then {2}")
        @CsvSource(delimiter = '|', value = {
            "Foo               | Foo: 1         | Foo: 2",
            "foo               | FOO: 1         | Foo: 2",
            "Foo               | Foo: 1         | Bar: 1",
            "Foo               | Bar: 1         | Foo: 1",
            "Foo, Bar          | Bar: 1         | Bar: 2",
            "Bar ,Foo          | Foo: 1         | Foo: 2",
            " , Foo ,,         | Foo: 1         | Foo: 2",
            "Foo               | Foo: 1         | Foo: 1, 2",
            "Foo               | Foo: 1, 2      | Foo: 2, 1",
            "Foo               | Foo: a         | Foo: A",
            "Accept-Encoding   | Accept-Encoding: gzip | Accept-Encoding: br",
            "Cookie            | Cookie: a=1    | Cookie: a=2",
            "Authorization     | Foo: 1         | Authorization: x"})
        @DisplayName("where a named field differs")
        void differing(String vary, String one, String two) {
            origin(ok("one", FRESH, "Vary: " + vary), ok("two", FRESH, "Vary: " + vary));
            get(one).assertForwarded().assertBody("one");
            get(two).assertForwarded().assertBody("two");
        }

        @Test
        @DisplayName("where a named field differs, on whichever line it is named")
        void severalLines() {
            origin(ok("one", FRESH, "Vary: Foo", "Vary: Bar"), ok("two", FRESH, "Vary: Foo", "Vary: Bar"));
            get("Foo: 1", "Bar: 1").assertForwarded();
            get("Foo: 1", "Bar: 2").assertForwarded();
            get("Foo: 1", "Bar: 1").assertFromCache().assertBody("one");
        }

        @ParameterizedTest
        @ValueSource(strings = {"*", "Foo, *", "*, Foo", " * "})
        @DisplayName("where Vary has a star")
        void star(String vary) {
            origin(ok("one", FRESH, "Vary: " + vary), ok("two", FRESH, "Vary: " + vary));
            get("Foo: 1").assertForwarded();
            get("Foo: 1").assertForwarded().assertBody("two");
        }

        @Test
        @DisplayName("where a field is absent from one request and empty in the other")
        void absentAndEmpty() {
            origin(ok("one", FRESH, "Vary: Foo"), ok("two", FRESH, "Vary: Foo"));
            get().assertForwarded();
            get("Foo:").assertForwarded().assertBody("two");
        }
    }

    @Nested
    @DisplayName("MAY reuse")
    class May {

        @ParameterizedTest(name = "Vary: {0}; {1}")
        @CsvSource(delimiter = '|', value = {
            "Foo       | Foo: 1",
            "FOO       | foo: 1",
            "Foo, Bar  | Foo: 1",
            "Foo       | Other: 1",
            "Foo       | Foo: \"a, b\""})
        @DisplayName("where the named fields are the same, or absent from both")
        void same(String vary, String field) {
            origin(ok("one", FRESH, "Vary: " + vary));
            get(field).assertForwarded();
            get(field).assertFromCache().assertBody("one");
        }

        @Test
        void fieldsThatAreNotNamedDoNotCount() {
            origin(ok("one", FRESH, "Vary: Foo"));
            get("Foo: 1", "Other: 1").assertForwarded();
            get("Foo: 1", "Other: 2", "More: 3").assertFromCache();
        }

        @ParameterizedTest(name = "{0} and {1}")
        @CsvSource(delimiter = '|', value = {
            "Accept-Encoding: gzip, br | Accept-Encoding: gzip,br",
            "Accept-Encoding: gzip, br | Accept-Encoding: gzip ,  br",
            "Accept-Language: en, de   | Accept-Language: en,de"})
        @DisplayName("where a list differs in white space alone")
        void whiteSpace(String one, String two) {
            origin(ok("one", FRESH, "Vary: Accept-Encoding, Accept-Language"));
            get(one).assertForwarded();
            get(two).assertFromCache();
        }

        @Test
        @DisplayName("where a list is on one line or on several")
        void combined() {
            origin(ok("one", FRESH, "Vary: Accept-Encoding"));
            get("Accept-Encoding: gzip, br").assertForwarded();
            get("Accept-Encoding: gzip", "Accept-Encoding: br").assertFromCache();
        }
    }

    @Nested
    @DisplayName("Several variants")
    class Variants {

        @Test
        void areKeptSideBySide() {
            origin(ok("one", FRESH, "Vary: Foo"), ok("two", FRESH, "Vary: Foo"), ok("three", FRESH, "Vary: Foo"));
            get("Foo: 1").assertForwarded();
            get("Foo: 2").assertForwarded();
            get().assertForwarded();
            get("Foo: 1").assertFromCache().assertBody("one");
            get("Foo: 2").assertFromCache().assertBody("two");
            get().assertFromCache().assertBody("three");
        }

        @Test
        void aSecondFieldMayJoinTheFirst() {
            origin(ok("one", FRESH, "Vary: Foo"), ok("two", FRESH, "Vary: Foo, Bar"));
            get("Foo: 1", "Bar: 1").assertForwarded();
            get("Foo: 2", "Bar: 1").assertForwarded();
            get("Foo: 2", "Bar: 1").assertFromCache().assertBody("two");
            get("Foo: 2", "Bar: 2").assertForwarded();
            get("Foo: 1", "Bar: 1").assertFromCache().assertBody("one");
        }

        @ParameterizedTest(name = "the second is {0} s younger: {1}")
        @CsvSource({"-100, one", "100, two"})
        @DisplayName("MUST be told apart by Date where several match: the most recent one counts (§4)")
        void mostRecent(long younger, String expected) {
            origin(ok("one", FRESH, "Vary: Foo", "Date: " + date(-500)), ok("two", FRESH, "Vary: Bar", "Date: " + date(-500 + younger)));
            get("Foo: 1", "Bar: 1").assertForwarded();
            get("Foo: 2", "Bar: 1").assertForwarded();
            get("Foo: 1", "Bar: 1").assertFromCache().assertBody(expected);
        }

        @Test
        @DisplayName("SHOULD be preferred to a default response without Vary")
        void defaultWithoutVary() {
            origin(ok("one", FRESH, "Vary: Foo", "Date: " + date(0)), ok("default", FRESH, "Date: " + date(0)));
            get("Foo: 1").assertForwarded();
            get().assertForwarded();
            get("Foo: 1").assertFromCache().assertBody("one");
        }

        @Test
        @DisplayName("are validated each by its own validator")
        void validators() {
            origin(ok("one", "Cache-Control: max-age=10", "Vary: Foo", "ETag: \"1\""),
                    ok("two", "Cache-Control: max-age=10", "Vary: Foo", "ETag: \"2\""),
                    notModified("Cache-Control: max-age=10", "Vary: Foo", "ETag: \"1\""));
            get("Foo: 1");
            get("Foo: 2");
            advance(11);
            get("Foo: 1").assertValidated().assertStatus(200).assertBody("one");
            get("Foo: 1").assertFromCache().assertBody("one");
        }

        @Test
        @DisplayName("are all invalidated by a write (§4.4)")
        void invalidated() {
            origin(ok("one", FRESH, "Vary: Foo"), ok("two", FRESH, "Vary: Foo"), ok("done"), ok("new", FRESH, "Vary: Foo"));
            get("Foo: 1");
            get("Foo: 2");
            send("POST");
            get("Foo: 1").assertFetched().assertBody("new");
            get("Foo: 2").assertFetched().assertBody("new");
        }

        @Test
        void aVaryThatComesLaterReplacesWhatHadNone() {
            origin(ok("one", "Cache-Control: max-age=10"), ok("two", FRESH, "Vary: Foo"), ok("three", FRESH, "Vary: Foo"));
            get("Foo: 1").assertForwarded();
            advance(11);
            get("Foo: 1").assertForwarded().assertBody("two");
            get("Foo: 2").assertForwarded().assertBody("three");
            get("Foo: 1").assertFromCache().assertBody("two");
        }
    }
}
