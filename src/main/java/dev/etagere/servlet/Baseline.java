package dev.etagere.servlet;

import dev.etagere.http.Headers;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The header fields that were on a response before the application ran: set by the container and by outer filters. They belong to one
 * request and must not be stored with what the application made.
 */
final class Baseline {
    private static final String TYPE = "Content-Type";
    private static final String LENGTH = "Content-Length";

    private final Map<String, List<String>> fields;
    private final @Nullable String contentType;

    private Baseline(Map<String, List<String>> fields, @Nullable String contentType) {
        this.fields = fields;
        this.contentType = contentType;
    }

    static Baseline of(HttpServletResponse response) {
        return new Baseline(fields(response), type(response));
    }

    static Baseline none() {
        return new Baseline(Map.of(), null);
    }

    /**
     * The fields that came since, and the declared length where it is not negative. Of a field that was added beside what was there,
     * only what was added.
     */
    Headers since(HttpServletResponse response, long declaredLength) {
        Headers.Builder added = Headers.builder();
        fields(response).forEach((name, values) -> {
            List<String> before = fields.getOrDefault(name, List.of());
            boolean kept = values.size() >= before.size() && values.subList(0, before.size()).equals(before);
            for (String value : kept ? values.subList(before.size(), values.size()) : values) {
                added.add(name, value);
            }
        });
        @Nullable String type = type(response);
        if (type != null && !type.equals(contentType)) {
            added.set(TYPE, type);
        }
        if (declaredLength >= 0) {
            added.set(LENGTH, Long.toString(declaredLength));
        }
        return added.build();
    }

    /** Puts the fields back onto a response that was reset. */
    void restore(HttpServletResponse response) {
        if (contentType != null) {
            response.setContentType(contentType);
        }
        fields.forEach((name, values) -> {
            response.setHeader(name, values.get(0));
            for (String value : values.subList(1, values.size())) {
                response.addHeader(name, value);
            }
        });
    }

    /** What will be sent; Jetty's {@code getContentType} may tell more. */
    private static @Nullable String type(HttpServletResponse response) {
        @Nullable String field = response.getHeader(TYPE);
        return field != null ? field : response.getContentType();
    }

    /** All but type and length: containers disagree on whether these two are listed. */
    private static Map<String, List<String>> fields(HttpServletResponse response) {
        Collection<String> names = response.getHeaderNames();
        Map<String, List<String>> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String name : names) {
            if (!name.equalsIgnoreCase(TYPE) && !name.equalsIgnoreCase(LENGTH) && !fields.containsKey(name)) {
                Collection<String> values = response.getHeaders(name);
                if (!values.isEmpty()) {
                    fields.put(name, new ArrayList<>(values));
                }
            }
        }
        return fields;
    }
}
