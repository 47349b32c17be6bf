package dev.etagere.jaxrs;

import dev.etagere.http.Headers;
import dev.etagere.response.Reply;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.AbstractMultivaluedMap;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.lang.annotation.Annotation;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes JAX-RS responses of the engine's replies. */
final class Answers {

    private static final Annotation[] NO_ANNOTATIONS = {};

    private Answers() {
    }

    /** A response that other filters and interceptors may work on as on any. */
    static Response of(Reply reply, String method) {
        Response.ResponseBuilder response = Response.status(reply.status());
        for (Map.Entry<String, List<Object>> field : fields(reply, method).entrySet()) {
            for (Object value : field.getValue()) {
                response.header(field.getKey(), value);
            }
        }
        if (hasEntity(reply, method)) {
            response.entity(new Replay(reply));
        }
        return response.build();
    }

    /** Puts the reply into the place of what the resource method made; what others added stays. */
    static void replace(ContainerResponseContext response, Headers made, Reply reply, String method) {
        MultivaluedMap<String, Object> onto = response.getHeaders();
        for (int i = 0; i < made.size(); i++) {
            onto.remove(made.name(i));
        }
        MultivaluedMap<String, Object> fields = fields(reply, method);
        if (hasEntity(reply, method)) {
            response.setEntity(new Replay(reply), NO_ANNOTATIONS, mediaType(fields));
        } else {
            response.setEntity(null);
        }
        onto.remove(HttpHeaders.CONTENT_TYPE);
        fields.forEach((name, values) -> values.forEach(value -> onto.add(name, value)));
        response.setStatus(reply.status());
    }

    /** The reply's fields, and to HEAD the length that GET's answer has. */
    static MultivaluedMap<String, Object> fields(Reply reply, String method) {
        MultivaluedMap<String, Object> fields = new AbstractMultivaluedMap<>(new TreeMap<>(String.CASE_INSENSITIVE_ORDER)) {
        };
        Fields.put(reply, fields);
        if (method.equals("HEAD") && reply.contentLength() >= 0) {
            fields.putSingle(HttpHeaders.CONTENT_LENGTH, Long.toString(reply.contentLength()));
        }
        return fields;
    }

    private static boolean hasEntity(Reply reply, String method) {
        return reply.contentLength() > 0;
    }

    private static @Nullable MediaType mediaType(MultivaluedMap<String, Object> fields) {
        try {
            Object type = fields.getFirst(HttpHeaders.CONTENT_TYPE);
            return type == null ? MediaType.APPLICATION_OCTET_STREAM_TYPE : MediaType.valueOf(type.toString());
        } catch (IllegalArgumentException malformed) {
            return MediaType.APPLICATION_OCTET_STREAM_TYPE;
        }
    }
}
