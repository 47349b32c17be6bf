package dev.etagere.persistence;

import dev.etagere.Etagere;
import dev.etagere.event.Change;
import dev.etagere.event.ResourceEvent;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Id;
import jakarta.persistence.PostPersist;
import jakarta.persistence.PostRemove;
import jakarta.persistence.PostUpdate;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * For providers other than Hibernate: {@code @EntityListeners(EntityListener.class)} on an entity evicts {@code type} and {@code type:id}
 * when one is created, updated or removed. It knows less than {@link HibernateIntegration} does: not what an entity was before, so that
 * the templates of {@link CacheTags} are left out; nor of collections. Under JTA the eviction waits for the commit. Without JTA the
 * listener cannot know of the commit and evicts when the provider writes, so that the old can be loaded again until the commit: there,
 * publish an event after it. Under Hibernate it does nothing.
 */
public final class EntityListener {

    private static final Logger LOG = LoggerFactory.getLogger(CacheTags.class);
    private static final boolean HIBERNATE = hibernate();

    /** For the provider. */
    public EntityListener() {
    }

    private static boolean hibernate() {
        try {
            Class.forName("org.hibernate.engine.spi.SharedSessionContractImplementor", false, EntityListener.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError absent) {
            return false;
        }
    }

    @PostPersist
    void created(Object entity) {
        tell(entity, Change.CREATED);
    }

    @PostUpdate
    void updated(Object entity) {
        tell(entity, Change.UPDATED);
    }

    @PostRemove
    void deleted(Object entity) {
        tell(entity, Change.DELETED);
    }

    private static void tell(Object entity, Change change) {
        if (!HIBERNATE) {
            publish(entity, change);
        }
    }

    static void publish(Object entity, Change change) {
        try {
            ResourceEvent[] events = events(entity, change).toArray(ResourceEvent[]::new);
            for (Etagere etagere : Etagere.opened()) {
                etagere.events().publishAfterCommit(events);
            }
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.error("What a change of a {} touches could not be evicted", entity.getClass().getName(), e);
        }
    }

    private static List<ResourceEvent> events(Object entity, Change change) throws ReflectiveOperationException {
        Optional<String> id = Optional.of(String.valueOf(id(entity)));
        List<ResourceEvent> events = new ArrayList<>();
        for (EntityKind kind : EntityKind.of(entity.getClass(), Set.of())) {
            events.add(new ResourceEvent(kind.type(), id, change, Map.of(), Set.of()));
        }
        return events;
    }

    private static Object id(Object entity) throws ReflectiveOperationException {
        for (Class<?> type = entity.getClass(); type != null; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (isId(field)) {
                    return field.get(entity);
                }
            }
            for (Method method : type.getDeclaredMethods()) {
                if (method.getParameterCount() == 0 && isId(method)) {
                    return invoke(method, entity);
                }
            }
        }
        throw new NoSuchFieldException(entity.getClass().getName() + " has no @Id that can be read");
    }

    private static Object invoke(Method method, Object entity) throws ReflectiveOperationException {
        try {
            return method.invoke(entity);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(e.getCause());
        }
    }

    private static <M extends AccessibleObject & Member> boolean isId(M member) {
        if (!member.isAnnotationPresent(Id.class) && !member.isAnnotationPresent(EmbeddedId.class)) {
            return false;
        }
        member.setAccessible(true);
        return true;
    }
}
