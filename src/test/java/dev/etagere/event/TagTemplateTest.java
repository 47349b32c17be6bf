package dev.etagere.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TagTemplateTest {

    @ParameterizedTest
    @CsvSource({"products,products", "product:{id},product:7", "{id},7", "{id}{id},77", "a:{id}:{page}:z,a:7:2:z", "a:{none}:b,a::b",
            "{filter[x]},y"})
    void parametersAreFilledIn(String template, String tag) {
        assertThat(TagTemplate.parse(template).expand(Map.of("id", "7", "page", "2", "filter[x]", "y"))).isEqualTo(tag);
    }

    @Test
    void aValueIsNotATemplate() {
        assertThat(TagTemplate.parse("a:{id}").expand(Map.of("id", "{id}"))).isEqualTo("a:{id}");
    }

    @Test
    void noValueMakesItATagOfTheEngine() {
        assertThat(TagTemplate.parse("{id}").expand(Map.of("id", "\0uri:x"))).isEqualTo("\uFFFDuri:x");
        assertThatThrownBy(() -> TagTemplate.parse("\0uri:x")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theNamesAreTold() {
        assertThat(TagTemplate.parse("a:{y}:{x}:{y}").parameters()).containsExactly("y", "x");
        assertThat(TagTemplate.parse("a").parameters()).isEmpty();
    }

    @Test
    void itIsWhatWasWritten() {
        assertThat(TagTemplate.parse("a:{x}")).hasToString("a:{x}").isEqualTo(TagTemplate.parse("a:{x}"))
                .hasSameHashCodeAs(TagTemplate.parse("a:{x}")).isNotEqualTo(TagTemplate.parse("a:{y}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "}", "a{", "a}", "{}", "{ }", "{{a}}", "{a}}", "a:{b:{c}}"})
    void bracesThatDoNotMatchAreRefused(String template) {
        assertThatThrownBy(() -> TagTemplate.parse(template)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("tag");
    }

    @Property
    void anyTextIsATemplateOrRefused(@ForAll @Chars({'{', '}', 'a', ':', ' '}) @StringLength(max = 10) String text) {
        try {
            TagTemplate template = TagTemplate.parse(text);

            assertThat(template.expand(Map.of())).doesNotContain("{").doesNotContain("}");
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageStartingWith(text.isBlank() ? "a tag is empty" : "tag \"" + text + "\"");
        }
    }
}
