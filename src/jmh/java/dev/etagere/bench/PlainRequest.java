package dev.etagere.bench;

import dev.etagere.response.RequestView;
import java.util.List;
import java.util.Optional;

/** A GET request without a query. Its fields, names and values in turn, are looked through one by one, as containers do. */
record PlainRequest(String path, String... fields) implements RequestView {

    @Override
    public String method() {
        return "GET";
    }

    @Override
    public Optional<String> first(String name) {
        for (int i = 0; i < fields.length; i += 2) {
            if (fields[i].equalsIgnoreCase(name)) {
                return Optional.of(fields[i + 1]);
            }
        }
        return Optional.empty();
    }

    @Override
    public List<String> values(String name) {
        return first(name).map(List::of).orElse(List.of());
    }

    @Override
    public String scheme() {
        return "https";
    }

    @Override
    public String authority() {
        return "shop.example";
    }

    @Override
    public String contextPath() {
        return "";
    }

    @Override
    public String rawPath() {
        return path;
    }

    @Override
    public Optional<String> rawQuery() {
        return Optional.empty();
    }

    @Override
    public Optional<String> user() {
        return Optional.empty();
    }

    @Override
    public boolean hasBody() {
        return false;
    }
}
