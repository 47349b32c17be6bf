package dev.etagere.cache;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.Module;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.BasicPolymorphicTypeValidator;
import java.io.IOException;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Values as JSON, by Jackson. The type is the one that the cache was opened with, never one that the bytes name: names of classes in them
 * are refused, whatever annotations the type has. Its buffers are its own: kept by thread, as Jackson has them unless it is told otherwise,
 * they would outlive an application in the threads of its container. Safe for use by many threads.
 */
final class Json<V> {

    private static final Logger LOG = LoggerFactory.getLogger(Cache.class);

    private static final int MOST_MODULES = 1_000;

    private final ObjectWriter writer;
    private final ObjectReader reader;
    private final Type type;
    private volatile boolean readBack;

    private Json(Type type) {
        ObjectMapper mapper = JsonMapper.builder(JsonFactory.builder().recyclerPool(JsonRecyclerPools.newConcurrentDequePool()).build())
                .addModules(modules())
                .polymorphicTypeValidator(BasicPolymorphicTypeValidator.builder().build())
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
        this.type = type;
        this.writer = mapper.writerFor(mapper.constructType(type));
        this.reader = mapper.readerFor(mapper.constructType(type));
    }

    /** Those on the class path. One that is for another Jackson, as a container may have it, is none for this one. */
    private static List<Module> modules() {
        List<Module> modules = new ArrayList<>();
        Iterator<Module> found = ServiceLoader.load(Module.class, Json.class.getClassLoader()).iterator();
        for (int tries = 0; tries < MOST_MODULES; tries++) {
            try {
                if (!found.hasNext()) {
                    break;
                }
                modules.add(found.next());
            } catch (ServiceConfigurationError e) {
                LOG.debug("A module of Jackson is left out", e);
            }
        }
        return modules;
    }

    /** @throws UnwritableException where Jackson cannot write it, or cannot read the first one again */
    byte[] encode(V value) {
        byte[] bytes;
        try {
            bytes = writer.writeValueAsBytes(value);
        } catch (JacksonException | IllegalArgumentException e) {
            throw new UnwritableException(type, "no JSON can be made of a " + type.getTypeName() + ": " + reason(e), e);
        }
        if (!readBack) {
            readBack(bytes);
        }
        return bytes;
    }

    /** A type that can be written only would be stored for ever and never found, and nobody would be told why. */
    private void readBack(byte[] bytes) {
        try {
            reader.readValue(bytes);
            readBack = true;
        } catch (IOException | RuntimeException e) {
            throw new UnwritableException(type, "the JSON of a " + type.getTypeName() + " cannot be read again: " + reason(e), e);
        }
    }

    private static String reason(Exception e) {
        return e instanceof JacksonException jackson ? jackson.getOriginalMessage() : String.valueOf(e.getMessage());
    }

    /** Empty where the bytes are not such a value. */
    Optional<V> decode(byte[] bytes) {
        try {
            return Optional.ofNullable(reader.readValue(bytes));
        } catch (IOException | RuntimeException e) {
            LOG.debug("Stored bytes are not a {}; it counts as a miss", type.getTypeName(), e);
            return Optional.empty();
        }
    }

    /** Made when it is first needed, so that who keeps objects in memory needs no Jackson. */
    static final class Lazy<V> {

        private final Type type;
        private volatile Object made = "";

        Lazy(Type type) {
            this.type = type;
        }

        /** @throws IllegalStateException where Jackson is not there */
        @SuppressWarnings("unchecked")
        Json<V> get() {
            Object json = made;
            if (!(json instanceof Json)) {
                try {
                    json = new Json<V>(type);
                } catch (NoClassDefFoundError e) {
                    throw new IllegalStateException("values that are copied or leave the process need com.fasterxml.jackson.core:"
                            + "jackson-databind on the class path", e);
                }
                made = json;
            }
            return (Json<V>) json;
        }
    }
}
