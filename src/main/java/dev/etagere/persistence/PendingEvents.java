package dev.etagere.persistence;

import dev.etagere.Etagere;
import dev.etagere.event.Change;
import dev.etagere.event.EventTags;
import dev.etagere.event.ResourceEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a transaction has changed so far, to be published when it has committed; one event for each entity, however often it was written.
 * Bounded: of a transaction that changes more, it is known only that it changed much. Not thread-safe.
 */
final class PendingEvents {

    private static final int MAX_EVENTS = 100_000;
    private static final Logger LOG = LoggerFactory.getLogger(CacheTags.class);

    private final Map<Entity, Entry> entries = new LinkedHashMap<>();
    private boolean tooMany;

    /** Which entity, as which kind of thing. */
    record Entity(String type, String id) {
    }

    /** What is known of a change: values by the names of attributes. */
    static final class Entry {
        private final EntityKind kind;
        private final Map<String, Set<String>> before = new LinkedHashMap<>();
        private final Map<String, Set<String>> after = new LinkedHashMap<>();
        private Change change;

        Entry(EntityKind kind, Change change) {
            this.kind = kind;
            this.change = change;
        }

        Set<String> before(String attribute) {
            after.computeIfAbsent(attribute, none -> new LinkedHashSet<>());
            return before.computeIfAbsent(attribute, none -> new LinkedHashSet<>());
        }

        Set<String> after(String attribute) {
            before.computeIfAbsent(attribute, none -> new LinkedHashSet<>());
            return after.computeIfAbsent(attribute, none -> new LinkedHashSet<>());
        }

        private void and(Change next) {
            change = change == Change.CREATED && next == Change.UPDATED ? change : next;
        }

        private ResourceEvent event(String id) {
            Map<String, ResourceEvent.Attribute> attributes = new LinkedHashMap<>();
            before.forEach((name, values) -> attributes.put(name, new ResourceEvent.Attribute(values, after.get(name))));
            ResourceEvent event = new ResourceEvent(kind.type(), Optional.of(id), change, attributes, Set.of());
            Set<String> tags = new LinkedHashSet<>();
            for (EventTags template : kind.templates()) {
                tags.addAll(template.expand(event));
            }
            return event.touching(tags);
        }
    }

    boolean isEmpty() {
        return entries.isEmpty() && !tooMany;
    }

    /** The entry of an entity, which is new if it was not changed before; empty where there are too many to remember. */
    Optional<Entry> changed(EntityKind kind, String id, Change change) {
        if (entries.size() >= MAX_EVENTS) {
            tooMany = true;
            entries.clear();
        }
        if (tooMany) {
            return Optional.empty();
        }
        Entry entry = entries.get(new Entity(kind.type(), id));
        if (entry == null) {
            entry = new Entry(kind, change);
            entries.put(new Entity(kind.type(), id), entry);
        } else {
            entry.and(change);
        }
        return Optional.of(entry);
    }

    /** Never throws: the transaction has committed, whatever becomes of the caches. */
    void publish(Collection<Etagere> caches) {
        List<ResourceEvent> events = new ArrayList<>();
        entries.forEach((entity, entry) -> events.add(entry.event(entity.id())));
        for (Etagere etagere : caches) {
            try {
                if (tooMany) {
                    LOG.warn("A transaction changed more than {} entities: everything is evicted", MAX_EVENTS);
                    etagere.evictAll();
                } else {
                    etagere.events().publish(events);
                }
            } catch (RuntimeException | LinkageError e) {
                LOG.error("What a transaction changed could not be evicted", e);
            }
        }
    }
}
