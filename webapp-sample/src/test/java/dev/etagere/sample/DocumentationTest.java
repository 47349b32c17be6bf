package dev.etagere.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.etagere.Etagere;
import dev.etagere.jaxrs.CachedFeature;
import dev.etagere.sample.Client.Answer;
import dev.etagere.sample.readme.ProductResource;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.glassfish.jersey.server.ApplicationHandler;
import org.glassfish.jersey.server.ResourceConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

/** What the documentation shows is what the code does. */
final class DocumentationTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern BLOCK = Pattern.compile("(?m)^( *)```([a-z]+)\\n(.*?)^\\1```$", Pattern.DOTALL);

    private static List<String> blocks(String page, String language) throws IOException {
        List<String> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(Files.readString(ROOT.resolve(page)));
        while (matcher.find()) {
            if (matcher.group(2).equals(language)) {
                blocks.add(matcher.group(3).replaceAll("(?m)^" + matcher.group(1), "").stripTrailing());
            }
        }
        return blocks;
    }

    private static List<String> regions() throws IOException {
        List<String> regions = new ArrayList<>();
        for (String file : List.of("Snippets", "readme/ProductResource", "readme/Item")) {
            Matcher matcher = Pattern.compile("(?m)^ *// region .*?\\n(.*?)^ *// endregion$", Pattern.DOTALL)
                    .matcher(Files.readString(Path.of("src/test/java/dev/etagere/sample/" + file + ".java")));
            while (matcher.find()) {
                regions.add(matcher.group(1).stripTrailing().stripIndent());
            }
        }
        return regions;
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "docs/getting-started.md"})
    void javaIsCompiled(String page) throws IOException {
        assertThat(blocks(page, "java")).isNotEmpty().allSatisfy(block -> assertThat(regions()).contains(block));
    }

    @Test
    void theAnnotatedResourceStartsWithoutAMistake() {
        try (Etagere etagere = Etagere.inMemory()) {
            ApplicationHandler started = new ApplicationHandler(new ResourceConfig(ProductResource.class)
                    .register(new CachedFeature(etagere)));
            assertThat(started.getConfiguration().isRegistered(CachedFeature.class)).isTrue();
        }
    }

    @Test
    void theFirstTwoShellBlocksOfTheReadmeServeAndTest() throws IOException {
        assertThat(blocks("README.md", "sh")).startsWith("./mvnw -f all.xml -Prun", "./mvnw -f all.xml verify",
                "./mvnw -f all.xml -Pnodes");
        assertThat(Files.readString(ROOT.resolve(".ci/run"))).contains("-f all.xml verify");
    }

    @Test
    void theInstallCommandOfTheReadmeSkipsTheTestsInContainersToo() throws IOException {
        assertThat(Files.readString(ROOT.resolve("README.md"))).contains("`./mvnw -q install -DskipTests`");
        for (String pom : List.of("pom.xml", "webapp-sample/pom.xml")) {
            assertThat(Files.readString(ROOT.resolve(pom))).contains("<skipITs>${skipTests}</skipITs>");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "docs/getting-started.md", "docs/redis.md",
        "docs/jaxrs.md", "docs/events.md", "docs/data-cache.md", "docs/configuration.md", "docs/semantics.md", "docs/containers.md",
        "docs/performance.md", "docs/decisions.md"})
    void linksToFilesOfTheProjectLeadSomewhere(String page) throws IOException {
        Path folder = ROOT.resolve(page).toAbsolutePath().normalize().getParent();
        Matcher link = Pattern.compile("]\\((?!https?:)([^)#]+)(#[^)]*)?\\)").matcher(Files.readString(ROOT.resolve(page)));
        while (link.find()) {
            assertThat(folder.resolve(link.group(1))).as("%s in %s", link.group(), page).exists();
        }
    }

    @Test
    void theDependencyIsTheLibraryOfThisBuild() throws Exception {
        Document shown = xml(blocks("README.md", "xml").get(0));
        Document built = xml(Files.readString(ROOT.resolve("pom.xml")));
        for (String coordinate : List.of("groupId", "artifactId", "version")) {
            assertThat(shown.getElementsByTagName(coordinate).item(0).getTextContent())
                    .isEqualTo(built.getElementsByTagName(coordinate).item(0).getTextContent());
        }
    }

    @Test
    void theFilterIsRegisteredAsInTheSample() throws IOException {
        String shown = blocks("README.md", "xml").get(1);
        assertThat(withoutIndent(Files.readString(Path.of("src/main/webapp/WEB-INF/web.xml")))).contains(withoutIndent(shown));
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "docs/getting-started.md"})
    void yamlIsUnderstood(String page) throws IOException {
        assertThat(blocks(page, "yaml")).isNotEmpty().allSatisfy(block ->
                Etagere.open(block, page, Map.of(), DocumentationTest.class.getClassLoader()).close());
    }

    @Test
    void everyAnswerShownInGettingStartedIsGiven() throws Exception {
        try (SampleServer shop = SampleServer.start(ShopContract.WEBAPP, context -> { })) {
            Client client = new Client(shop.uri());
            int shown = runExamples("docs/getting-started.md", port -> client);
            assertThat(shown).isGreaterThanOrEqualTo(8);
        }
    }

    /** Who is asked for what the documentation asks at a port. */
    @FunctionalInterface
    interface AtPort {
        Client client(int port) throws Exception;
    }

    /** Runs the commands that a page shows, in their order, and holds their answers against those that it shows; tells how many. */
    static int runExamples(String page, AtPort atPort) throws Exception {
        int shown = 0;
        for (String block : blocks(page, "console")) {
            for (String example : block.split("(?m)^\\$ ")) {
                if (!example.isBlank()) {
                    String[] commandAndAnswer = example.split("\n", 2);
                    CurlCommand command = CurlCommand.parse(commandAndAnswer[0]);
                    matches(command.run(atPort.client(command.port())), commandAndAnswer[1].strip());
                    shown++;
                }
            }
        }
        return shown;
    }

    /** Dates, ages and what remains of a time to live differ from run to run; a line that ends in … is the beginning of the content. */
    private static void matches(Answer answer, String shown) {
        String[] headAndContent = shown.split("\n\n", 2);
        String[] lines = headAndContent[0].split("\n");
        assertThat(lines[0]).startsWith("HTTP/1.1 " + answer.status() + " ");
        List<String> given = answer.response().headers().map().entrySet().stream()
                .flatMap(field -> field.getValue().stream()
                        .map(value -> masked(field.getKey() + ": " + value).toLowerCase(Locale.ROOT)))
                .toList();
        for (int i = 1; i < lines.length; i++) {
            assertThat(given).as("%s", answer).contains(masked(lines[i]).toLowerCase(Locale.ROOT));
        }
        if (headAndContent.length > 1) {
            assertThat(headAndContent[1].strip()).endsWith("…");
            assertThat(answer.text()).startsWith(headAndContent[1].strip().replace("…", ""));
        }
    }

    private static String masked(String line) {
        return line.replaceFirst("(?i)^date: .*", "date: *").replaceAll("(?i)(\\bage: |ttl=)\\d+", "$1*");
    }

    @Test
    void registeringInCodeAndEvictingInCodeDoWhatIsSaid() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        Server server = new Server(0);
        ServletContextHandler context = new ServletContextHandler();
        context.addEventListener(new ServletContextListener() {
            @Override
            public void contextInitialized(ServletContextEvent event) {
                event.getServletContext().setAttribute("opened", Snippets.registerInCode(event.getServletContext()));
            }
        });
        context.addServlet(new ServletHolder(new HttpServlet() {
            private static final long serialVersionUID = 1L;

            @Override
            protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
                response.getWriter().print("run " + runs.incrementAndGet());
            }
        }), "/");
        server.setHandler(context);
        server.start();
        try (Etagere etagere = (Etagere) context.getServletContext().getAttribute("opened")) {
            assertThat(etagere).isNotNull();
            Client client = new Client(URI.create("http://localhost:" + ((ServerConnector) server.getConnectors()[0]).getLocalPort()));
            assertThat(client.get("/api/products").isMiss().text()).isEqualTo("run 1");
            assertThat(client.get("/api/products").isHit().text()).isEqualTo("run 1");
            Snippets.evictInCode(context.getServletContext());
            assertThat(client.get("/api/products").isMiss().text()).isEqualTo("run 2");
            Snippets.evictOneTag(context.getServletContext());
            assertThat(client.get("/api/products").isMiss().text()).isEqualTo("run 3");
            client.get("/api/products/7", Client.method("DELETE")).hasStatus(200);
            assertThat(client.get("/api/products").isMiss().text()).isEqualTo("run 5");
        } finally {
            server.stop();
        }
    }

    private static Document xml(String text) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(text)));
    }

    private static String withoutIndent(String text) {
        return text.replaceAll("(?m)^ +", "");
    }
}
