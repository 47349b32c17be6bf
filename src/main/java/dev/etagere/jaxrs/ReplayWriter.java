package dev.etagere.jaxrs;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;

/**
 * Writes what comes from the cache. Implementations ask for a writer before they call interceptors, of which {@link BodyInterceptor} does
 * the work; this is what they find.
 */
final class ReplayWriter implements MessageBodyWriter<Replay> {

    @Override
    public boolean isWriteable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return type == Replay.class;
    }

    @Override
    public void writeTo(Replay replay, Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType,
            MultivaluedMap<String, Object> headers, OutputStream out) throws IOException {
        replay.writeTo(out);
    }
}
