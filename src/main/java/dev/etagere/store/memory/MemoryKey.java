package dev.etagere.store.memory;

/** The key of an entry among those of all regions. Made for every read, so it is as small as it can be. */
final class MemoryKey {

    private final MemoryStore<?> store;
    private final String key;

    MemoryKey(MemoryStore<?> store, String key) {
        this.store = store;
        this.key = key;
    }

    MemoryStore<?> store() {
        return store;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MemoryKey that && key.equals(that.key) && store.region().equals(that.store.region());
    }

    @Override
    public int hashCode() {
        return 31 * store.region().hashCode() + key.hashCode();
    }
}
