package dev.etagere.persistence;

import dev.etagere.event.Change;
import dev.etagere.persistence.PendingEvents.Entity;
import dev.etagere.persistence.PendingEvents.Entry;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.hibernate.Hibernate;
import org.hibernate.bytecode.enhance.spi.LazyPropertyInitializer;
import org.hibernate.collection.spi.PersistentCollection;
import org.hibernate.engine.spi.EntityEntry;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.event.spi.AbstractCollectionEvent;
import org.hibernate.event.spi.DeleteContext;
import org.hibernate.event.spi.DeleteEvent;
import org.hibernate.event.spi.DeleteEventListener;
import org.hibernate.event.spi.PostDeleteEvent;
import org.hibernate.event.spi.PostDeleteEventListener;
import org.hibernate.event.spi.PostInsertEvent;
import org.hibernate.event.spi.PostInsertEventListener;
import org.hibernate.event.spi.PostUpdateEvent;
import org.hibernate.event.spi.PostUpdateEventListener;
import org.hibernate.event.spi.PostUpsertEvent;
import org.hibernate.event.spi.PostUpsertEventListener;
import org.hibernate.event.spi.PreCollectionRecreateEvent;
import org.hibernate.event.spi.PreCollectionRecreateEventListener;
import org.hibernate.event.spi.PreCollectionRemoveEvent;
import org.hibernate.event.spi.PreCollectionRemoveEventListener;
import org.hibernate.event.spi.PreCollectionUpdateEvent;
import org.hibernate.event.spi.PreCollectionUpdateEventListener;
import org.hibernate.persister.entity.EntityPersister;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes what Hibernate writes, as it writes it; {@link TransactionChanges} knows what becomes of that.
 * Never throws: a flush does not fail for what a cache wants to know.
 */
final class HibernateChanges implements PostInsertEventListener, PostUpdateEventListener, PostDeleteEventListener, PostUpsertEventListener,
        PreCollectionUpdateEventListener, PreCollectionRemoveEventListener, PreCollectionRecreateEventListener, DeleteEventListener {

    private static final Logger LOG = LoggerFactory.getLogger(CacheTags.class);

    private final Caches caches;

    HibernateChanges(Caches caches) {
        this.caches = caches;
    }

    /** What an entity was and is; null where that is not known, or where there was or is none. */
    private record States(Object @Nullable [] before, Object @Nullable [] after) {
    }

    @Override
    public void onPostInsert(PostInsertEvent event) {
        note(event.getSession(), event.getPersister(), event.getId(), Change.CREATED, new States(null, event.getState()));
    }

    @Override
    public void onPostUpdate(PostUpdateEvent event) {
        note(event.getSession(), event.getPersister(), event.getId(), Change.UPDATED, new States(event.getOldState(), event.getState()));
    }

    @Override
    public void onPostUpsert(PostUpsertEvent event) {
        note(event.getSession(), event.getPersister(), event.getId(), Change.UPDATED, new States(null, event.getState()));
    }

    @Override
    public void onPostDelete(PostDeleteEvent event) {
        note(event.getSession(), event.getPersister(), event.getId(), Change.DELETED, new States(event.getDeletedState(), null));
    }

    @Override
    public void onPreUpdateCollection(PreCollectionUpdateEvent event) {
        noteCollection(event);
    }

    @Override
    public void onPreRemoveCollection(PreCollectionRemoveEvent event) {
        noteCollection(event);
    }

    @Override
    public void onPreRecreateCollection(PreCollectionRecreateEvent event) {
        noteCollection(event);
    }

    /** While what is to be deleted, and what it refers to, can still be loaded. */
    @Override
    public void onDelete(DeleteEvent event) {
        SharedSessionContractImplementor session = event.getSession();
        EntityEntry entry = event.getObject() == null ? null : session.getPersistenceContextInternal().getEntry(event.getObject());
        if (entry != null && session.isTransactionInProgress()) {
            EntityPersister persister = entry.getPersister();
            eachKind(persister, kind -> eachAttribute(persister, kind, name -> {
                Set<String> values = changes(session).leaving(new Entity(kind.type(), String.valueOf(entry.getId())), name);
                EntityPaths paths = new EntityPaths(session, values::add, Optional.empty());
                start(paths, persister, entry.getId(), persister.getPropertyValues(Hibernate.unproxy(event.getObject())), name);
            }));
        }
    }

    @Override
    public void onDelete(DeleteEvent event, DeleteContext transientEntities) {
        onDelete(event);
    }

    private void note(SharedSessionContractImplementor session, EntityPersister persister, Object id, Change change, States states) {
        eachKind(persister, kind -> changes(session).note(session, kind, String.valueOf(id), change, entry -> {
            changes(session).left(new Entity(kind.type(), String.valueOf(id)), change)
                    .forEach((name, values) -> entry.before(name).addAll(values));
            eachAttribute(persister, kind, name -> {
                Set<String> before = entry.before(name);
                Set<String> after = entry.after(name);
                read(session, persister, id, states.before, name, before);
                read(session, persister, id, states.after, name, after);
            });
        }));
    }

    private void read(SharedSessionContractImplementor session, EntityPersister persister, Object id, Object @Nullable [] state,
            String name, Set<String> into) {
        if (state != null) {
            start(paths(session, into), persister, id, state, name);
        }
    }

    private EntityPaths paths(SharedSessionContractImplementor session, Set<String> into) {
        return new EntityPaths(session, into::add, Optional.of(rest -> changes(session).later(session, rest, into)));
    }

    private static void start(EntityPaths paths, EntityPersister persister, Object id, Object[] state, String name) {
        String[] path = name.split("\\.");
        if (path[0].equals(persister.getIdentifierPropertyName())) {
            paths.follow(id, path, 1);
            return;
        }
        int index = Arrays.asList(persister.getPropertyNames()).indexOf(path[0]);
        if (index < 0) {
            throw new IllegalArgumentException(persister.getEntityName() + " has no attribute " + path[0]);
        }
        if (state[index] != LazyPropertyInitializer.UNFETCHED_PROPERTY) {
            paths.follow(state[index], path, 1);
        }
    }

    /** A collection's owner counts as changed, and what was in the collection before is touched as what is in it. */
    private void noteCollection(AbstractCollectionEvent event) {
        SharedSessionContractImplementor session = event.getSession();
        Object id = event.getAffectedOwnerIdOrNull();
        Object owner = event.getAffectedOwnerOrNull();
        if (id == null || event.getAffectedOwnerEntityName() == null) {
            return;
        }
        EntityPersister persister = session.getEntityPersister(event.getAffectedOwnerEntityName(), owner);
        eachKind(persister, kind -> changes(session).note(session, kind, String.valueOf(id), Change.UPDATED, entry ->
                eachAttribute(persister, kind, name -> {
                    read(session, persister, id, owner == null ? null : persister.getPropertyValues(owner), name, entry.after(name));
                    readSnapshot(event, name, entry);
                })));
    }

    private void readSnapshot(AbstractCollectionEvent event, String name, Entry entry) {
        PersistentCollection<?> collection = event.getCollection();
        if (collection == null || event.getCollectionPersister() == null || collection.getStoredSnapshot() == null) {
            return;
        }
        String role = event.getCollectionPersister().getRole();
        String property = role.substring(event.getCollectionPersister().getOwnerEntityPersister().getEntityName().length() + 1);
        if (name.equals(property) || name.startsWith(property + ".")) {
            Object snapshot = collection.getStoredSnapshot();
            Object elements = snapshot instanceof Map<?, ?> map ? map.values() : snapshot;
            paths(event.getSession(), entry.before(name)).follow(elements instanceof Collection<?> || elements.getClass().isArray()
                    ? elements : null, name.split("\\."), property.split("\\.").length);
        }
    }

    private TransactionChanges changes(SharedSessionContractImplementor session) {
        return TransactionChanges.of(session, caches);
    }

    private void eachKind(EntityPersister persister, Consumer<EntityKind> action) {
        attempt(persister, () -> EntityKind.of(persister.getMappedClass(), caches.configuredTypes()).forEach(action));
    }

    private void eachAttribute(EntityPersister persister, EntityKind kind, Consumer<String> action) {
        for (String name : caches.attributes(kind)) {
            attempt(persister, () -> action.accept(name));
        }
    }

    private static void attempt(EntityPersister persister, Runnable action) {
        try {
            action.run();
        } catch (RuntimeException | LinkageError e) {
            LOG.error("Not all tags of a changed {} are known, so some of what shows it may stay", persister.getEntityName(), e);
        }
    }
}
