package dev.etagere.cache;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;

/** A type with its parameters: {@code new TypeOf<List<User>>() { }}. */
public abstract class TypeOf<V> {

    private final Type type;

    /** @throws IllegalArgumentException where the parameter was left out */
    protected TypeOf() {
        if (!(getClass().getGenericSuperclass() instanceof ParameterizedType parent)) {
            throw new IllegalArgumentException("write the type in angle brackets: new TypeOf<List<User>>() { }");
        }
        this.type = parent.getActualTypeArguments()[0];
    }

    /** The type. */
    public final Type type() {
        return type;
    }
}
