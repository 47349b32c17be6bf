package dev.etagere.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.etagere.store.StoreBackend;
import dev.etagere.store.memory.MemoryBackend;
import dev.etagere.store.memory.MemoryOptions;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class MemoryCacheTest extends CacheContract {

    @Override
    protected StoreBackend open(InstantSource clock) {
        return MemoryBackend.open(MemoryOptions.DEFAULT, clock);
    }

    /** As docs/data-cache.md has it. */
    @Nested
    class HowManyOfThousands {

        private final InstantSource clock = InstantSource.system();
        private final CacheManager manager = new CacheManager(open(clock), clock);
        private final Cache<String> cache = manager.cache("many", String.class, CacheOptions.defaults());

        @BeforeEach
        void fill() {
            for (int i = 0; i < 1_500; i++) {
                cache.put("k" + i, "v", i < 1_200 ? new String[] {"all", "most"} : new String[] {"all"});
            }
        }

        @AfterEach
        void close() {
            manager.close();
        }

        @Test
        void ofOneTagWhatWasNotLookedAtIsCounted() {
            assertThat(cache.evictByTag("all").count()).isEqualTo(1_500);
            assertThat(cache.evictByTag("all").count()).isBetween(0L, 500L);
        }

        @Test
        void whatWasEvictedOtherwiseMayBeCounted() {
            cache.evictMatching("k1*");    // 1, 10 of 10 to 19, 100 of 100 to 199, 500 of 1,000 to 1,499
            assertThat(cache.evictByTag("all").count()).isBetween(1_500L - 611, 1_500L);
        }

        @Test
        void ofSeveralTagsWhatHasBothMayBeCountedTwice() {
            assertThat(cache.evictByTag("all", "most").count()).isBetween(1_500L, 1_500L + 200);
        }

        @Test
        void ofEverythingWhatIsHeldIsCounted() {
            assertThat(cache.clear().count()).isEqualTo(1_500);
        }
    }
}
