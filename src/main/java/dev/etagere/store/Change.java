package dev.etagere.store;

import java.util.List;
import java.util.Optional;

/** What an eviction does. Doing it once more does no harm: it evicts what has been loaded meanwhile as well. */
public sealed interface Change {

    /** Hard, of all that carries one of the tags. */
    record Evict(List<Tag> tags) implements Change {
        public Evict {
            tags = List.copyOf(tags);
        }
    }

    /** Soft, of all that carries one of the tags. */
    record Expire(List<Tag> tags) implements Change {
        public Expire {
            tags = List.copyOf(tags);
        }
    }

    /**
     * Hard, of all entries whose key matches; {@code *} stands for any number of any characters.
     *
     * @param region empty: of all regions
     */
    record EvictMatching(Optional<String> region, String pattern) implements Change {

        /** Over all regions. */
        public EvictMatching(String pattern) {
            this(Optional.empty(), pattern);
        }

        /** Whether it evicts the entries of that key of that region. */
        public boolean matches(String inRegion, String key) {
            return (region.isEmpty() || region.get().equals(inRegion)) && new Glob(pattern).matches(key);
        }
    }
}
