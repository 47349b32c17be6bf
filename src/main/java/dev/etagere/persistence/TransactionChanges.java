package dev.etagere.persistence;

import dev.etagere.event.Change;
import dev.etagere.persistence.PendingEvents.Entity;
import dev.etagere.persistence.PendingEvents.Entry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Consumer;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.resource.transaction.spi.TransactionObserver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a Hibernate session has changed in its transaction. It is published after the commit, and after Hibernate has brought its own
 * second-level cache up to date, so that nobody loads the old from there. A session's thread writes, the transaction may end on another.
 */
final class TransactionChanges implements TransactionObserver {

    private static final Logger LOG = LoggerFactory.getLogger(CacheTags.class);
    private static final Map<SharedSessionContractImplementor, TransactionChanges> SESSIONS = new WeakHashMap<>();
    private static final int MANY_SESSIONS = 64;

    private final Caches caches;
    private final boolean jta;
    private PendingEvents pending = new PendingEvents();
    private final List<Later> later = new ArrayList<>();
    private final Map<Entity, Map<String, Set<String>>> leaving = new LinkedHashMap<>();
    private final List<Runnable> afterwards = new ArrayList<>();
    private boolean committing;

    private TransactionChanges(Caches caches, boolean jta) {
        this.caches = caches;
        this.jta = jta;
    }

    /** A way that could not be followed to its end during the flush. */
    private record Later(SharedSessionContractImplementor session, EntityPaths.Rest rest, Set<String> into) {
    }

    /** Those of a session, the same as long as it is open. */
    static TransactionChanges of(SharedSessionContractImplementor session, Caches caches) {
        synchronized (SESSIONS) {
            TransactionChanges known = SESSIONS.get(session);
            if (known != null) {
                return known;
            }
            if (SESSIONS.size() >= MANY_SESSIONS) {
                SESSIONS.keySet().removeIf(old -> !old.isOpenOrWaitingForAutoClose());
            }
            boolean jta = session.getTransactionCoordinator().getTransactionCoordinatorBuilder().isJta();
            TransactionChanges changes = new TransactionChanges(caches, jta);
            session.getTransactionCoordinator().addObserver(changes);
            SESSIONS.put(session, changes);
            return changes;
        }
    }

    /** An entity was written; without a transaction that is committed already. */
    synchronized void note(SharedSessionContractImplementor session, EntityKind kind, String id, Change change, Consumer<Entry> reader) {
        Optional<Entry> entry = pending.changed(kind, id, change);
        entry.ifPresent(reader);
        if (!session.isTransactionInProgress()) {
            afterCompletion(true, false);
        }
    }

    /** Where the values of an attribute go of an entity that is about to be deleted. */
    synchronized Set<String> leaving(Entity entity, String attribute) {
        return leaving.computeIfAbsent(entity, none -> new LinkedHashMap<>()).computeIfAbsent(attribute, none -> new LinkedHashSet<>());
    }

    /** What an entity had when it was about to be deleted; nothing unless that is what became of it. */
    synchronized Map<String, Set<String>> left(Entity entity, Change change) {
        return change == Change.DELETED ? leaving.getOrDefault(entity, Map.of()) : Map.of();
    }

    /** The rest of this way is to be followed when the flush is over. */
    synchronized void later(SharedSessionContractImplementor session, EntityPaths.Rest rest, Set<String> into) {
        later.add(new Later(session, rest, into));
    }

    /** Acts after the commit. */
    synchronized void afterCommit(Runnable action) {
        afterwards.add(action);
    }

    @Override
    public void afterBegin() {
        committing = false;
    }

    /** The flush before the commit is over: everything can be loaded, for the last time. */
    @Override
    public synchronized void beforeCompletion() {
        committing = true;
        List<Later> all = List.copyOf(later);
        later.clear();
        for (Later way : all) {
            try {
                new EntityPaths(way.session, way.into::add, Optional.empty()).follow(way.rest);
            } catch (RuntimeException | LinkageError e) {
                LOG.error("A tag of what a transaction changed is not known, so some of what shows it may stay", e);
            }
        }
    }

    /**
     * A commit that failed may have reached the database, so what it changed counts as changed. Under JTA the transaction manager tells a
     * rollback from that.
     */
    @Override
    public void afterCompletion(boolean successful, boolean delayed) {
        PendingEvents events;
        List<Runnable> actions;
        boolean mayHaveCommitted;
        synchronized (this) {
            mayHaveCommitted = successful || committing && !jta;
            events = pending;
            actions = List.copyOf(afterwards);
            pending = new PendingEvents();
            later.clear();
            leaving.clear();
            afterwards.clear();
            committing = false;
        }
        if (mayHaveCommitted && !events.isEmpty()) {
            events.publish(caches.all());
        }
        if (mayHaveCommitted) {
            actions.forEach(TransactionChanges::act);
        }
    }

    private static void act(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException | LinkageError e) {
            LOG.error("What was to be done after a commit failed", e);
        }
    }
}
