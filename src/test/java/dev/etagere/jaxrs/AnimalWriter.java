package dev.etagere.jaxrs;

import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.ext.MessageBodyWriter;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes anything, as greedy JSON writers do; and sets a field while it does. */
@Provider
@Produces({"application/json", "text/plain"})
public final class AnimalWriter implements MessageBodyWriter<Object> {

    @Override
    public boolean isWriteable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return !CharSequence.class.isAssignableFrom(type) && !StreamingOutput.class.isAssignableFrom(type)
                && !type.getName().startsWith("java.io") && !type.isArray();
    }

    @Override
    public void writeTo(Object entity, Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType,
            MultivaluedMap<String, Object> headers, OutputStream out) throws IOException {
        Object one = entity instanceof List<?> list ? list.get(0) : entity;
        String name = one instanceof Zoo.Animal animal ? animal.name() : "unknown " + type;
        headers.putSingle("X-Writer", "animal");
        out.write((mediaType.getSubtype().equals("json") ? "{\"name\":\"" + name + "\"}" : name).getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
