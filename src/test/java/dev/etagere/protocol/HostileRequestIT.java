package dev.etagere.protocol;

import static dev.etagere.protocol.OriginAnswer.ok;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Whatever a client sends: no two requests are mixed up, and nothing breaks")
class HostileRequestIT extends ProtocolTest {

    private static final String FRESH = "Cache-Control: max-age=3600";

    @Test
    @DisplayName("MUST take the host of an absolute target, not that of Host (RFC 9112 §3.2.2)")
    void absoluteTarget() {
        origin(ok("of a", FRESH), ok("of b", FRESH), ok("again", "Cache-Control: no-store"));
        get("Host: a.example").assertForwarded().assertBody("of a");
        Answer other = resource().target("http://b.example" + resource().path(), "Host: a.example");
        if (other.status() == 200) {
            other.assertForwarded().assertBody("of b");
        }
        get("Host: a.example").assertFromCache().assertBody("of a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Forwarded-Host: evil.example", "X-Host: evil.example", "X-Original-URL: /other", "X-Rewrite-URL: /other",
        "X-Forwarded-Proto: https", "Forwarded: host=evil.example", "X-HTTP-Method-Override: DELETE"})
    void fieldsThatNobodyNamedDoNotChangeTheKey(String field) {
        origin(ok("one", FRESH));
        get(field).assertForwarded();
        get().assertFromCache().assertBody("one");
    }

    @ParameterizedTest
    @ValueSource(strings = {";a=b", ";jsessionid=1"})
    void pathParametersAreOfTheKey(String suffix) {
        origin(ok("one", FRESH));
        get().assertForwarded();
        Answer second = resource().target(resource().path() + suffix);
        assertThat(second.values("Age")).as("%s", second).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"%3Fa=1", "%3fa=1", "%23", "%2e%2e/x", "/.", "/../x", "%00", "%", "%zz", "//", "\\"})
    void oddPathsAreNeverTakenForThisOne(String suffix) {
        origin(ok("one", FRESH));
        query("a=1").assertForwarded();
        get().assertForwarded();
        Answer odd = resource().target(resource().path() + suffix);
        assertThat(odd.status() >= 400 || !odd.body().equals("one") || !odd.forwarded().isEmpty()).as("%s", odd).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"If-None-Match", "If-Match", "Range", "If-Range", "Cache-Control", "Accept-Encoding", "If-Modified-Since",
            "Pragma",
        "Cookie", "Authorization", "If-Unmodified-Since", "Connection"})
    void junkInAnyFieldGetsAnAnswer(String name) {
        origin(ok("one", FRESH, "ETag: \"1\"", "Last-Modified: " + date(-10), "Vary: Accept-Encoding"));
        for (String junk : new String[] {"", "\"", "\"\\", ",".repeat(3000), "\"".repeat(3001), "W/".repeat(1000), "=,;".repeat(1000),
            "max-age=\"", "bytes=" + "0-,".repeat(1500), "\u00ff\u0080", "a".repeat(5000), "-1", "9".repeat(4000), "(((", "*, *"}) {
            for (int i = 0; i < 2; i++) {
                Answer answer = get(name + ": " + junk);
                assertThat(answer.status()).as("%s: %s", name, junk).isIn(200, 206, 304, 400, 412, 416, 431);
                if (answer.status() == 200) {
                    answer.assertBody("one");
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Cache-Control", "Expires", "ETag", "Last-Modified", "Vary", "Age", "Date", "Content-Location", "Pragma",
        "CDN-Cache-Control", "Content-Range", "Connection"})
    void junkFromTheOriginIsAnAnswerToo(String name) {
        for (String junk : new String[] {"\"", "\"\\", ",".repeat(1000), "\"".repeat(1001), "max-age=\"", "=,;".repeat(300),
                "9".repeat(1000), "-1",
            "\u00ff", "*, *", "no-cache=\"\\\"", "private=\","}) {
            origin(ok("one", FRESH, name + ": " + junk));
            query(Integer.toString(junk.hashCode())).assertForwarded().assertStatus(200).assertBody("one");
            query(Integer.toString(junk.hashCode())).assertStatus(200).assertBody("one");
        }
    }

    @Test
    void aLongQueryIsOfTheKeyToItsEnd() {
        origin(ok("one", FRESH), ok("two", FRESH));
        String query = "a=" + "x".repeat(5000);
        query(query + "1").assertForwarded().assertBody("one");
        query(query + "2").assertForwarded().assertBody("two");
        query(query + "1").assertFromCache().assertBody("one");
    }
}
