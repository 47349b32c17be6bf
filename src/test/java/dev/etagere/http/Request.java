package dev.etagere.http;

import java.util.List;
import java.util.Optional;

/** A request for tests. */
record Request(String method, Headers headers) implements RequestHead {

    static Request get(String... fields) {
        return new Request("GET", Headers.of(fields));
    }

    @Override
    public Optional<String> first(String name) {
        return headers.first(name);
    }

    @Override
    public List<String> values(String name) {
        return headers.values(name);
    }
}
