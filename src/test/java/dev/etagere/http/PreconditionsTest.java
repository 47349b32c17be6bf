package dev.etagere.http;

import static dev.etagere.http.Request.get;
import static dev.etagere.http.Preconditions.Result.FAILED;
import static dev.etagere.http.Preconditions.Result.NOT_MODIFIED;
import static dev.etagere.http.Preconditions.Result.PROCEED;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.etagere.http.Preconditions.Result;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Preconditions (RFC 9110 §13)")
class PreconditionsTest {

    private static final Instant MODIFIED = Instant.parse("2026-11-01T10:00:00Z");
    private static final String AT_MODIFIED = "Sun, 01 Nov 2026 10:00:00 GMT";
    private static final String BEFORE = "Sun, 01 Nov 2026 09:59:59 GMT";
    private static final String AFTER = "Sun, 01 Nov 2026 10:00:01 GMT";
    private static final Validators STORED = validators("\"v1\"", MODIFIED, MODIFIED.plusSeconds(60));

    private static Validators validators(String tag, Instant lastModified, Instant date) {
        return new Validators(EntityTag.parse(tag), Optional.of(lastModified), Optional.of(date));
    }

    private static Result evaluate(String... fields) {
        return Preconditions.evaluate(get(fields), STORED);
    }

    @Test
    void arePresentWhenAnyOfTheFourFieldsIs() {
        assertThat(Preconditions.present(get("if-none-match", ""))).isTrue();
        assertThat(Preconditions.present(get("If-Match", "*"))).isTrue();
        assertThat(Preconditions.present(get("If-Modified-Since", "x"))).isTrue();
        assertThat(Preconditions.present(get("If-Unmodified-Since", "x"))).isTrue();
        assertThat(Preconditions.present(get("If-Range", "\"v1\"", "Accept", "*/*"))).isFalse();
    }

    @Test
    void aRequestWithoutAnyProceeds() {
        assertThat(evaluate()).isEqualTo(PROCEED);
    }

    @Nested
    @DisplayName("If-None-Match (§13.1.2)")
    class IfNoneMatch {

        @ParameterizedTest
        @ValueSource(strings = {"\"v1\"", " \"v1\" ", "W/\"v1\"", "\"v0\", \"v1\"", "W/\"v1\", \"v2\"", "*", " * ", "junk, \"v1\"",
                ", ,\"v1\""})
        @DisplayName("MUST compare weakly, each member of the list; GET then gets 304")
        void matches(String value) {
            assertThat(evaluate("If-None-Match", value)).isEqualTo(NOT_MODIFIED);
        }

        @ParameterizedTest
        @ValueSource(strings = {"\"v2\"", "\"V1\"", "v1", "'v1'", "w/\"v1\"", "\"v1", "", ",", "\"v0,\"v1\"", "**", "*, \"v2\"",
                "\"\\\"v1\\\"\""})
        void doesNotMatchOtherTagsOrAnythingMalformed(String value) {
            assertThat(evaluate("If-None-Match", value)).isEqualTo(PROCEED);
        }

        @Test
        void isReadOverAllFieldLines() {
            assertThat(evaluate("If-None-Match", "\"v0\"", "If-None-Match", "\"v1\"")).isEqualTo(NOT_MODIFIED);
        }

        @Test
        void aStoredWeakTagMatchesEitherForm() {
            Validators weak = validators("W/\"v1\"", MODIFIED, MODIFIED);
            assertThat(Preconditions.evaluate(get("If-None-Match", "\"v1\""), weak)).isEqualTo(NOT_MODIFIED);
            assertThat(Preconditions.evaluate(get("If-None-Match", "W/\"v1\""), weak)).isEqualTo(NOT_MODIFIED);
        }

        @Test
        @DisplayName("MUST answer 412 to methods other than GET and HEAD")
        void otherMethodsFail() {
            assertThat(Preconditions.evaluate(new Request("HEAD", Headers.of("If-None-Match", "\"v1\"")), STORED)).isEqualTo(NOT_MODIFIED);
            assertThat(Preconditions.evaluate(new Request("PUT", Headers.of("If-None-Match", "\"v1\"")), STORED)).isEqualTo(FAILED);
            assertThat(Preconditions.evaluate(new Request("PUT", Headers.of("If-None-Match", "*")), STORED)).isEqualTo(FAILED);
            assertThat(Preconditions.evaluate(new Request("PUT", Headers.of("If-None-Match", "\"v2\"")), STORED)).isEqualTo(PROCEED);
            assertThat(Preconditions.evaluate(new Request("get", Headers.of("If-None-Match", "\"v1\"")), STORED)).isEqualTo(FAILED);
        }

        @Test
        @DisplayName("MUST make If-Modified-Since be ignored, whatever it says (§13.1.3)")
        void outranksIfModifiedSince() {
            assertThat(evaluate("If-None-Match", "\"v2\"", "If-Modified-Since", AFTER)).isEqualTo(PROCEED);
            assertThat(evaluate("If-None-Match", "\"v1\"", "If-Modified-Since", BEFORE)).isEqualTo(NOT_MODIFIED);
            assertThat(evaluate("If-None-Match", "unquoted", "If-Modified-Since", AFTER)).isEqualTo(PROCEED);
        }

        @Test
        void matchesNothingWhereNoTagIsStored() {
            Validators untagged = validators("", MODIFIED, MODIFIED);
            assertThat(Preconditions.evaluate(get("If-None-Match", "\"v1\""), untagged)).isEqualTo(PROCEED);
            assertThat(Preconditions.evaluate(get("If-None-Match", "*"), untagged)).isEqualTo(NOT_MODIFIED);
        }
    }

    @Nested
    @DisplayName("If-Modified-Since (§13.1.3, RFC 9111 §4.3.2)")
    class IfModifiedSince {

        @Test
        void isMetByLaterChangesOnly() {
            assertThat(evaluate("If-Modified-Since", BEFORE)).isEqualTo(PROCEED);
            assertThat(evaluate("If-Modified-Since", AT_MODIFIED)).isEqualTo(NOT_MODIFIED);
            assertThat(evaluate("If-Modified-Since", AFTER)).isEqualTo(NOT_MODIFIED);
        }

        @ParameterizedTest
        @ValueSource(strings = {"Sunday, 01-Nov-26 10:00:00 GMT", "Sun Nov  1 10:00:00 2026"})
        @DisplayName("MUST be understood in the two obsolete formats too (§5.6.7)")
        void obsoleteFormats(String date) {
            assertThat(evaluate("If-Modified-Since", date)).isEqualTo(NOT_MODIFIED);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "0", "-1", "tomorrow", "2026-12-01T10:00:00Z", "*", "\"v1\""})
        @DisplayName("MUST be ignored where it is not a valid date")
        void invalidDates(String date) {
            assertThat(evaluate("If-Modified-Since", date)).isEqualTo(PROCEED);
        }

        @Test
        @DisplayName("MUST be ignored where it has more than one member, and with methods other than GET and HEAD")
        void severalMembersOrOtherMethods() {
            assertThat(evaluate("If-Modified-Since", AFTER, "If-Modified-Since", AFTER)).isEqualTo(PROCEED);
            assertThat(evaluate("If-Modified-Since", AFTER + ", " + AFTER)).isEqualTo(PROCEED);
            assertThat(Preconditions.evaluate(new Request("POST", Headers.of("If-Modified-Since", AFTER)), STORED)).isEqualTo(PROCEED);
            assertThat(Preconditions.evaluate(new Request("HEAD", Headers.of("If-Modified-Since", AFTER)), STORED)).isEqualTo(NOT_MODIFIED);
        }

        @Test
        @DisplayName("MAY be compared with Date where nothing says when it was last modified")
        void fallsBackToDate() {
            Validators dated = new Validators(Optional.empty(), Optional.empty(), Optional.of(MODIFIED));
            assertThat(Preconditions.evaluate(get("If-Modified-Since", AT_MODIFIED), dated)).isEqualTo(NOT_MODIFIED);
            assertThat(Preconditions.evaluate(get("If-Modified-Since", BEFORE), dated)).isEqualTo(PROCEED);
            assertThat(Preconditions.evaluate(get("If-Modified-Since", AFTER), Validators.NONE)).isEqualTo(PROCEED);
        }
    }

    @Nested
    @DisplayName("If-Match (§13.1.1)")
    class IfMatch {

        @Test
        @DisplayName("MUST compare strongly")
        void strongly() {
            assertThat(evaluate("If-Match", "\"v1\"")).isEqualTo(PROCEED);
            assertThat(evaluate("If-Match", "\"v0\", \"v1\"")).isEqualTo(PROCEED);
            assertThat(evaluate("If-Match", "W/\"v1\"")).isEqualTo(FAILED);
            assertThat(evaluate("If-Match", "\"v2\"")).isEqualTo(FAILED);
            Validators weak = validators("W/\"v1\"", MODIFIED, MODIFIED);
            assertThat(Preconditions.evaluate(get("If-Match", "W/\"v1\""), weak)).isEqualTo(FAILED);
        }

        @Test
        void anyRepresentationMeetsTheStar() {
            assertThat(evaluate("If-Match", "*")).isEqualTo(PROCEED);
            assertThat(Preconditions.evaluate(get("If-Match", "*"), Validators.NONE)).isEqualTo(PROCEED);
        }

        @Test
        void nothingMalformedMeetsIt() {
            assertThat(evaluate("If-Match", "v1")).isEqualTo(FAILED);
            assertThat(evaluate("If-Match", "")).isEqualTo(FAILED);
        }

        @Test
        @DisplayName("comes first, and makes If-Unmodified-Since be ignored (§13.2.2)")
        void comesFirst() {
            assertThat(evaluate("If-Match", "\"v2\"", "If-None-Match", "\"v1\"")).isEqualTo(FAILED);
            assertThat(evaluate("If-Match", "\"v1\"", "If-None-Match", "\"v1\"")).isEqualTo(NOT_MODIFIED);
            assertThat(evaluate("If-Match", "\"v1\"", "If-Unmodified-Since", BEFORE)).isEqualTo(PROCEED);
            assertThat(evaluate("If-Match", "\"v1\"", "If-Modified-Since", AFTER)).isEqualTo(NOT_MODIFIED);
        }
    }

    @Nested
    @DisplayName("If-Unmodified-Since (§13.1.4)")
    class IfUnmodifiedSince {

        @Test
        void failsWhenItChangedLater() {
            assertThat(evaluate("If-Unmodified-Since", BEFORE)).isEqualTo(FAILED);
            assertThat(evaluate("If-Unmodified-Since", AT_MODIFIED)).isEqualTo(PROCEED);
            assertThat(evaluate("If-Unmodified-Since", AFTER)).isEqualTo(PROCEED);
            assertThat(Preconditions.evaluate(new Request("DELETE", Headers.of("If-Unmodified-Since", BEFORE)), STORED)).isEqualTo(FAILED);
        }

        @Test
        @DisplayName("MUST be ignored where it is no date, or nothing says when the resource was modified")
        void ignored() {
            assertThat(evaluate("If-Unmodified-Since", "never")).isEqualTo(PROCEED);
            Validators dated = new Validators(Optional.empty(), Optional.empty(), Optional.of(MODIFIED));
            assertThat(Preconditions.evaluate(get("If-Unmodified-Since", BEFORE), dated)).isEqualTo(PROCEED);
        }

        @Test
        void comesBeforeIfNoneMatch() {
            assertThat(evaluate("If-Unmodified-Since", BEFORE, "If-None-Match", "\"v1\"")).isEqualTo(FAILED);
        }
    }

    @Test
    void theCommonRevalidationMakesNoGarbage() {
        Optional<String> tag = Optional.of("W/\"v1\"");
        RequestHead request = new RequestHead() {
            @Override
            public String method() {
                return "GET";
            }

            @Override
            public Optional<String> first(String name) {
                return name.equals("If-None-Match") ? tag : Optional.empty();
            }

            @Override
            public List<String> values(String name) {
                throw new AssertionError("not needed: " + name);
            }
        };
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        int matches = 0;
        for (int i = 0; i < 100_000; i++) {
            matches += Preconditions.present(request) && Preconditions.evaluate(request, STORED) == NOT_MODIFIED ? 1 : 0;
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(matches).isEqualTo(100_000);
        assertThat(allocated).as("bytes for all").isLessThan(100_000);
    }

    @Property
    void nothingAClientSendsThrows(@ForAll String one, @ForAll String two, @ForAll String three, @ForAll String four) {
        assertThat(evaluate("If-Match", one, "If-None-Match", two)).isNotNull();
        assertThat(evaluate("If-None-Match", one, "If-None-Match", two)).isNotNull();
        assertThat(evaluate("If-Unmodified-Since", three, "If-Modified-Since", four)).isNotNull();
    }
}
