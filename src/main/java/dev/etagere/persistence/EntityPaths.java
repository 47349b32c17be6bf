package dev.etagere.persistence;

import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.hibernate.Hibernate;
import org.hibernate.collection.spi.PersistentCollection;
import org.hibernate.engine.spi.EntityEntry;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.proxy.HibernateProxy;
import org.hibernate.proxy.LazyInitializer;
import org.jspecify.annotations.Nullable;

/**
 * Follows the path of a template from an entity to texts. While Hibernate flushes nothing may be loaded, so where the path comes to
 * something that is not there yet, the rest of the way is put off.
 *
 * @param putOff takes the rest of a way; empty where all may be loaded
 */
record EntityPaths(SharedSessionContractImplementor session, Consumer<String> found, Optional<Consumer<Rest>> putOff) {

    /** What is left of a way: from this value on, from this segment on. */
    record Rest(Object from, String[] path, int at) {
    }

    void follow(Rest rest) {
        follow(rest.from, rest.path, rest.at);
    }

    /** @param at the segment that is to be looked up in the value; past the last one, the value is it */
    void follow(@Nullable Object value, String[] path, int at) {
        if (value == null) {
            return;
        }
        if (value instanceof Optional<?> optional) {
            follow(optional.orElse(null), path, at);
        } else if (!Hibernate.isInitialized(value) && value instanceof PersistentCollection<?>) {
            load(value, path, at);
        } else if (value instanceof Collection<?> elements) {
            elements.forEach(element -> follow(element, path, at));
        } else if (value instanceof Map<?, ?> map) {
            map.values().forEach(element -> follow(element, path, at));
        } else if (value.getClass().isArray()) {
            for (int i = 0; i < Array.getLength(value); i++) {
                follow(Array.get(value, i), path, at);
            }
        } else {
            followOne(value, path, at);
        }
    }

    private void followOne(Object value, String[] path, int at) {
        Optional<Object> id = idOf(value);
        if (at == path.length) {
            found.accept(String.valueOf(id.orElse(value)));
        } else if (id.isPresent() && isId(value, path[at])) {
            follow(id.get(), path, at + 1);
        } else if (!Hibernate.isInitialized(value)) {
            load(value, path, at);
        } else {
            follow(property(Hibernate.unproxy(value), path[at]), path, at + 1);
        }
    }

    private void load(Object value, String[] path, int at) {
        if (putOff.isPresent()) {
            putOff.get().accept(new Rest(value, path, at));
        } else {
            Hibernate.initialize(value);
            follow(value instanceof PersistentCollection<?> ? value : Hibernate.unproxy(value), path, at);
        }
    }

    /** The id of an entity, if the value is one. A proxy tells it without being loaded. */
    private Optional<Object> idOf(Object value) {
        LazyInitializer proxy = HibernateProxy.extractLazyInitializer(value);
        if (proxy != null) {
            return Optional.ofNullable(proxy.getInternalIdentifier());
        }
        return persister(value).map(persister -> persister.getIdentifier(value, session));
    }

    private boolean isId(Object value, String segment) {
        return segment.equals("id")
                || persister(value).filter(persister -> segment.equals(persister.getIdentifierPropertyName())).isPresent();
    }

    private Optional<EntityPersister> persister(Object value) {
        LazyInitializer proxy = HibernateProxy.extractLazyInitializer(value);
        if (proxy != null) {
            return Optional.of(session.getFactory().getMappingMetamodel().getEntityDescriptor(proxy.getEntityName()));
        }
        EntityEntry entry = session.getPersistenceContextInternal().getEntry(value);
        return entry != null ? Optional.of(entry.getPersister())
                : Optional.ofNullable(session.getFactory().getMappingMetamodel().findEntityDescriptor(value.getClass()));
    }

    private @Nullable Object property(Object owner, String name) {
        Optional<EntityPersister> persister = persister(owner);
        if (persister.isPresent()) {
            return persister.get().getPropertyValue(owner, name);
        }
        try {
            return reflected(owner, name);
        } catch (ReflectiveOperationException | InaccessibleObjectException e) {
            throw new IllegalArgumentException(owner.getClass().getName() + " has no attribute " + name + " that can be read", e);
        }
    }

    private static @Nullable Object reflected(Object owner, String name) throws ReflectiveOperationException {
        String capital = Character.toUpperCase(name.charAt(0)) + name.substring(1);
        for (String method : new String[] {"get" + capital, name, "is" + capital}) {
            try {
                Method getter = owner.getClass().getMethod(method);
                return open(getter).invoke(owner);
            } catch (NoSuchMethodException next) {
                continue;
            }
        }
        for (Class<?> type = owner.getClass(); type != null; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (field.getName().equals(name)) {
                    return open(field).get(owner);
                }
            }
        }
        throw new NoSuchFieldException(name);
    }

    private static <A extends AccessibleObject> A open(A member) {
        member.setAccessible(true);
        return member;
    }
}
