package dev.etagere.store;

import dev.etagere.store.SharedStore.Checked;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/**
 * The values of one cache in a {@link SharedBackend}. Whatever takes the place of a value that other nodes may have near is told on the
 * clock, as an eviction of the key. Its methods throw where the backend is out of reach or does not answer in time.
 */
public interface SharedData<V> extends DataStore<V>, Leases {

    /** As {@link #get}, with all that is needed to keep the entry near. */
    Optional<Seen<V>> find(String key);

    /** Finds several at once, by key; those that are not found are left out. In one round trip, or as few as the backend can. */
    Map<String, Seen<V>> findAll(Collection<String> keys);

    /**
     * The call that puts the entry where what is there is as expected. When that returns, what this node kept near of that key is
     * not valid.
     *
     * @throws RuntimeException at once, where no bytes can be made of its value: that is no failure of the store
     */
    Supplier<Placed<V>> placing(Entry<V> entry, Over over);

    /**
     * Some of the keys whose entries carry all of these tags, as {@link #keys} has them; in bounded time.
     *
     * @param from where the page before ended; 0: the first page
     */
    Page keyPage(Collection<String> tags, int from);

    /**
     * An entry that was there at a known position of the clock.
     *
     * @param settled false: it is about to be replaced, and others have been told, or may have been replaced where others see it; so it is
     *     not to be kept near
     */
    record Seen<V>(Checked<V> checked, Object stamp, boolean settled) {

        /** The entry as a near store may keep it; empty where it may not. */
        public Optional<Entry<V>> near() {
            return settled ? checked.near() : Optional.empty();
        }
    }

    /** What has to be under the key for an entry to be put there. */
    sealed interface Over {

        /** Whatever there is. Told to others. */
        record Anything() implements Over {
        }

        /** Nothing. Told to others, as they may have kept near what is not there any more. */
        record Nothing() implements Over {
        }

        /** Nothing, and others may go on with what they have, as both are true. */
        record Gap() implements Over {
        }

        /** What was found with that stamp. Told to others. */
        record That(Object stamp) implements Over {
        }
    }

    /** What became of an entry. */
    sealed interface Placed<V> {

        /**
         * It is there.
         *
         * @param near as it may be kept near
         * @param stamp under which it is found
         */
        record Stored<V>(Entry<V> near, Object stamp) implements Placed<V> {
        }

        /** It is evicted already, past its deadline, beyond a bound, or something else is there than was expected. */
        record Refused<V>() implements Placed<V> {
        }

        /** There is no room; what was there is still there. */
        record Full<V>() implements Placed<V> {
        }
    }

    /**
     * Some of the keys that were asked for.
     *
     * @param next where the next page begins; empty: there is none, or none that is looked at
     */
    record Page(List<String> keys, OptionalInt next) {
        public Page {
            keys = List.copyOf(keys);
        }
    }
}
