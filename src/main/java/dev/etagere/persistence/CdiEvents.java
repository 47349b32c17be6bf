package dev.etagere.persistence;

import dev.etagere.Etagere;
import dev.etagere.event.ResourceEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes every {@link ResourceEvent} that is fired in CDI, after the success of the transaction that it was fired in, or at once where
 * there is none: {@code @Inject Event<ResourceEvent> changes; … changes.fire(ResourceEvent.updated("product", 7))}. Found by CDI itself;
 * all caches of the application are told.
 */
public final class CdiEvents implements Extension {

    private static final Logger LOG = LoggerFactory.getLogger(CdiEvents.class);

    /** For CDI. */
    public CdiEvents() {
    }

    void observe(@Observes AfterBeanDiscovery discovery) {
        discovery.<ResourceEvent>addObserverMethod()
                .beanClass(CdiEvents.class)
                .observedType(ResourceEvent.class)
                .transactionPhase(TransactionPhase.AFTER_SUCCESS)
                .notifyWith(fired -> publish(fired.getEvent()));
    }

    private static void publish(ResourceEvent event) {
        for (Etagere etagere : Etagere.opened()) {
            try {
                etagere.events().publish(event);
            } catch (RuntimeException e) {
                LOG.error("What a CDI event told could not be evicted", e);
            }
        }
    }
}
