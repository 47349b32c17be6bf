package dev.etagere.cache;

import java.lang.reflect.Type;

/** No bytes can be made of a value from which it could be read again: its type's affair, not the store's. */
final class UnwritableException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    private final String type;

    UnwritableException(Type type, String reason, Throwable cause) {
        super(reason, cause);
        this.type = type.getTypeName();
    }

    String type() {
        return type;
    }
}
