package dev.etagere.cache;

/** What caches may be called, and where their values are kept. */
final class CacheNames {

    private static final int MAX_LENGTH = 64;

    private CacheNames() {
    }

    /** @throws IllegalArgumentException where it cannot be a name */
    static String checked(String name) {
        if (name.isEmpty() || name.length() > MAX_LENGTH || !name.chars().allMatch(CacheNames::isAllowed)) {
            throw new IllegalArgumentException("a cache's name must be 1 to 64 letters, digits, dots, hyphens and underscores");
        }
        return name;
    }

    private static boolean isAllowed(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "._-".indexOf(c) >= 0;
    }

    static String region(String name, int version) {
        return "cache:" + name + (version == 0 ? "" : ":" + version);
    }
}
