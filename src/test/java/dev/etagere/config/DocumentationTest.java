package dev.etagere.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the documentation shows is so. A YAML block after a comment {@code <!-- refused: line -->} is refused with that line. */
class DocumentationTest {

    private static final Path REFERENCE = Path.of("docs/configuration.md");
    private static final Path EVENTS = Path.of("docs/events.md");
    private static final String REFUSED = "<!-- refused: ";
    private static final String IMPORTS = """
            import dev.etagere.*;
            import dev.etagere.cache.FenceScope;
            import dev.etagere.config.*;
            import dev.etagere.event.*;
            import dev.etagere.persistence.*;
            import dev.etagere.response.*;
            import jakarta.persistence.*;
            import java.sql.Connection;
            import java.nio.file.*;
            import java.time.*;
            import java.util.*;
            """;

    /** What an example may take as there. */
    private static final String GIVEN =
            "Etagere etagere; javax.sql.DataSource dataSource; jakarta.servlet.http.HttpServletResponse response;";

    /** A fenced block, and the comment in the line before it. */
    record Block(Path page, int line, String text, Optional<String> refusal) {
        @Override
        public String toString() {
            return page + ":" + line;
        }
    }

    private static List<Block> blocks(Path page, String language) throws IOException {
        List<String> lines = Files.readAllLines(page);
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).equals("```" + language)) {
                int end = i + 1 + lines.subList(i + 1, lines.size()).indexOf("```");
                String before = i > 0 ? lines.get(i - 1) : "";
                Optional<String> refusal = before.startsWith(REFUSED)
                        ? Optional.of(before.substring(REFUSED.length(), before.lastIndexOf(" -->")))
                        : Optional.empty();
                blocks.add(new Block(page, i + 1, String.join("\n", lines.subList(i + 1, end)), refusal));
                i = end;
            }
        }
        return blocks;
    }

    static Stream<Block> yaml() throws IOException {
        List<Path> pages = new ArrayList<>();
        try (Stream<Path> docs = Files.list(Path.of("docs"))) {
            docs.filter(page -> page.toString().endsWith(".md")).sorted().forEach(pages::add);
        }
        if (Files.exists(Path.of("README.md"))) {
            pages.add(Path.of("README.md"));
        }
        List<Block> blocks = new ArrayList<>();
        for (Path page : pages) {
            blocks.addAll(blocks(page, "yaml"));
        }
        return blocks.stream();
    }

    static Stream<Block> java() throws IOException {
        return Stream.concat(blocks(REFERENCE, "java").stream(), blocks(EVENTS, "java").stream());
    }

    @ParameterizedTest
    @MethodSource("yaml")
    void everyYamlExampleIsReadOrRefusedAsItIsSaid(Block block) {
        try {
            Configuration read = Read.settings().config(block.text(), "etagere.yaml", Map.of(), getClass().getClassLoader()).made();

            assertThat(block.refusal()).as("%s was read as %s", block, read).isEmpty();
        } catch (ConfigurationException e) {
            assertThat(Optional.of(e.getMessage())).isEqualTo(block.refusal());
        }
    }

    @ParameterizedTest
    @MethodSource("java")
    void everyJavaExampleOfTheReferenceCompiles(Block block, @TempDir Path out) {
        boolean whole = block.text().startsWith("public class ");
        String name = whole ? block.text().split(" ")[2] : "Example";
        String source = IMPORTS + (whole ? block.text() : "class Example { " + GIVEN
                + " void example() throws Exception {\n" + block.text() + "\n} }");
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();

        boolean compiled = compiler.getTask(said, null, null, List.of("-d", out.toString()), null, List.of(source(name, source))).call();

        assertThat(compiled).as(said.toString()).isTrue();
    }

    private static JavaFileObject source(String name, String text) {
        return new SimpleJavaFileObject(URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        };
    }

    @Test
    void everySettingStandsInATableOfTheReference() throws IOException {
        List<String> rows = Files.readAllLines(REFERENCE).stream().filter(line -> line.startsWith("| `")).toList();
        List<String> settings = new ArrayList<>(RuleReader.SETTINGS);
        for (String name : ConfigurationReader.SETTINGS) {
            List<String> group = ConfigurationReader.GROUPS.getOrDefault(name, List.of());
            if (group.isEmpty() && !name.equals("rules") && !name.equals("policies")) {
                settings.add(name);
            }
            group.forEach(inGroup -> settings.add(name + "." + inGroup));
        }

        assertThat(settings).hasSizeGreaterThan(30).allSatisfy(setting ->
                assertThat(rows).anyMatch(row -> row.startsWith("| `" + setting + "` | ")));
    }

    @Test
    void everyCachingSettingIsShownInAnExample() throws IOException {
        String shown = String.join("\n", blocks(REFERENCE, "yaml").stream().map(Block::text).toList());

        assertThat(RuleReader.SETTINGS).filteredOn(setting -> !setting.equals("key")).allSatisfy(setting ->
                assertThat(shown).contains(setting + ": "));
    }
}
