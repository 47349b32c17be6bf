package dev.etagere.event;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where an application tells what changed. An event evicts the tags {@code type} and {@code type:id}, those of the templates that the
 * configuration has for its type, those of the mappers, and its own. Then listeners are told. All of it is done by the thread that
 * publishes: when {@link #publish} has returned, the evictions are in force. Safe for use by many threads.
 *
 * <p>Publish after the commit of the change. What is published before can be loaded again, as it was, between the eviction and the commit;
 * {@link #publishAfterCommit} waits for it where a transaction that is known has the thread.
 */
public final class Events {

    private static final Logger LOG = LoggerFactory.getLogger(Events.class);

    private final Consumer<Set<String>> evictor;
    private final Map<String, List<EventTags>> templates;
    private final List<TagMapper> mappers = new CopyOnWriteArrayList<>();
    private final List<ResourceListener> listeners = new CopyOnWriteArrayList<>();
    private final Set<String> missed = ConcurrentHashMap.newKeySet();

    /**
     * @param evictor evicts all that carries one of the tags; when it has returned, that is in force
     * @param templates by type, the tags that events of this type touch besides {@code type} and {@code type:id}
     */
    public Events(Consumer<Set<String>> evictor, Map<String, List<EventTags>> templates) {
        this.evictor = evictor;
        this.templates = Map.copyOf(templates);
    }

    /** Evicts what these events touch, with one eviction; then tells the listeners of each. Throws only what the eviction threw. */
    public void publish(ResourceEvent... events) {
        publish(Arrays.asList(events));
    }

    /** Evicts what these events touch, with one eviction; then tells the listeners of each. Throws only what the eviction threw. */
    public void publish(Collection<ResourceEvent> events) {
        Set<String> tags = new LinkedHashSet<>();
        for (ResourceEvent event : events) {
            tags.addAll(tags(event));
        }
        if (!tags.isEmpty()) {
            evictor.accept(tags);
        }
        for (ResourceEvent event : events) {
            tell(event);
        }
    }

    /** Publishes after the commit of the transaction that the thread is in, and never if that rolls back; at once where it is in none. */
    public void publishAfterCommit(ResourceEvent... events) {
        List<ResourceEvent> copy = List.of(events);
        afterCommit(() -> publish(copy));
    }

    /** Acts after the commit of the transaction that the thread is in, and never if that rolls back; at once where it is in none. */
    public void afterCommit(Runnable action) {
        if (!CommitHooks.defer(action)) {
            action.run();
        }
    }

    /** The tags that an event evicts, in order: of its type and id, configured ones, those of mappers, its own. */
    public Set<String> tags(ResourceEvent event) {
        Set<String> tags = new LinkedHashSet<>();
        tags.add(event.type());
        event.id().ifPresent(id -> tags.add(event.type() + ":" + id));
        for (EventTags template : templates.getOrDefault(event.type(), List.of())) {
            noteMissing(template, event);
            attempt("the tag " + template, () -> tags.addAll(template.expand(event)));
        }
        for (TagMapper mapper : mappers) {
            attempt("the mapper " + mapper.getClass().getName(), () -> tags.addAll(mapper.tags(event)));
        }
        tags.addAll(event.tags());
        return tags;
    }

    /** The templates that were configured, by type. */
    public Map<String, List<EventTags>> templates() {
        return templates;
    }

    /** From now on this says too which tags events touch. */
    public Subscription map(TagMapper mapper) {
        mappers.add(mapper);
        return () -> mappers.remove(mapper);
    }

    /** From now on this is told of events. */
    public Subscription listen(ResourceListener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    private void tell(ResourceEvent event) {
        for (ResourceListener listener : listeners) {
            attempt("the listener " + listener.getClass().getName(), () -> listener.changed(event));
        }
    }

    private static void attempt(String who, Runnable action) {
        try {
            action.run();
        } catch (RuntimeException | LinkageError | AssertionError e) {
            LOG.error("An event's evictions are in force or will be, but {} failed", who, e);
        }
    }

    /** An attribute that an event does not even mention was forgotten by whoever published it; one without a value is another matter. */
    private void noteMissing(EventTags template, ResourceEvent event) {
        for (String name : template.attributes()) {
            if (!event.attributes().containsKey(name) && missed.size() < 1_000 && missed.add(event.type() + ' ' + name)) {
                LOG.warn("Events of the type {} do not tell their {}, so they evict no tag {}", event.type(), name, template);
            }
        }
    }

    /** Ends what it was given for. Closing twice is harmless. */
    @FunctionalInterface
    public interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
