package dev.etagere.jaxrs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the page on JAX-RS shows. */
class PageTest {

    private static final String BEFORE = """
            import dev.etagere.jaxrs.*;
            import jakarta.ws.rs.*;
            import jakarta.ws.rs.container.ContainerRequestContext;
            import java.util.*;

            class Page {
                record Product(long id) { }

                interface Products { Optional<Long> version(long id); }

                static Products repository;
            """;

    @Test
    void itsExamplesCompile(@TempDir Path out) throws IOException {
        StringBuilder source = new StringBuilder(BEFORE);
        Matcher block = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(Path.of("docs/jaxrs.md")));
        while (block.find()) {
            source.append(block.group(1).replace("public class Products", "static class ProductResource")
                    .replace("public class", "static class").replace("{ … }", "{ throw new IllegalStateException(); }"));
        }
        StringWriter said = new StringWriter();
        boolean compiled = ToolProvider.getSystemJavaCompiler()
                .getTask(said, null, null, List.of("-d", out.toString()), null, List.of(source(source.append('}').toString()))).call();
        assertThat(compiled).as(said.toString()).isTrue();
        assertThat(source).contains("static class ProductResource", "implements Validator");
    }

    private static JavaFileObject source(String text) {
        return new SimpleJavaFileObject(URI.create("string:///Page.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        };
    }
}
