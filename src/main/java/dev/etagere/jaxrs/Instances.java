package dev.etagere.jaxrs;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The instances of the classes that annotations name, one of each: given in code, else a CDI bean, else made by the constructor. */
final class Instances {

    private static final Logger LOG = LoggerFactory.getLogger(CachedFeature.class);

    private final List<Object> given;
    private final Map<Class<?>, Object> made = new ConcurrentHashMap<>();

    Instances(List<Object> given) {
        this.given = List.copyOf(given);
    }

    /** @throws IllegalArgumentException telling why there is none */
    <T> T of(Class<? extends T> type) {
        for (Object instance : given) {
            if (type.isInstance(instance)) {
                return type.cast(instance);
            }
        }
        return type.cast(made.computeIfAbsent(type, key -> bean(type).orElseGet(() -> construct(type))));
    }

    /** By reflection: most applications have no CDI, and need none for this. */
    private static Optional<Object> bean(Class<?> type) {
        try {
            ClassLoader loader = type.getClassLoader() == null ? ClassLoader.getSystemClassLoader() : type.getClassLoader();
            Class<?> cdi = Class.forName("jakarta.enterprise.inject.spi.CDI", true, loader);
            Object current = cdi.getMethod("current").invoke(null);
            Method select = Class.forName("jakarta.enterprise.inject.Instance", true, loader)
                    .getMethod("select", Class.class, java.lang.annotation.Annotation[].class);
            Object found = select.invoke(current, type, new java.lang.annotation.Annotation[0]);
            Class<?> instance = select.getDeclaringClass();
            if (!(boolean) instance.getMethod("isResolvable").invoke(found)) {
                return Optional.empty();
            }
            return Optional.of(instance.getMethod("get").invoke(found));
        } catch (ReflectiveOperationException | LinkageError | IllegalStateException noCdi) {
            LOG.debug("{} is no CDI bean", type.getName(), noCdi);
            return Optional.empty();
        }
    }

    private static Object construct(Class<?> type) {
        try {
            return type.getConstructor().newInstance();
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException("the constructor of " + type.getName() + " failed: " + e.getCause(), e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(type.getName() + " must be a CDI bean, be given to CachedFeature.using, or be a public "
                    + "class with a public constructor without parameters", e);
        }
    }
}
