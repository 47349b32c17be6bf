package dev.etagere.protocol;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** One path: how its origin answers, and requests to it through the cache. */
final class Resource {
    private final RawClient client;
    private final Origin.Script script;
    private final String path;

    Resource(RawClient client, Origin origin, String path) {
        this.client = client;
        this.path = path;
        this.script = origin.script(path);
    }

    RawClient client() {
        return client;
    }

    String path() {
        return path;
    }

    /** The answers in order; the last one answers all further requests. Starts the count of requests anew. */
    Resource origin(OriginAnswer... answers) {
        script.answers(answers);
        return this;
    }

    Answer get(String... fields) {
        return send("GET", fields);
    }

    Answer head(String... fields) {
        return send("HEAD", fields);
    }

    Answer send(String method, String... fields) {
        return exchange(method, "", "", fields);
    }

    /** A GET with a query. */
    Answer query(String query, String... fields) {
        return exchange("GET", "?" + query, "", fields);
    }

    Answer post(String body, String... fields) {
        return exchange("POST", "", body, fields);
    }

    Answer exchange(String method, String query, String body, String... fields) {
        return exchangeWith(method, path + query, body, fields);
    }

    /** A GET of any request target that leads to this path. */
    Answer target(String target, String... fields) {
        return exchangeWith("GET", target, "", fields);
    }

    private Answer exchangeWith(String method, String target, String body, String... fields) {
        int before = script.requests().size();
        try {
            RawClient.Response response = client.send(method, target, List.of(fields), body);
            List<OriginRequest> now = script.requests();
            return new Answer(response, now.subList(before, now.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(method + ' ' + path, e);
        }
    }

    /** Waits for what is asked of the origin after an answer has left. */
    List<OriginRequest> awaitOriginRequests(int count) {
        return script.await(count);
    }
}
