package dev.etagere.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A request as the origin saw it. */
record OriginRequest(String method, String query, List<RawClient.Field> fields) {

    static OriginRequest of(HttpServletRequest request) {
        List<RawClient.Field> fields = new ArrayList<>();
        for (String name : Collections.list(request.getHeaderNames())) {
            Collections.list(request.getHeaders(name)).forEach(value -> fields.add(new RawClient.Field(name, value)));
        }
        return new OriginRequest(request.getMethod(), String.valueOf(request.getQueryString()), fields);
    }

    List<String> values(String name) {
        return fields.stream().filter(field -> field.name().equalsIgnoreCase(name)).map(RawClient.Field::value).toList();
    }

    boolean isConditional() {
        return !values("If-None-Match").isEmpty() || !values("If-Modified-Since").isEmpty();
    }

    OriginRequest assertHas(String name, String value) {
        assertThat(values(name)).as("%s as the origin saw it", name).containsExactly(value);
        return this;
    }

    OriginRequest assertLacks(String name) {
        assertThat(values(name)).as("%s as the origin saw it", name).isEmpty();
        return this;
    }

    OriginRequest assertMethod(String expected) {
        assertThat(method).isEqualTo(expected);
        return this;
    }
}
