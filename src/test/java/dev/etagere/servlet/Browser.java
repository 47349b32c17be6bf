package dev.etagere.servlet;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Asks an application, as a browser without a cache of its own does. */
final class Browser {
    private static final HttpClient HTTP_1 = client(HttpClient.Version.HTTP_1_1);
    static final HttpClient HTTP_2 = client(HttpClient.Version.HTTP_2);

    private final HttpClient client;
    private final int port;

    private Browser(HttpClient client, int port) {
        this.client = client;
        this.port = port;
    }

    Browser(int port) {
        this(HTTP_1, port);
    }

    /** One that speaks HTTP/2 from its second request on, as the first asks for it. */
    Browser http2() {
        return new Browser(HTTP_2, port);
    }

    private static HttpClient client(HttpClient.Version version) {
        return HttpClient.newBuilder().version(version).followRedirects(HttpClient.Redirect.NEVER).build();
    }

    /** What came back, its fields by lower-case name. */
    record Answer(int status, Map<String, List<String>> fields, byte[] body) {

        String field(String name) {
            return String.join(", ", fields.getOrDefault(name, List.of()));
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        /** Whether it came from the cache. */
        boolean isHit() {
            return fields.containsKey("age");
        }
    }

    Answer get(String path, String... headers) {
        return ask("GET", path, headers);
    }

    Answer ask(String method, String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).method(method, HttpRequest.BodyPublishers.noBody())
                .timeout(Duration.ofSeconds(20));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            HttpResponse<byte[]> response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            Map<String, List<String>> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            fields.putAll(response.headers().map());
            return new Answer(response.statusCode(), fields, response.body());
        } catch (IOException e) {
            throw new AssertionError(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    URI uri(String path) {
        return URI.create("http://localhost:" + port + path);
    }

    /** A connection with the request sent and nothing read; its end is the answer's end. */
    Socket open(String method, String path) throws IOException {
        return open(method, path, "");
    }

    /** The same, on a connection that the server closes behind its answer. */
    Socket openOnce(String method, String path) throws IOException {
        return open(method, path, "Connection: close\r\n");
    }

    private Socket open(String method, String path, String fields) throws IOException {
        Socket socket = new Socket("localhost", port);
        socket.setSoTimeout(20_000);
        String head = method + ' ' + path + " HTTP/1.1\r\nHost: localhost:" + port + "\r\nConnection: close\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }
}
