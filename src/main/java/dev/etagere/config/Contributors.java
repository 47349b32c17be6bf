package dev.etagere.config;

import dev.etagere.response.KeyContributor;
import java.lang.reflect.InvocationTargetException;
import java.util.HashMap;
import java.util.Map;

/** Makes the key contributors that the file names, each class once, with the application's class loader. */
final class Contributors {

    private final ClassLoader loader;
    private final Map<String, KeyContributor> made = new HashMap<>();

    Contributors(ClassLoader loader) {
        this.loader = loader;
    }

    /** @throws IllegalArgumentException telling why there is none of that name */
    KeyContributor named(String className) {
        KeyContributor before = made.get(className);
        if (before != null) {
            return before;
        }
        KeyContributor contributor = make(className);
        made.put(className, contributor);
        return contributor;
    }

    private KeyContributor make(String className) {
        String quoted = Units.quoted(className);
        try {
            Class<?> type = Class.forName(className, false, loader);
            if (!KeyContributor.class.isAssignableFrom(type)) {
                throw new IllegalArgumentException(quoted + " does not implement " + KeyContributor.class.getName());
            }
            return (KeyContributor) type.getConstructor().newInstance();
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException("there is no class " + quoted + " in the application", e);
        } catch (NoSuchMethodException | IllegalAccessException | InstantiationException e) {
            throw new IllegalArgumentException(quoted + " must be a public class with a public constructor without parameters", e);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException("the constructor of " + quoted + " failed: " + e.getCause(), e);
        } catch (LinkageError e) {
            throw new IllegalArgumentException(quoted + " cannot be loaded: " + e, e);
        }
    }
}
