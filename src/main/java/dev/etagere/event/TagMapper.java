package dev.etagere.event;

import java.util.Collection;

/**
 * Says which tags an event touches, besides {@code type} and {@code type:id}. Called by the thread that publishes, before anything is
 * evicted; must be safe for use by many threads. What it throws is logged, and the other tags of the event are evicted all the same.
 */
@FunctionalInterface
public interface TagMapper {

    Collection<String> tags(ResourceEvent event);
}
