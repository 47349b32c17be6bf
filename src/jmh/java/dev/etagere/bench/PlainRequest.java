package dev.etagere.bench;

import dev.etagere.response.RequestView;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A GET request without a query. */
record PlainRequest(String path, Map<String, String> fields) implements RequestView {

    @Override
    public String method() {
        return "GET";
    }

    @Override
    public Optional<String> first(String name) {
        return Optional.ofNullable(fields.get(name.toLowerCase(Locale.ROOT)));
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
