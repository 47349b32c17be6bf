package dev.etagere.response;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathTemplateTest {

    private static boolean matches(String template, String path) {
        return PathTemplate.parse(template).match(path).isPresent();
    }

    @ParameterizedTest
    @CsvSource({"/,/", "/a,/a", "/a/,/a/", "/a/b,/a/b", "/a/{x},/a/1", "/{x}/b,/1/b", "/{x}/{y},/1/2", "/**,/", "/**,/a", "/**,/a/b/",
            "/a/**,/a", "/a/**,/a/", "/a/**,/a/b", "/a/**,/a//b", "/{x}/**,/a", "/{x}/**,/a/b/c", "/a/{r...},/a/b/c", "/a b/ü,/a b/ü",
            "/a/{x}/,/a/1/"})
    void aPathOfItsShapeIsMatched(String template, String path) {
        assertThat(matches(template, path)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"/,/a", "/,''", "/a,/", "/a,/A", "/a,/a/", "/a/,/a", "/a,/ab", "/ab,/a", "/a,a", "/a/b,/a", "/a/{x},/a", "/a/{x},/a/",
            "/a/{x},/a/1/", "/a/{x},/a/1/2", "/{x},/", "/a/{x}/b,/a//b", "/a/**,/ab", "/a/**,/", "/a/b/**,/a", "/{x}/**,/", "/a/{x}/,/a/1",
            "/**,''", "/**,a"})
    void aPathOfAnotherShapeIsNot(String template, String path) {
        assertThat(matches(template, path)).isFalse();
    }

    @Test
    void parametersGetTheirSegments() {
        assertThat(PathTemplate.parse("/a/{x}/b/{y-1}").match("/a/1/b/two words")).contains(Map.of("x", "1", "y-1", "two words"));
        assertThat(PathTemplate.parse("/a/{x}/b/{y}").parameters()).containsExactly("x", "y");
        assertThat(PathTemplate.parse("/a/**").match("/a/b")).contains(Map.of());
    }

    @Test
    void theRestIsAllThatFollowsTheSlash() {
        PathTemplate template = PathTemplate.parse("/files/{path...}");

        assertThat(template.match("/files/a/b.txt")).contains(Map.of("path", "a/b.txt"));
        assertThat(template.match("/files/a/")).contains(Map.of("path", "a/"));
        assertThat(template.match("/files/")).contains(Map.of("path", ""));
        assertThat(template.match("/files")).contains(Map.of("path", ""));
        assertThat(template.parameters()).containsExactly("path");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "{a}", "/{", "/}", "/{}", "/{...}", "/{a}b", "/b{a}", "/{a}{b}", "/*", "/a*", "/***", "/**/", "/**/a",
            "/{a...}/b", "//", "/a//b", "/{a}/{a}", "/{a}/{a...}", "/a?b", "/%41", "/{a b}", "/{a/b}"})
    void whatIsNoTemplateIsRefused(String template) {
        assertThatThrownBy(() -> PathTemplate.parse(template)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + template + "\"");
    }

    @Test
    void aPercentSignThatEscapesNothingIsALiteral() {
        assertThat(matches("/100%", "/100%")).isTrue();
        assertThat(matches("/%zz", "/%zz")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"/a,/a,true", "/a,/b,false", "/{x},/a,true", "/{x},/,false", "/{x},/{y},true", "/a,/{x},false", "/**,/,true",
            "/**,/a/{b},true", "/**,/a/**,true", "/a/**,/**,false", "/a/**,/a,true", "/a/**,/a/b/c,true", "/a/**,/b/c,false",
            "/{x}/**,/a/b,true", 
            "/{x}/**,/**,false", "/{x}/**,/,false", "/{x},/{x...},false", "/a/{x}/c,/a/b/c,true", "/a/b/c,/a/{x}/c,false", "/a/,/a,false",
            "/a/{x},/a/,false",
            "/a/b/**,/a,false", "/a/**,/a/{r...},true"})
    void oneCoversAnotherIfItMatchesAllThatTheOtherDoes(String wide, String narrow, boolean covers) {
        assertThat(PathTemplate.parse(wide).covers(PathTemplate.parse(narrow))).isEqualTo(covers);
    }

    @Property
    void whatIsCoveredIsMatched(@ForAll("templates") String wide, @ForAll("templates") String narrow, @ForAll("paths") String path) {
        boolean covers = PathTemplate.parse(wide).covers(PathTemplate.parse(narrow));

        assertThat(!covers || !matches(narrow, path) || matches(wide, path)).isTrue();
    }

    @Property
    void anyPathIsMatchedOrNot(@ForAll("templates") String template, @ForAll String path) {
        PathTemplate parsed = PathTemplate.parse(template);

        assertThat(parsed.match(path).map(Map::keySet).orElse(parsed.parameters())).isEqualTo(parsed.parameters());
    }

    @Property
    void aTextIsATemplateOrRefused(@ForAll("junk") String text) {
        try {
            assertThat(PathTemplate.parse(text)).hasToString(text);
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageContaining("path \"");
        }
    }

    @Provide
    Arbitrary<String> templates() {
        Arbitrary<String> segment = Arbitraries.of("a", "b", "{x}");
        Arbitrary<String> end = Arbitraries.of("", "/", "/**", "/{r...}");
        return segment.list().ofMinSize(1).ofMaxSize(3).map(PathTemplateTest::distinct).flatMap(start -> end.map(last -> start + last));
    }

    private static String distinct(List<String> segments) {
        StringBuilder path = new StringBuilder();
        for (String segment : segments) {
            path.append('/').append(segment.replace("{x}", "{x" + path.length() + "}"));
        }
        return path.toString();
    }

    @Provide
    Arbitrary<String> paths() {
        return Arbitraries.of("", "a", "b", "c").list().ofMinSize(1).ofMaxSize(4).map(segments -> "/" + String.join("/", segments));
    }

    @Provide
    Arbitrary<String> junk() {
        return Arbitraries.strings().withChars("/{}.*ab% ?").ofMaxLength(12);
    }
}
