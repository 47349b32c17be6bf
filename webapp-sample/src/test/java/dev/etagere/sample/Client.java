package dev.etagere.sample;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.assertj.core.api.Assertions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks the sample as curl would, and says in the words of the tests what came. Safe for use by many threads. */
final class Client {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final JsonMapper JSON = new JsonMapper();

    private final URI root;

    Client(URI root) {
        this.root = root;
    }

    /** What a request differs in from a plain one. */
    @FunctionalInterface
    interface Extra extends UnaryOperator<HttpRequest.Builder> {
    }

    static Extra as(String user) {
        String credentials = user + ":" + SampleServer.USERS.get(user).password();
        String encoded = Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
        return request -> request.setHeader("Authorization", "Basic " + encoded);
    }

    static Extra header(String name, String value) {
        return request -> request.setHeader(name, value);
    }

    static Extra json(String method, String content) {
        return request -> request.setHeader("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(content));
    }

    static Extra form(Map<String, String> fields) {
        String content = fields.entrySet().stream()
                .map(field -> URLEncoder.encode(field.getKey(), StandardCharsets.UTF_8) + "="
                        + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return request -> request.setHeader("Content-Type", "application/x-www-form-urlencoded")
                .method("POST", HttpRequest.BodyPublishers.ofString(content));
    }

    static Extra method(String name) {
        return request -> request.method(name, HttpRequest.BodyPublishers.noBody());
    }

    Answer get(String path, Extra... extras) throws IOException, InterruptedException {
        return new Answer(HTTP.send(request(path, extras), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8)));
    }

    /** Asks again and again until the answer is as it shall be, ten seconds at the longest. */
    Answer until(String path, Predicate<Answer> wanted, Extra... extras) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        Answer answer = get(path, extras);
        while (!wanted.test(answer) && System.nanoTime() < deadline) {
            answer = get(path, extras);
        }
        return answer;
    }

    CompletableFuture<Answer> later(String path, Extra... extras) {
        return HTTP.sendAsync(request(path, extras), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8)).thenApply(Answer::new);
    }

    private HttpRequest request(String path, Extra... extras) {
        HttpRequest.Builder request = HttpRequest.newBuilder(root.resolve(path));
        for (Extra extra : extras) {
            request = extra.apply(request);
        }
        return request.build();
    }

    /** What came back. */
    record Answer(HttpResponse<String> response) {

        int status() {
            return response.statusCode();
        }

        String text() {
            return response.body();
        }

        JsonNode json() {
            return JSON.readTree(response.body());
        }

        Optional<String> header(String name) {
            return response.headers().firstValue(name);
        }

        String cacheStatus() {
            return header("Cache-Status").orElse("");
        }

        Answer hasStatus(int expected) {
            Assertions.assertThat(status()).as("status of %s", this).isEqualTo(expected);
            return this;
        }

        /** The answer came from the cache, and is of use for some time yet. */
        Answer isHit() {
            Assertions.assertThat(cacheStatus()).as("Cache-Status of %s", this).matches("[\\w-]+; hit.*").doesNotContain("ttl=-");
            return this;
        }

        /** The shop was asked. Whether its answer is kept is not known yet where it goes out as it is made, with an ETag of its own. */
        Answer isMiss() {
            Assertions.assertThat(cacheStatus()).as("Cache-Status of %s", this).contains("; fwd=").doesNotContain("; hit", "bypass");
            return this;
        }

        Answer isNotCached() {
            Assertions.assertThat(cacheStatus()).as("Cache-Status of %s", this).doesNotContain("; hit").doesNotContain("; stored");
            return this;
        }

        @Override
        public String toString() {
            return response.request().method() + " " + response.uri() + " → " + status() + " " + response.headers().map();
        }
    }
}
