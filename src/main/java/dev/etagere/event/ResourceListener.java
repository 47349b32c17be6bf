package dev.etagere.event;

/**
 * Is told of events, by the thread that publishes and after the evictions are in force; must be safe for use by many threads. What it
 * throws is logged and keeps no other listener from being told.
 */
@FunctionalInterface
public interface ResourceListener {

    void changed(ResourceEvent event);
}
