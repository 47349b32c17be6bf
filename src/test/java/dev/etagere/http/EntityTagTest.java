package dev.etagere.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Entity tags (RFC 9110 §8.8.3)")
class EntityTagTest {

    private static EntityTag strong(String opaque) {
        return new EntityTag(false, opaque);
    }

    private static EntityTag weak(String opaque) {
        return new EntityTag(true, opaque);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"xyzzy\"", "\"\"", "\"a,b\"", "\"back\\slash\"", "\"W/\"", "\"!#[]^`{|}~\"", "\"\u00e9\u00ff\u0080\"",
            " \t\"x\"\t "})
    void quotedTextIsAStrongTag(String text) {
        assertThat(EntityTag.parse(text)).contains(strong(text.strip().substring(1, text.strip().length() - 1)));
    }

    @Test
    void upperCaseWMakesItWeak() {
        assertThat(EntityTag.parse("W/\"xyzzy\"")).contains(weak("xyzzy"));
        assertThat(EntityTag.parse("W/\"\"")).contains(weak(""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "xyzzy", "\"", "\"\"\"", "w/\"xyzzy\"", "W\"x\"", "W/", "W/x", "W/ \"x\"", "\"x", "x\"", "\"a b\"",
            "\"a\tb\"",
        "\"a\u007fb\"", "\"a\u0000b\"", "\"a\\\"b\"", "\"a\" \"b\"", "\"a\", \"b\"", "*", "'x'", "\u201cx\u201d", "\"x\"y", "\"a\r\nb\""})
    void anythingElseIsNone(String text) {
        assertThat(EntityTag.parse(text)).isEmpty();
    }

    @Test
    void isWrittenAsItIsRead() {
        assertThat(strong("a,b")).hasToString("\"a,b\"");
        assertThat(weak("x")).hasToString("W/\"x\"");
    }

    @Test
    void cannotBeMadeWithAQuoteInside() {
        assertThatThrownBy(() -> strong("a\"b")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> weak("a\r\nSet-Cookie: b")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest(name = "{0} and {1}")
    @CsvSource(quoteCharacter = '`', value = {
        "W/\"1\", W/\"1\", false, true",
        "W/\"1\", W/\"2\", false, false",
        "W/\"1\",   \"1\", false, true",
        "  \"1\",   \"1\", true,  true",
        "  \"1\",   \"2\", false, false",
        "  \"a\",   \"A\", false, false"})
    @DisplayName("compare as the table of RFC 9110 §8.8.3.2 has it")
    void compare(String left, String right, boolean strongly, boolean weakly) {
        EntityTag one = EntityTag.parse(left).orElseThrow();
        EntityTag two = EntityTag.parse(right).orElseThrow();
        assertThat(one.strongEquals(two)).isEqualTo(two.strongEquals(one)).isEqualTo(strongly);
        assertThat(one.weakEquals(two)).isEqualTo(two.weakEquals(one)).isEqualTo(weakly);
    }

    @Test
    void listsAreReadOverAllFieldLines() {
        assertThat(EntityTag.parseList(List.of("\"a\", W/\"b\"", "\"c\"", ""))).containsExactly(strong("a"), weak("b"), strong("c"));
    }

    @Test
    void commasInsideATagDoNotEndIt() {
        assertThat(EntityTag.parseList(List.of("\"a,b\",\"c, d\",\",\""))).containsExactly(strong("a,b"), strong(","));
    }

    @Test
    void emptyMembersAndSpaceAreAllowed() {
        assertThat(EntityTag.parseList(List.of(" , ,\"a\"\t,,  \"b\" ,"))).containsExactly(strong("a"), strong("b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a, \"good\"", "w/\"bad\", \"good\"", "\"x\"y, \"good\"", "\"good\", \"unterminated", "*, \"good\"",
            "\"good\" , W/",
        "bad \"quoted, \"comma\"\", \"good\"", "W/ \"bad, still\", \"good\"", "\"good\";q=1, \"good\""})
    void membersThatAreNoTagsAreLeftOut(String list) {
        assertThat(EntityTag.parseList(List.of(list))).containsExactly(strong("good"));
    }

    @Test
    void ofContentTellsBytesApart() {
        byte[] bytes = "xxhelloxx".getBytes(StandardCharsets.US_ASCII);
        byte[] hello = "hello".getBytes(StandardCharsets.US_ASCII);
        EntityTag tag = EntityTag.ofContent(bytes, 2, 5);
        assertThat(tag).isEqualTo(EntityTag.ofContent(hello, 0, 5)).isNotEqualTo(EntityTag.ofContent(bytes, 1, 5));
        assertThat(tag.weak()).isFalse();
        assertThat(tag.opaque()).as("at least 128 bits in base64url").matches("[A-Za-z0-9_-]{22,}");
        assertThat(EntityTag.ofContent(hello, 0, 0)).isEqualTo(EntityTag.ofContent(new byte[0], 0, 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"x\"", "W/\"x\""})
    void isItsOwnTextWhetherMarkedWeakOrNot(String text) {
        assertThat(strong("x").isWeaklyTheText(text)).isTrue();
        assertThat(weak("x").isWeaklyTheText(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "\"x", "\"y\"", "\"x\" ", "\"xx\"", "w/\"x\"", "W/x", "W/\"x", "\"\"", "W/", "\"x\", \"y\""})
    void isNoOtherText(String text) {
        assertThat(strong("x").isWeaklyTheText(text)).isFalse();
    }

    @Property
    void parsingNeverThrowsAndReadsBackWhatItWrites(@ForAll String text) {
        assertThat(EntityTag.parse(text).map(tag -> EntityTag.parse(tag.toString()))).isIn(
                EntityTag.parse(text).map(java.util.Optional::of), java.util.Optional.empty());
        for (EntityTag tag : EntityTag.parseList(List.of(text, ',' + text))) {
            assertThat(EntityTag.parse(tag.toString())).contains(tag);
            assertThat(tag.isWeaklyTheText(tag.toString())).isTrue();
        }
    }

    @Property
    void hostileListsNeverHideATagThatFollowsOnAnotherLine(@ForAll String junk) {
        assertThat(EntityTag.parseList(List.of(junk, "\"good\""))).contains(strong("good"));
    }
}
