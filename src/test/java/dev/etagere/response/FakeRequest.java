package dev.etagere.response;

import dev.etagere.http.Headers;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A request as a test writes it. */
public record FakeRequest(String method, String target, Headers headers, Optional<String> user, boolean hasBody) implements RequestView {

    public static FakeRequest get(String target) {
        return new FakeRequest("GET", target, Headers.empty(), Optional.empty(), false);
    }

    static FakeRequest of(String method, String target) {
        return new FakeRequest(method, target, Headers.empty(), Optional.empty(), false);
    }

    FakeRequest header(String name, String value) {
        return new FakeRequest(method, target, headers.toBuilder().add(name, value).build(), user, hasBody);
    }

    FakeRequest by(String name) {
        return new FakeRequest(method, target, headers, Optional.of(name), hasBody);
    }

    FakeRequest withBody() {
        return new FakeRequest(method, target, headers, user, true);
    }

    FakeRequest changed(Set<String> hidden, Headers added) {
        Headers shown = headers.without(name -> hidden.contains(name.toLowerCase(java.util.Locale.ROOT)));
        return new FakeRequest(method, target, shown.toBuilder().addAll(added).build(), user, hasBody);
    }

    @Override
    public Optional<String> first(String name) {
        return headers.first(name);
    }

    @Override
    public List<String> values(String name) {
        return headers.values(name);
    }

    @Override
    public String scheme() {
        return "http";
    }

    @Override
    public String authority() {
        return headers.first("Host").orElse("shop.example");
    }

    @Override
    public String contextPath() {
        return "";
    }

    @Override
    public String rawPath() {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    @Override
    public Optional<String> rawQuery() {
        int query = target.indexOf('?');
        return query < 0 ? Optional.empty() : Optional.of(target.substring(query + 1));
    }

    @Override
    public String path() {
        return rawPath();
    }
}
