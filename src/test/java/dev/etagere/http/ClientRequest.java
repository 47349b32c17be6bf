package dev.etagere.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A request as tests write it down: a method, then names and values in turn. */
record ClientRequest(String method, List<String> namesAndValues) implements RequestHead {

    static ClientRequest get(String... namesAndValues) {
        return new ClientRequest("GET", List.of(namesAndValues));
    }

    static ClientRequest of(String method, String... namesAndValues) {
        return new ClientRequest(method, List.of(namesAndValues));
    }

    @Override
    public Optional<String> first(String name) {
        return values(name).stream().findFirst();
    }

    @Override
    public List<String> values(String name) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < namesAndValues.size(); i += 2) {
            if (namesAndValues.get(i).equalsIgnoreCase(name)) {
                values.add(namesAndValues.get(i + 1));
            }
        }
        return values;
    }
}
