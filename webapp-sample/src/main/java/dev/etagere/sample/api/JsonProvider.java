package dev.etagere.sample.api;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.MessageBodyWriter;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import tools.jackson.core.JacksonException;

/** Between JSON and the records of the shop. */
@Provider
@Consumes(MediaType.APPLICATION_JSON)
@Produces({MediaType.APPLICATION_JSON, Problems.MEDIA_TYPE})
public final class JsonProvider implements MessageBodyReader<Object>, MessageBodyWriter<Object> {

    private static final int MAX_BODY = 16 * 1024;

    @Override
    public boolean isReadable(Class<?> type, Type generic, Annotation[] annotations, MediaType mediaType) {
        return type.isRecord();
    }

    @Override
    public Object readFrom(Class<Object> type, Type generic, Annotation[] annotations, MediaType mediaType,
            MultivaluedMap<String, String> headers, InputStream in) throws IOException {
        byte[] content = in.readNBytes(MAX_BODY + 1);
        if (content.length > MAX_BODY) {
            throw ApiException.of(413, "the content may have " + MAX_BODY + " bytes at most");
        }
        try {
            Object value = Json.MAPPER.readValue(content, type);
            if (value == null) {
                throw ApiException.badRequest("the content must be a JSON object");
            }
            return value;
        } catch (JacksonException e) {
            throw ApiException.badRequest("the content is not the JSON that is expected here: " + e.getOriginalMessage());
        }
    }

    @Override
    public boolean isWriteable(Class<?> type, Type generic, Annotation[] annotations, MediaType mediaType) {
        return !type.isPrimitive() && !type.getName().startsWith("java.lang.") && !type.isArray();
    }

    @Override
    public void writeTo(Object value, Class<?> type, Type generic, Annotation[] annotations, MediaType mediaType,
            MultivaluedMap<String, Object> headers, OutputStream out) throws IOException {
        out.write(Json.MAPPER.writeValueAsBytes(value));
    }
}
