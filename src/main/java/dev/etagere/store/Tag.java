package dev.etagere.store;

/**
 * What an eviction names: a tag that an application gave to entries, or one that every entry carries without being told. That these are
 * types, and not strings with prefixes, is why no name that an application or a client chooses can be taken for another.
 */
public sealed interface Tag {

    /** Characters that it keeps alive while the clock remembers it. */
    default int length() {
        return 0;
    }

    /** Carried by every entry. */
    record Everything() implements Tag {
    }

    /** Carried by every entry of a region. */
    record OfRegion(String region) implements Tag {
    }

    /** Carried by the entries of one key of a region. */
    record OfKey(String region, String key) implements Tag {
        @Override
        public int length() {
            return key.length();
        }
    }

    /** Given by the application; carried by the entries of all regions that have it. */
    record Named(String name) implements Tag {
        @Override
        public int length() {
            return name.length();
        }
    }

    /** Given by the application; carried by the entries of one region that have it. */
    record NamedIn(String region, String name) implements Tag {
        @Override
        public int length() {
            return name.length();
        }
    }
}
