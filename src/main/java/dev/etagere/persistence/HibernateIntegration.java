package dev.etagere.persistence;

import org.hibernate.boot.Metadata;
import org.hibernate.boot.spi.BootstrapContext;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.event.service.spi.EventListenerRegistry;
import org.hibernate.event.spi.EventType;
import org.hibernate.integrator.spi.Integrator;

/** Has Hibernate tell what it writes. Found by Hibernate itself; there is nothing to configure. */
public final class HibernateIntegration implements Integrator {

    /** For Hibernate. */
    public HibernateIntegration() {
    }

    @Override
    public void integrate(Metadata metadata, BootstrapContext context, SessionFactoryImplementor factory) {
        HibernateChanges changes = new HibernateChanges(Caches.of(factory.getProperties()));
        EventListenerRegistry listeners = factory.getEventListenerRegistry();
        listeners.appendListeners(EventType.POST_INSERT, changes);
        listeners.appendListeners(EventType.POST_UPDATE, changes);
        listeners.appendListeners(EventType.POST_UPSERT, changes);
        listeners.appendListeners(EventType.POST_DELETE, changes);
        listeners.appendListeners(EventType.PRE_COLLECTION_UPDATE, changes);
        listeners.appendListeners(EventType.PRE_COLLECTION_REMOVE, changes);
        listeners.appendListeners(EventType.PRE_COLLECTION_RECREATE, changes);
        listeners.prependListeners(EventType.DELETE, changes);
    }
}
