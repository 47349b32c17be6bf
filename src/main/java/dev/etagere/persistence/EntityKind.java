package dev.etagere.persistence;

import dev.etagere.event.EventTags;
import jakarta.persistence.Entity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What the events of an entity class are: one kind for each class above it that is annotated, or that the configuration knows.
 *
 * @param type of the events
 * @param annotated whether {@link CacheTags} says so, rather than the configuration
 * @param templates of {@link CacheTags}
 */
record EntityKind(String type, boolean annotated, List<EventTags> templates) {

    private static final ClassValue<List<EntityKind>> KINDS = new ClassValue<>() {
        @Override
        protected List<EntityKind> computeValue(Class<?> entity) {
            List<EntityKind> kinds = new ArrayList<>();
            for (Class<?> type = entity; type != null && type != Object.class; type = type.getSuperclass()) {
                CacheTags tags = type.getDeclaredAnnotation(CacheTags.class);
                if (tags != null) {
                    kinds.add(new EntityKind(tags.type().isEmpty() ? typeOf(type) : tags.type(), true, parsed(tags, type)));
                } else if (type == entity || type.isAnnotationPresent(Entity.class)) {
                    kinds.add(new EntityKind(typeOf(type), false, List.of()));
                }
            }
            return List.copyOf(kinds);
        }
    };

    /**
     * The kinds of an entity class.
     *
     * @param configured types that the configuration has tags for, though the class has no annotation
     * @throws IllegalArgumentException where a template of its annotation is wrong
     */
    static List<EntityKind> of(Class<?> entity, Set<String> configured) {
        List<EntityKind> all = KINDS.get(entity);
        for (EntityKind kind : all) {
            if (!kind.annotated && !configured.contains(kind.type)) {
                return all.stream().filter(one -> one.annotated || configured.contains(one.type)).toList();
            }
        }
        return all;
    }

    private static String typeOf(Class<?> type) {
        Entity entity = type.getDeclaredAnnotation(Entity.class);
        String name = entity == null || entity.name().isEmpty() ? type.getSimpleName() : entity.name();
        return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    }

    private static List<EventTags> parsed(CacheTags tags, Class<?> on) {
        try {
            return Arrays.stream(tags.value()).map(EventTags::parse).toList();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("@CacheTags on " + on.getName() + ": " + e.getMessage(), e);
        }
    }
}
