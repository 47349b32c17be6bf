package dev.etagere.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.etagere.cache.Region.Lifetime;
import dev.etagere.store.DataStore;
import dev.etagere.store.Entry;
import dev.etagere.store.EvictionClock;
import dev.etagere.store.HandClock;
import dev.etagere.store.Hit;
import dev.etagere.store.LocalClock;
import dev.etagere.store.Store;
import dev.etagere.store.StoreBackend;
import dev.etagere.store.StoreStats;
import dev.etagere.store.ValueType;
import dev.etagere.store.memory.MemoryBackend;
import dev.etagere.store.memory.MemoryOptions;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StoreFailureTest {

    private static final Logger LOGGER = Logger.getLogger(CacheManager.class.getName());

    private final HandClock time = new HandClock();
    private final Broken backend = new Broken();
    private final CacheManager caches = new CacheManager(backend, time);
    private final Region<String> pages = caches.region("pages", String::length);
    private final Recorder log = new Recorder();

    @BeforeEach
    void listen() {
        LOGGER.setUseParentHandlers(false);
        LOGGER.setLevel(Level.ALL);
        LOGGER.addHandler(log);
    }

    @AfterEach
    void stopListening() {
        LOGGER.removeHandler(log);
        LOGGER.setLevel(null);
        LOGGER.setUseParentHandlers(true);
    }

    private boolean put() {
        return pages.put("a", "v", new Lifetime(Set.of(), caches.fence(), Duration.ofHours(1)));
    }

    @Test
    void aFailureIsAMissWhateverTheStoreThrows() {
        for (Throwable failure : List.of(new IllegalStateException("down"), new NoClassDefFoundError("gone"), new AssertionError("odd"))) {
            backend.failure = failure;
            assertThat(pages.find("a")).isEmpty();
            assertThat(put()).isFalse();
            assertThatCode(() -> pages.remove("a")).doesNotThrowAnyException();
        }
        assertThat(caches.stats().failures()).isEqualTo(9);
        assertThat(pages.stats()).isEqualTo(new RegionStats(0, 3, 0, 3));
    }

    @Test
    void memoryAndStackThatAreUsedUpAreNotHidden() {
        for (Error failure : List.of(new StackOverflowError(), new OutOfMemoryError("in a test"))) {
            backend.failure = failure;
            assertThatThrownBy(() -> pages.find("a")).isSameAs(failure);
            assertThatThrownBy(this::put).isSameAs(failure);
            assertThatThrownBy(() -> pages.remove("a")).isSameAs(failure);
        }
        assertThat(caches.stats().failures()).isZero();
    }

    @Test
    void anEvictionIsInForceThoughTheStoreFails() {
        Fence before = caches.fence();
        backend.failure = new IllegalStateException("down");
        pages.remove("a");
        assertThat(caches.position()).isEqualTo(before.position() + 1);
        backend.failure = null;
        assertThat(pages.put("a", "v", new Lifetime(Set.of(), before, Duration.ofHours(1)))).isTrue();
        assertThat(backend.last).extracting(backend.clock::judge).isEqualTo(EvictionClock.Verdict.EVICTED);
    }

    @Test
    void anEpisodeIsToldOnceWithItsCause() {
        RuntimeException cause = new IllegalStateException("down");
        backend.failure = cause;
        for (int i = 0; i < 100; i++) {
            pages.find("a");
        }
        assertThat(log.records).singleElement().satisfies(told -> {
            assertThat(told.getLevel()).isEqualTo(Level.WARNING);
            assertThat(told.getThrown()).isSameAs(cause);
        });
    }

    @Test
    void aStoreThatFailsNowAndThenIsOneEpisode() {
        for (int i = 0; i < 100; i++) {
            backend.failure = i % 2 == 0 ? new IllegalStateException("down") : null;
            pages.find("a");
            time.advance(FailureLog.QUIET.dividedBy(4));
        }
        assertThat(log.records).hasSize(1);
        assertThat(caches.stats().failures()).isEqualTo(50);
    }

    @Test
    void theEndOfAnEpisodeIsToldAndTheNextOneIsToldAgain() {
        backend.failure = new IllegalStateException("down");
        pages.find("a");
        backend.failure = null;
        time.advance(FailureLog.QUIET);
        pages.find("a");
        pages.find("a");
        backend.failure = new IllegalStateException("down again");
        pages.find("a");
        assertThat(log.records).extracting(LogRecord::getLevel).containsExactly(Level.WARNING, Level.INFO, Level.WARNING);
    }

    @Test
    void aDataCacheLoadsWhatItNeedsAndSaysThatNothingIsThere() {
        Cache<String> names = caches.cache("names", String.class, CacheOptions.defaults());
        assertThat(names.put("a", "v", "t")).isFalse();
        assertThat(names.get("a")).isEmpty();
        assertThat(names.get("a", key -> "loaded")).isEqualTo("loaded");
        assertThat(names.getByTag("t")).isEmpty();
        assertThat(names.getAll(List.of("a"))).isEmpty();
        assertThat(names.touch("a")).isFalse();
        assertThat(names.increment("a", 1, Duration.ofHours(1))).isEmpty();
        assertThat(names.counter("a")).isEmpty();
        assertThat(names.evict("a").count()).isZero();
        assertThat(names.evictByTag("t").count()).isZero();
        assertThat(names.peek("a")).isEmpty();
        assertThat(names.statistics().entries()).isZero();
        assertThat(log.records).hasSize(1);
    }

    @Test
    void aValueThatCannotBeWrittenIsToldOnceByItsTypeAndIsNoFailureOfTheStore() {
        backend.failure = new UnwritableException(Duration.class, "no JSON can be made of a java.time.Duration: add a module", null);
        assertThat(put()).isFalse();
        assertThat(put()).isFalse();
        assertThat(log.records).singleElement().extracting(told -> new SimpleFormatter().formatMessage(told)).asString()
                .isEqualTo("Values of a type are not stored: no JSON can be made of a java.time.Duration: add a module");
        assertThat(caches.stats().failures()).isZero();
    }

    @Test
    void aSizerThatThrowsIsAFailureToo() {
        Region<String> odd = new CacheManager(MemoryBackend.open(
                MemoryOptions.DEFAULT, time), time).region("odd", value -> {
                    throw new IllegalArgumentException("cannot tell");
                });
        assertThat(odd.put("a", "v", new Lifetime(Set.of(), odd.fence(), Duration.ofHours(1)))).isFalse();
        assertThat(odd.find("a")).isEmpty();
    }

    /** Fails as long as it is told to. */
    private static final class Broken implements StoreBackend {

        private final LocalClock clock = new LocalClock(100);
        private Throwable failure;
        private Entry<?> last;

        @SuppressWarnings("unchecked")
        private <T extends Throwable> void failIfTold() throws T {
            if (failure != null) {
                throw (T) failure;
            }
        }

        @Override
        public <V> Store<V> open(String region, ValueType<V> type) {
            return new Store<>() {
                @Override
                public Optional<Hit<V>> get(String key) {
                    Broken.this.<RuntimeException>failIfTold();
                    return Optional.empty();
                }

                @Override
                public boolean put(Entry<V> entry) {
                    Broken.this.<RuntimeException>failIfTold();
                    last = entry;
                    return true;
                }

                @Override
                public void remove(String key) {
                    Broken.this.<RuntimeException>failIfTold();
                }
            };
        }

        @Override
        @SuppressWarnings("unchecked")
        public <V> DataStore<V> openData(String region, ValueType<V> type) {
            return (DataStore<V>) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {DataStore.class},
                    (proxy, method, args) -> {
                throw failure == null ? new IllegalStateException("down") : failure;
            });
        }

        @Override
        public LocalClock clock() {
            return clock;
        }

        @Override
        public StoreStats stats() {
            return new StoreStats(0, 0, 0);
        }

        @Override
        public void close() {
        }
    }

    private static final class Recorder extends Handler {

        private final List<LogRecord> records = new ArrayList<>();

        @Override
        public void publish(LogRecord told) {
            records.add(told);
        }

        @Override
        public void flush() {
        }

        @Override
        public void close() {
        }
    }
}
