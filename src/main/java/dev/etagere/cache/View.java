package dev.etagere.cache;

import dev.etagere.cache.Loaded.Source;
import dev.etagere.store.Entry;
import dev.etagere.store.Tier;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * An item that is there, as it is at one moment.
 *
 * @param value empty where it is known that there is none
 * @param freshMillis until it becomes stale; not positive: it has been for so long
 */
record View<V>(Optional<V> value, Item item, long freshMillis, long ageMillis, Tier tier, Entry<Item> entry, Object stamp) {

    /** Those that the application gave; most who look at a value do not ask. */
    Set<String> tags() {
        return DataRegion.ownTags(entry);
    }

    boolean isFresh() {
        return freshMillis > 0;
    }

    boolean isStaleWithin(Duration window) {
        return !isFresh() && -freshMillis < window.toMillis();
    }

    State state() {
        return isFresh() ? State.FRESH : State.STALE;
    }

    Loaded<V> asLoaded(Duration took) {
        return new Loaded<>(value, tier == Tier.NEAR ? Source.NEAR : Source.FAR, state(), Duration.ofMillis(item.loadMillis()), took);
    }
}
