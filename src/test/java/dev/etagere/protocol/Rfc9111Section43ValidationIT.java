package dev.etagere.protocol;

import static dev.etagere.protocol.OriginAnswer.answer;
import static dev.etagere.protocol.OriginAnswer.notModified;
import static dev.etagere.protocol.OriginAnswer.ok;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("RFC 9111 §4.3 Validation")
class Rfc9111Section43ValidationIT extends ProtocolTest {

    private static final String TEN_SECONDS = "Cache-Control: max-age=10";

    @Nested
    @DisplayName("§4.3.1 Sending a validation request")
    class Sending {

        @ParameterizedTest
        @ValueSource(strings = {"\"1\"", "W/\"1\"", "\"\"", "\"a,b\"", "\"\u00e9\""})
        @DisplayName("MUST send the entity tag that is stored")
        void tag(String tag) {
            origin(ok("one", TEN_SECONDS, "ETag: " + tag), notModified("ETag: " + tag, TEN_SECONDS));
            get();
            advance(11);
            get().assertValidated().assertStatus(200).assertBody("one").atOrigin().assertHas("If-None-Match", tag);
            get().assertFromCache().assertBody("one");
        }

        @Test
        @DisplayName("SHOULD send the Last-Modified that is stored")
        void lastModified() {
            String modified = date(-1000);
            origin(ok("one", TEN_SECONDS, "Last-Modified: " + modified), notModified(TEN_SECONDS));
            get();
            advance(11);
            get().assertValidated().assertStatus(200).assertBody("one").atOrigin().assertHas("If-Modified-Since", modified);
            get().assertFromCache().assertBody("one");
        }

        @Test
        @DisplayName("SHOULD send both where both are stored")
        void both() {
            String modified = date(-1000);
            origin(ok("one", TEN_SECONDS, "ETag: \"1\"", "Last-Modified: " + modified), notModified("ETag: \"1\""));
            get();
            advance(11);
            get().assertValidated().atOrigin().assertHas("If-None-Match", "\"1\"").assertHas("If-Modified-Since", modified);
        }

        @ParameterizedTest
        @ValueSource(strings = {"unquoted", "'1'", "\"1", "w/\"1\""})
        @DisplayName("MUST NOT send what is no entity tag")
        void malformedTag(String tag) {
            origin(ok("one", TEN_SECONDS, "ETag: " + tag), ok("two"));
            get();
            advance(11);
            Answer second = get().assertForwarded().assertBody("two");
            assertThat(second.atOrigin().values("If-None-Match")).doesNotContain(tag);
        }

        @Test
        @DisplayName("puts its own conditions in place of the client's")
        void inPlaceOfTheClients() {
            origin(ok("one", TEN_SECONDS, "ETag: \"1\"", "Last-Modified: " + date(-1000)), notModified("ETag: \"1\"", TEN_SECONDS));
            get();
            advance(11);
            get("If-None-Match: \"other\"", "If-Modified-Since: " + date(0)).assertValidated().assertStatus(200).assertBody("one")
                    .atOrigin().assertHas("If-None-Match", "\"1\"");
            advance(11);
            get("If-None-Match: \"other\", \"1\"").assertValidated().assertStatus(304).atOrigin().assertHas("If-None-Match", "\"1\"");
        }

        @Test
        void aClientThatRevalidatesOnlyGetsTheChangeOnce() {
            origin(ok("one", TEN_SECONDS, "ETag: \"1\""), ok("two", TEN_SECONDS, "ETag: \"2\""));
            get();
            advance(11);
            get("If-None-Match: \"1\"").assertValidated().assertStatus(200).assertBody("two");
            get("If-None-Match: \"2\"").assertFromCache().assertStatus(304);
        }

        @Test
        void whatTheClientAlreadyHasIsNotSentAgainThoughTheOriginSendsIt() {
            origin(ok("one", TEN_SECONDS, "ETag: \"1\""), ok("two", TEN_SECONDS, "ETag: \"2\""));
            get();
            advance(11);
            get("If-None-Match: \"2\"").assertValidated().assertStatus(304).assertBody("");
            get().assertFromCache().assertBody("two");
        }

        @Test
        @DisplayName("a request that finds nothing stored goes forward as it is")
        void nothingStored() {
            origin(notModified("ETag: \"1\""), ok("one", TEN_SECONDS, "ETag: \"1\""));
            String since = date(-5);
            get("If-None-Match: \"1\", \"2\"", "If-Modified-Since: " + since).assertForwarded().assertStatus(304)
                    .atOrigin().assertHas("If-None-Match", "\"1\", \"2\"").assertHas("If-Modified-Since", since);
            get().assertForwarded().assertStatus(200).assertBody("one");
        }
    }

    @Nested
    @DisplayName("§4.3.2 Handling a received validation request")
    class Received {

        @ParameterizedTest(name = "stored {0}, asked {1}")
        @CsvSource(quoteCharacter = '`', delimiter = '|', value = {
            "\"1\"   | \"1\"", "\"1\" | W/\"1\"", "W/\"1\" | \"1\"", "W/\"1\" | W/\"1\"", "\"1\" | \"0\", \"1\"", "\"1\" | *",
            "\"1\" | \"0\",,W/\"1\" ,",
            "\"a,b\" | \"a,b\"", "\"1\" | junk, \"1\""})
        @DisplayName("SHOULD answer 304 where If-None-Match has the stored tag, by weak comparison")
        void ifNoneMatch(String stored, String asked) {
            origin(ok("one", TEN_SECONDS, "ETag: " + stored));
            get();
            get("If-None-Match: " + asked).assertFromCache().assertStatus(304).assertBody("").assertField("ETag", stored);
        }

        @ParameterizedTest
        @ValueSource(strings = {"\"2\"", "1", "\"1", "w/\"1\"", "'1'", "\"01\"", "\"1 \"", "\"0,\"1\""})
        @DisplayName("MUST answer in full where it has not")
        void ifNoneMatchElse(String asked) {
            origin(ok("one", TEN_SECONDS, "ETag: \"1\""));
            get();
            get("If-None-Match: " + asked).assertFromCache().assertStatus(200).assertBody("one");
        }

        @Test
        @DisplayName("SHOULD answer 304 where Last-Modified is not later than If-Modified-Since")
        void ifModifiedSince() {
            origin(ok("one", TEN_SECONDS, "Last-Modified: " + date(-100)));
            get();
            get("If-Modified-Since: " + date(-101)).assertFromCache().assertStatus(200).assertBody("one");
            get("If-Modified-Since: " + date(-100)).assertFromCache().assertStatus(304);
            get("If-Modified-Since: " + date(-99)).assertFromCache().assertStatus(304);
        }

        @Test
        @DisplayName("SHOULD compare with Date where there is no Last-Modified")
        void ifModifiedSinceDate() {
            origin(ok("one", TEN_SECONDS, "Date: " + date(-2)));
            get();
            get("If-Modified-Since: " + date(-3)).assertFromCache().assertStatus(200);
            get("If-Modified-Since: " + date(-2)).assertFromCache().assertStatus(304);
        }

        @Test
        @DisplayName("MUST let If-None-Match outrank If-Modified-Since")
        void precedence() {
            origin(ok("one", TEN_SECONDS, "ETag: \"1\"", "Last-Modified: " + date(-100)));
            get();
            get("If-None-Match: \"2\"", "If-Modified-Since: " + date(0)).assertFromCache().assertStatus(200);
            get("If-None-Match: \"1\"", "If-Modified-Since: " + date(-1000)).assertFromCache().assertStatus(304);
        }

        @ParameterizedTest
        @ValueSource(strings = {"Cache-Control: max-age=10", "Content-Location: /x", "ETag: \"1\"", "Vary: Foo"})
        @DisplayName("MUST send in a 304 the fields that a 200 would have (RFC 9110 §15.4.5)")
        void fieldsOf304(String field) {
            RawClient.Field expected = RawClient.Field.of(field);
            origin(ok("one", TEN_SECONDS, field.startsWith("Cache-Control") ? "X: y" : field, "Expires: " + date(10), "Date: " + date(0),
                    "Last-Modified: " + date(-100), "Content-Type: text/plain", "Content-Language: de"));
            get();
            Answer notModified = get("If-Modified-Since: " + date(-100)).assertFromCache().assertStatus(304);
            notModified.assertField(expected.name(), expected.value()).assertField("Expires", date(10)).assertField("Date", date(0))
                    .assertNoField("Content-Length").assertAge(0);
        }
    }

    @Nested
    @DisplayName("§4.3.3 Handling a validation response")
    class Response {

        @Test
        @DisplayName("a full response MUST replace what is stored")
        void full() {
            origin(ok("one", TEN_SECONDS, "ETag: \"1\"", "X-Old: 1"), ok("two", TEN_SECONDS, "ETag: \"2\""));
            get();
            advance(11);
            get().assertValidated().assertStatus(200).assertBody("two").assertNoField("X-Old").assertNoField("Age");
            get().assertFromCache().assertBody("two").assertNoField("X-Old");
        }

        @Test
        @DisplayName("a full response that may not be stored does not leave the old one fresh")
        void fullNoStore() {
            origin(ok("one", TEN_SECONDS, "ETag: \"1\""), ok("two", "Cache-Control: no-store"), ok("three", "Cache-Control: no-store"));
            get();
            advance(11);
            get().assertValidated().assertBody("two");
            get().assertForwarded().assertBody("three");
        }

        @ParameterizedTest
        @ValueSource(ints = {500, 502, 503, 504})
        @DisplayName("an error of the server MAY be passed on, and leaves what is stored alone")
        void serverError(int status) {
            origin(ok("one", TEN_SECONDS, "ETag: \"1\""), answer(status, "sorry"), notModified("ETag: \"1\"", TEN_SECONDS));
            get();
            advance(11);
            get().assertValidated().assertStatus(status).assertBody("sorry");
            get().assertValidated().assertStatus(200).assertBody("one");
        }
    }

    @Nested
    @DisplayName("§4.3.4 Freshening stored responses")
    class Freshening {

        @Test
        @DisplayName("a 304 MUST make what it selects fresh again, by its own fields")
        void freshAgain() {
            origin(ok("one", TEN_SECONDS, "ETag: \"1\"", "Date: " + date(0)),
                    notModified("ETag: \"1\"", "Cache-Control: max-age=20", "Date: " + date(11)), ok("two"));
            get();
            advance(11);
            get().assertValidated().assertStatus(200).assertBody("one");
            advance(19);
            get().assertFromCache().assertAge(19);
            advance(1);
            get().assertValidated().assertBody("two");
        }

        @Test
        @DisplayName("what the origin has validated for this request has no Age but that of the 304 (§5.1)")
        void ageOfWhatIsValidated() {
            origin(ok("one", TEN_SECONDS, "ETag: \"1\"", "Age: 2"), notModified("ETag: \"1\"", TEN_SECONDS),
                    notModified("ETag: \"1\"", "Age: 3"));
            get();
            advance(11);
            get().assertValidated().assertStatus(200).assertNoField("Age");
            get().assertFromCache().assertAge(0);
            advance(11);
            get().assertValidated().assertStatus(200).assertAge(3);
        }

        @Test
        void a304WithoutAnyFieldRenewsWhatWasSaidBefore() {
            origin(ok("one", TEN_SECONDS, "ETag: \"1\""), notModified());
            get();
            advance(11);
            get().assertValidated().assertStatus(200).assertBody("one");
            get().assertFromCache().assertBody("one").assertField("ETag", "\"1\"");
            advance(11);
            get().assertValidated();
        }

        @Test
        @DisplayName("a 304 with a weak tag selects what has that tag")
        void weak() {
            origin(ok("one", TEN_SECONDS, "ETag: W/\"1\""), notModified("ETag: W/\"1\"", TEN_SECONDS));
            get();
            advance(11);
            get().assertValidated().assertBody("one");
            get().assertFromCache();
        }

        @Test
        @DisplayName("a 304 with another strong tag MUST NOT freshen what is stored")
        void anotherStrongTag() {
            origin(ok("one", TEN_SECONDS, "ETag: \"1\""), notModified("ETag: \"2\"", "Cache-Control: max-age=3600"),
                    ok("two", TEN_SECONDS, "ETag: \"2\""));
            get();
            advance(11);
            Answer second = get().assertStatus(200).assertBody("two").assertField("ETag", "\"2\"").assertNoField("Age");
            assertThat(second.forwarded()).as("asked once more, without our condition").hasSize(2)
                    .last().satisfies(request -> assertThat(request.values("If-None-Match")).isEmpty());
            get().assertFromCache().assertBody("two");
        }

        @Test
        @DisplayName("nor does one with another date, where there is no tag")
        void anotherDate() {
            String before = date(-100);
            origin(ok("one", TEN_SECONDS, "Last-Modified: " + before), notModified("Last-Modified: " + date(-50)), ok("two", TEN_SECONDS));
            get();
            advance(11);
            get().assertStatus(200).assertBody("two");
        }

        @Test
        @DisplayName("an asynchronous origin cannot be asked once more: what it called unchanged goes out, and is not kept")
        void anotherStrongTagAsynchronously() {
            origin(ok("one", TEN_SECONDS, "ETag: \"1\""), (request, response) -> {
                AsyncContext async = request.startAsync();
                notModified("ETag: \"2\"").write(request, (HttpServletResponse) async.getResponse());
                async.complete();
            }, ok("two", TEN_SECONDS));
            get();
            advance(11);
            get().assertStatus(200).assertBody("one").assertAge(11);
            get().assertForwarded().assertBody("two");
        }

        @Test
        @DisplayName("a 304 can take freshness away")
        void noLongerStorable() {
            origin(ok("one", TEN_SECONDS, "ETag: \"1\""), notModified("ETag: \"1\"", "Cache-Control: no-store"), ok("two"));
            get();
            advance(11);
            get().assertValidated().assertStatus(200).assertBody("one");
            get().assertForwarded().assertBody("two");
        }

        @ParameterizedTest
        @ValueSource(strings = {"no-store", "private", "no-cache=\"x-other\", private"})
        @DisplayName("what goes out has the fields of the 304 though it may not be stored any longer")
        void fieldsOfA304ThatMayNotBeStored(String directives) {
            origin(ok("one", TEN_SECONDS, "ETag: \"1\"", "X-A: old", "X-B: kept"),
                    notModified("ETag: \"1\"", "Cache-Control: " + directives, "X-A: new"), ok("two"));
            get();
            advance(11);
            get().assertValidated().assertStatus(200).assertBody("one").assertField("X-A", "new").assertField("X-B", "kept")
                    .assertField("Cache-Control", directives).assertNoField("Age");
            get().assertForwarded().assertBody("two");
        }

        @ParameterizedTest
        @ValueSource(strings = {"Authorization: Basic dTpw", "Cache-Control: no-store"})
        @DisplayName("a 304 to a request whose answers may not be stored leaves what is stored as it was")
        void unstorableForTheRequest(String field) {
            origin(ok("one", TEN_SECONDS, "ETag: \"1\"", "X-A: old"), notModified("ETag: \"1\"", "X-A: new", "Cache-Control: max-age=20"),
                    notModified("ETag: \"1\""));
            get();
            advance(11);
            get(field).assertValidated().assertStatus(200).assertBody("one").assertField("X-A", "new");
            get().assertValidated().assertStatus(200).assertBody("one").assertField("X-A", "old");
        }

        @Test
        @DisplayName("what an authenticated request gets tells nothing of what others may share")
        void whatAUserGets() {
            origin(ok("one", TEN_SECONDS, "ETag: \"1\""), ok("of the user", TEN_SECONDS), notModified("ETag: \"1\""));
            get();
            advance(11);
            get("Authorization: Basic dTpw").assertValidated().assertStatus(200).assertBody("of the user");
            get().assertValidated().assertStatus(200).assertBody("one");
        }

        @Test
        @DisplayName("a cookie that a 304 sets is its client's, and nobody else's")
        void aCookieOfA304() {
            origin(ok("one", TEN_SECONDS, "ETag: \"1\"", "X-A: old"),
                    notModified("ETag: \"1\"", TEN_SECONDS, "X-A: new", "Set-Cookie: a=1", "Set-Cookie: b=2"), ok("two", TEN_SECONDS));
            get();
            advance(11);
            get("If-None-Match: \"other\"").assertValidated().assertStatus(200).assertBody("one").assertField("X-A", "new")
                    .assertField("Set-Cookie", "a=1", "b=2");
            get().assertNoField("Set-Cookie");
        }

        @Test
        void aCookieOfA304GoesWithThe304ThatTheClientGets() {
            origin(ok("one", TEN_SECONDS, "ETag: \"1\""), notModified("ETag: \"1\"", TEN_SECONDS, "Set-Cookie: a=1"));
            get();
            advance(11);
            get("If-None-Match: \"1\"").assertValidated().assertStatus(304).assertField("Set-Cookie", "a=1");
        }
    }
}
