package dev.etagere.jaxrs;

import dev.etagere.http.Headers;
import dev.etagere.response.FieldSource;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.RuntimeDelegate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Between the header fields of JAX-RS, which are objects, and those of the engine, which are text. */
final class Fields {

    private Fields() {
    }

    /** All fields, as text. */
    static Headers of(MultivaluedMap<String, Object> fields) {
        Headers.Builder headers = Headers.builder();
        for (Map.Entry<String, List<Object>> field : fields.entrySet()) {
            for (@Nullable Object value : field.getValue()) {
                if (value != null) {
                    headers.add(field.getKey(), text(value));
                }
            }
        }
        return headers.build();
    }

    /** The fields whose values are others than they were. */
    static Headers changed(Headers before, Headers after) {
        return after.without(name -> before.values(name).equals(after.values(name)));
    }

    static void put(FieldSource fields, MultivaluedMap<String, Object> onto) {
        fields.eachHeader((name, value, replace) -> {
            if (replace) {
                onto.remove(name);
                onto.remove(name.toLowerCase(Locale.ROOT));
                onto.putSingle(name, value);
            } else {
                onto.add(name, value);
            }
        });
    }

    static String text(Object value) {
        if (value instanceof String string) {
            return string;
        }
        RuntimeDelegate.@Nullable HeaderDelegate<Object> delegate = delegate(value);
        return delegate == null ? value.toString() : delegate.toString(value);
    }

    @SuppressWarnings("unchecked")
    private static RuntimeDelegate.@Nullable HeaderDelegate<Object> delegate(Object value) {
        return (RuntimeDelegate.HeaderDelegate<Object>) RuntimeDelegate.getInstance().createHeaderDelegate(value.getClass());
    }
}
