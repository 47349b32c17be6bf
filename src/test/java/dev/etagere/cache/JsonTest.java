package dev.etagere.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonTest {

    /** What is derived is written, as a property that nothing takes. */
    record Derived(String name) {
        public boolean isAdmin() {
            return name.equals("admin");
        }
    }

    /** Cannot be made of anything. */
    static final class OneWay {
        private final String name;

        OneWay(String name, int unused) {
            this.name = name;
        }

        public String getName() {
            return name;
        }
    }

    @Test
    void aTypeThatCanOnlyBeWrittenIsRefusedWithTheReason() {
        assertThatThrownBy(() -> new Json.Lazy<Derived>(Derived.class).get().encode(new Derived("ana")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the JSON of a " + Derived.class.getName() + " cannot be read again: Unrecognized field \"admin\"");
        assertThatThrownBy(() -> new Json.Lazy<OneWay>(OneWay.class).get().encode(new OneWay("ana", 1)))
                .hasMessageContaining("OneWay cannot be read again: Cannot construct instance");
    }

    @Test
    void aCacheThatCopiesHasNothingOfSuchATypeAndDoesNotThrow() {
        try (CacheManager caches = new TestCaches().manager) {
            Cache<Derived> cache = caches.cache("derived", Derived.class,
                    CacheOptions.<Derived>defaults().holding(CacheOptions.Holding.COPIED).negativeTtl(Duration.ofHours(1)));
            assertThat(cache.put("7", new Derived("ana"))).isFalse();
            assertThat(cache.get("7")).isEmpty();
            assertThat(cache.get("7", Derived::new)).isEqualTo(new Derived("7"));
            assertThat(cache.get("7", key -> new Derived("again"))).isEqualTo(new Derived("again"));
        }
    }

    @Test
    void whatCannotBeCopiedTakesWhatWasThereBeforeAway() {
        try (CacheManager caches = new TestCaches().manager) {
            Cache<Object> cache = caches.cache("any", Object.class,
                    CacheOptions.<Object>defaults().holding(CacheOptions.Holding.COPIED));
            List<Object> endless = new ArrayList<>();
            endless.add(endless);
            assertThat(cache.put("7", "a text")).isTrue();
            assertThat(cache.put("7", endless)).isFalse();
            assertThat(cache.get("7")).isEmpty();
        }
    }
}
