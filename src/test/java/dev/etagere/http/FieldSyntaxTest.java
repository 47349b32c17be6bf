package dev.etagere.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Lists, tokens and quoted strings (RFC 9110 §5.6)")
class FieldSyntaxTest {

    private static List<String> members(String... lines) {
        return FieldSyntax.members(List.of(lines));
    }

    @Test
    @DisplayName("MUST: empty members are ignored (§5.6.1.2)")
    void membersAreTrimmedAndEmptyOnesIgnored() {
        assertThat(members("a, b\t,,\t c", "", " , ", "d")).containsExactly("a", "b", "c", "d");
    }

    @Test
    void commasInQuotedStringsDoNotSeparate() {
        assertThat(members("a=\"b, c\", d", "\"e\\\", f\", g", "\"\\\\\", h")).containsExactly("a=\"b, c\"", "d", "\"e\\\", f\"", "g",
                "\"\\\\\"", "h");
    }

    @Test
    void aQuoteThatIsNotClosedHidesNothing() {
        assertThat(members("a=\"b, c", "d")).containsExactly("a=\"b", "c", "d");
        assertThat(members("\"a\", \"b\\\", c\\\"")).containsExactly("\"a\"", "\"b\\\"", "c\\\"");
    }

    @Test
    void quotedStringsAreUnescaped() {
        assertThat(FieldSyntax.unquote("x\"a\\\"b\\\\c\"", 1, 10)).contains("a\"b\\c");
        assertThat(FieldSyntax.unquote("\"\"", 0, 2)).contains("");
        assertThat(FieldSyntax.unquote("\"", 0, 1)).isEmpty();
        assertThat(FieldSyntax.unquote("\"a\"b", 0, 4)).isEmpty();
        assertThat(FieldSyntax.unquote("\"a\\\"", 0, 4)).isEmpty();
        assertThat(FieldSyntax.unquote("a", 0, 1)).isEmpty();
    }

    @Test
    void tokensHoldWhatTheGrammarLists() {
        assertThat(FieldSyntax.isToken("!#$%&'*+-.^_`|~09azAZ")).isTrue();
        for (char c : "\"(),/:;<=>?@[\\]{} \t\u0000\u007f\u00e9".toCharArray()) {
            assertThat(FieldSyntax.isToken("a" + c)).as("with %s", (int) c).isFalse();
        }
        assertThat(FieldSyntax.isToken("")).isFalse();
    }

    @Test
    void onlyAsciiChangesCase() {
        assertThat(FieldSyntax.lowerCase("ABC\u0130\u212ax")).isEqualTo("abc\u0130\u212ax");
        assertThat(FieldSyntax.lowerCase("abc")).isEqualTo("abc");
    }
}
