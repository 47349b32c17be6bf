package dev.etagere.response;

import dev.etagere.event.TagTemplate;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Expands tag templates for a request: parameters of its path before those of its query, the first value of each. */
final class Tags {

    private final Map<String, String> parameters;

    Tags(RequestView request, Map<String, String> pathParameters) {
        this.parameters = new HashMap<>();
        request.rawQuery().ifPresent(this::addQuery);
        parameters.putAll(pathParameters);
    }

    private void addQuery(String rawQuery) {
        try {
            for (RequestKey.Parameter parameter : RequestKey.parameters(rawQuery)) {
                parameters.putIfAbsent(parameter.name(), RequestKey.decode(parameter.rawValue()));
            }
        } catch (IllegalArgumentException malformed) {
            // a parameter that cannot be decoded names nothing that an application could evict by name
            return;
        }
    }

    Set<String> expand(Collection<TagTemplate> templates) {
        Set<String> tags = new LinkedHashSet<>();
        for (TagTemplate template : templates) {
            tags.add(template.expand(parameters));
        }
        return tags;
    }
}
