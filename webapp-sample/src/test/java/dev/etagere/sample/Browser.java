package dev.etagere.sample;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One page of a headless Chromium, driven over its DevTools protocol with nothing but the JDK: no driver to fetch, no second version to
 * keep in step. For one thread.
 */
final class Browser implements AutoCloseable {

    private static final List<String> PLACES = List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome",
            "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Process process;
    private final Path profile;
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private final AtomicInteger numbers = new AtomicInteger();
    private final WebSocket socket;

    private Browser(Process process, Path profile, URI page) throws Exception {
        this.process = process;
        this.profile = profile;
        this.socket = HTTP.newWebSocketBuilder().buildAsync(page, new Answers()).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Where Chromium is installed: the environment's {@code CHROME}, or one of the usual places. */
    static Optional<Path> installed() {
        return Stream.concat(Stream.ofNullable(System.getenv("CHROME")), PLACES.stream()).map(Path::of).filter(Files::isExecutable)
                .findFirst();
    }

    static Browser start(Path program) throws Exception {
        Path profile = Files.createTempDirectory("etagere-browser");
        Process process = new ProcessBuilder(program.toString(), "--headless=new", "--no-sandbox", "--disable-gpu",
                "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking", "--disable-component-update",
                "--remote-debugging-port=0", "--user-data-dir=" + profile, "about:blank").redirectErrorStream(true).start();
        try {
            URI control = listening(process);
            HttpRequest newPage = HttpRequest.newBuilder(URI.create("http://" + control.getAuthority() + "/json/new"))
                    .PUT(HttpRequest.BodyPublishers.noBody()).build();
            JsonNode page = JSON.readTree(HTTP.send(newPage, HttpResponse.BodyHandlers.ofString()).body());
            return new Browser(process, profile, URI.create(page.get("webSocketDebuggerUrl").asString()));
        } catch (Exception e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /** Opens an address and returns when the page says that it is ready. */
    void open(URI address, String readyExpression) throws Exception {
        send("Page.enable", Map.of());
        send("Page.navigate", Map.of("url", address.toString()));
        await(readyExpression);
    }

    /** The value of an expression, or of the promise that it is. */
    JsonNode evaluate(String expression) throws Exception {
        JsonNode result = send("Runtime.evaluate", Map.of("expression", expression, "awaitPromise", true, "returnByValue", true));
        if (result.has("exceptionDetails")) {
            throw new AssertionError(expression + " failed: " + result.get("exceptionDetails"));
        }
        return result.get("result").path("value");
    }

    /** Looks every few milliseconds whether the expression has become true. */
    void await(String expression) throws Exception {
        String poll = """
                new Promise((resolve, reject) => {
                  const start = Date.now();
                  const look = () => {
                    let done = false;
                    try { done = Boolean(%s); } catch { }
                    if (done) resolve(true); else if (Date.now() - start > %d) resolve(false); else setTimeout(look, 10);
                  };
                  look();
                })""".formatted(expression, PATIENCE.toMillis() / 2);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            try {
                if (evaluate(poll).asBoolean()) {
                    return;
                }
            } catch (IllegalStateException navigatedAway) {
                continue;
            }
        }
        throw new AssertionError("never became true: " + expression);
    }

    void show(int width, int height, String colorScheme) throws Exception {
        send("Emulation.setDeviceMetricsOverride", Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
        send("Emulation.setEmulatedMedia", Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", colorScheme))));
    }

    void screenshot(Path file, boolean whole) throws Exception {
        JsonNode picture = send("Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", whole));
        Files.write(file, Base64.getDecoder().decode(picture.get("data").asString()));
    }

    @Override
    public void close() {
        socket.abort();
        process.destroy();
        try {
            process.onExit().orTimeout(5, TimeUnit.SECONDS).join();
        } catch (CompletionException tooLate) {
            process.destroyForcibly().onExit().join();
        }
        try (Stream<Path> files = Files.walk(profile)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException stillWriting) {
            profile.toFile().deleteOnExit();
        }
    }

    private JsonNode send(String method, Map<String, ?> parameters) throws Exception {
        int number = numbers.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.put(number, answer);
        socket.sendText(JSON.writeValueAsString(Map.of("id", number, "method", method, "params", parameters)), true);
        try {
            JsonNode message = answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (message.has("error")) {
                throw new IllegalStateException(method + ": " + message.get("error"));
            }
            return message.get("result");
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException(method + " had no answer", e);
        }
    }

    private static URI listening(Process process) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder said = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("DevTools listening on ")) {
                Thread drain = new Thread(() -> lines.lines().forEach(rest -> { }), "browser-output");
                drain.setDaemon(true);
                drain.start();
                return URI.create(line.substring("DevTools listening on ".length()));
            }
            said.append(line).append('\n');
        }
        throw new IOException("the browser ended at once: " + said);
    }

    private final class Answers implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                JsonNode message = JSON.readTree(text.toString());
                text.setLength(0);
                CompletableFuture<JsonNode> answer = message.has("id") ? answers.remove(message.get("id").asInt()) : null;
                if (answer != null) {
                    answer.complete(message);
                }
            }
            webSocket.request(1);
            return null;
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            answers.values().forEach(answer -> answer.completeExceptionally(error));
        }
    }
}
