package dev.etagere.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever the text is, it is a configuration or a list of mistakes, one line each. */
class HostileYamlTest {

    private static final List<String> PIECES = List.of("rules:", "policies:", "memory:", "limits:", "heuristics:", "match:", "ttl:",
            "tags:", "query:", "policy:", "evict:", "bypass:", "methods:", "statuses:", "key:", "scope:", "version:", "namespace:",
            "store:",
            "cacheStatus:", "targets:", " /a", " /a/{id}", " \"/a/{id}\"", " 5m",
            " 0", " -1", " true", " ~", " [", "]", " {", "}", ",", "\n",
            "\n  ", "\n  - ", "\n    ", "- ", " &a", " *a", " !!str", " !x", " '", "\"", "#", "|", ">", "?", ": ", "---\n", "...\n",
            "%YAML 1.2\n", "\t", "\u0000", "\ud800", "\ufeff", "<<:", "@", "`", "\u2028", "\r", " 99999999999999999999",
            " java.lang.Object");

    private static void isReadOrRefused(String yaml) {
        try {
            assertThat(Read.yaml(yaml)).isNotNull();
        } catch (ConfigurationException e) {
            assertThat(e.mistakes()).isNotEmpty().allSatisfy(line -> assertThat(line).startsWith("f:").doesNotContain("\n", "\r"));
        }
    }

    @Property(tries = 500)
    void anyTextIsReadOrRefused(@ForAll String yaml) {
        isReadOrRefused(yaml);
    }

    @Property(tries = 3000)
    void anyHeapOfItsPiecesIsReadOrRefused(@ForAll("heaps") String yaml) {
        isReadOrRefused(yaml);
    }

    @Provide
    Arbitrary<String> heaps() {
        return Arbitraries.of(PIECES).list().ofMaxSize(30).map(list -> String.join("", list));
    }

    @Property(tries = 1000)
    void anyValueOfAnyRuleSettingIsReadOrRefused(@ForAll("settings") String name, @ForAll("values") String value) {
        isReadOrRefused("rules:\n  - match: /a\n    " + name + ": " + value + "\n");
    }

    @Provide
    Arbitrary<String> settings() {
        return Arbitraries.of("match", "methods", "policy", "evict", "expire", "bypass", "ttl", "clientTtl", "scope", "query",
                "ignoreQuery", "sortQuery", "vary", "key", "tags", "staleWhileRevalidate", "staleIfError", "statuses", "jitter",
                "requestDirectives");
    }

    @Provide
    Arbitrary<String> values() {
        return Arbitraries.strings().withChars("0123456789PTsmhdKiB%.-+eE/{}*:[], 'ab$").ofMaxLength(24);
    }

    @Property(tries = 500)
    void anyInitParamIsReadOrRefused(@ForAll("params") String name, @ForAll String value) {
        try {
            assertThat(Read.yaml("", Map.of(name, value))).isNotNull();
        } catch (ConfigurationException e) {
            assertThat(e.mistakes()).hasSize(1).first().asString().startsWith("init-param " + name).doesNotContain("\n");
        }
    }

    @Provide
    Arbitrary<String> params() {
        return Arbitraries.of("namespace", "version", "store", "honorOrigin", "cacheStatus", "storeSetCookie", "rules", "memory",
                "nonsense");
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void deepNestingIsRefusedAndOverflowsNoStack() {
        assertThat(Read.mistakes("[".repeat(100_000))).containsExactly("f:1: nested deeper than 32 levels");
        assertThat(Read.mistakes("{a: ".repeat(100_000))).containsExactly("f:1: nested deeper than 32 levels");
        assertThat(Read.mistakes("- ".repeat(100_000))).containsExactly("f:1: nested deeper than 32 levels");
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aLaughOfABillionAliasesIsRefused() {
        StringBuilder yaml = new StringBuilder("rules: &a0 [x, x]\n");
        for (int i = 1; i < 30; i++) {
            yaml.append("n").append(i).append(": &a").append(i).append(" [");
            yaml.append(("*a" + (i - 1) + ", ").repeat(9)).append("*a").append(i - 1).append("]\n");
        }

        assertThat(Read.mistakes(yaml.toString())).containsExactly("f:12: more than 100 aliases");
    }

    @Test
    void anAliasOfItselfIsRefused() {
        assertThat(Read.mistakes("rules: &a [*a]"))
                .containsExactly("f:1: an alias refers to nothing before it; a text that begins with * stands in quotes");
    }

    @Test
    void aTextThatIsTooLongIsRefused() {
        assertThat(Read.mistakes("#".repeat((1 << 20) + 1))).containsExactly("f:1: is longer than 1048576 characters");
    }

    @Test
    void tagsThatNameClassesMakeNothing() {
        assertThat(Read.mistakes("store: !!javax.script.ScriptEngineManager [x]"))
                .containsExactly("f:1: YAML tags are not used here; a text that begins with ! stands in quotes");
        assertThat(Read.mistakes("\nstore: !mine x"))
                .containsExactly("f:2: YAML tags are not used here; a text that begins with ! stands in quotes");
    }

    @Test
    void aSecondDocumentIsRefused() {
        assertThat(Read.mistakes("version: 1\n---\nversion: 2\n")).containsExactly("f:2: a second document begins here; write all in one");
    }

    @Test
    void aNameThatIsAListIsRefused() {
        assertThat(Read.mistakes("? [a, b]\n: c\n")).containsExactly("f:1: a setting's name is expected here");
    }

    @Test
    void brokenYamlIsToldWithItsLine() {
        assertThat(Read.mistakes("version: 1\nmemory: {\n")).hasSize(1).first().asString().startsWith("f:3: not YAML: ");
        assertThat(Read.mistakes("version: 1\n\tstore: memory\n")).hasSize(1).first().asString().startsWith("f:2: not YAML: ");
    }
}
