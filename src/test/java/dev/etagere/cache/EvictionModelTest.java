package dev.etagere.cache;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.etagere.cache.Region.Found;
import dev.etagere.cache.Region.Lifetime;
import dev.etagere.store.Change;
import dev.etagere.store.Entry;
import dev.etagere.store.EvictionClock;
import dev.etagere.store.LocalClock;
import dev.etagere.store.Tag;
import dev.etagere.store.memory.MemoryBackend;
import dev.etagere.store.memory.MemoryOptions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jetbrains.lincheck.Lincheck;
import org.junit.jupiter.api.Test;

/**
 * A model checker runs loads and evictions on the real clock, alone and under the real memory store, in orders of their single steps that
 * it chooses, and looks for one in which the old is found after the eviction. Where a check is left out it finds one.
 */
class EvictionModelTest {

    private static final Set<String> TAGS = Set.of("t");
    private static final String FOUND = "the old is found after the eviction";

    /** A source that changes, and what is kept of it. */
    private interface Model {

        /** How many orders of its steps are tried: the fewer steps it has, the more of all orders are among them. */
        int orders();

        void load();

        /** Changes the source and evicts. */
        void change();

        /** What is kept and may be used; 2 where nothing is. */
        int found();
    }

    /** One entry, judged when it is put and when it is read, as stores do. */
    private static final class OneEntry implements Model {
        private final EvictionClock clock;
        private final AtomicReference<Entry<Integer>> kept = new AtomicReference<>();
        private final boolean fenceFirst;
        private volatile int source = 1;

        OneEntry(UnaryOperator<EvictionClock> clock, boolean fenceFirst) {
            this.clock = clock.apply(new LocalClock(100));
            this.fenceFirst = fenceFirst;
        }

        @Override
        public int orders() {
            return 500;
        }

        @Override
        public void load() {
            int before = fenceFirst ? 0 : source;
            long epoch = clock.epoch();
            long fence = clock.position();
            int read = fenceFirst ? source : before;
            Entry<Integer> entry = new Entry<>("r", "k", read, TAGS, epoch, fence, Long.MAX_VALUE);
            if (clock.judge(entry) == EvictionClock.Verdict.VALID) {
                kept.set(entry);
            }
        }

        @Override
        public void change() {
            source = 2;
            clock.evict(List.of(new Tag.Named("t")));
        }

        @Override
        public int found() {
            Entry<Integer> entry = kept.get();
            return entry != null && clock.judge(entry) == EvictionClock.Verdict.VALID ? entry.value() : 2;
        }
    }

    /** The memory store. */
    private static final class InMemory implements Model {
        private final CacheManager caches;
        private final Region<Integer> pages;
        private volatile int source = 1;

        InMemory(UnaryOperator<EvictionClock> clock) {
            InstantSource time = () -> Instant.EPOCH;
            this.caches = new CacheManager(MemoryBackend.open(MemoryOptions.DEFAULT, time, clock.apply(new LocalClock(100))), time);
            this.pages = caches.region("pages", value -> 1);
        }

        @Override
        public int orders() {
            return 50;
        }

        @Override
        public void load() {
            Fence fence = pages.fence();
            pages.put("/a", source, new Lifetime(TAGS, fence, Duration.ofHours(1)));
        }

        @Override
        public void change() {
            source = 2;
            caches.evict(TAGS);
        }

        @Override
        public int found() {
            return pages.find("/a").filter(found -> !found.expired()).map(Found::value).orElse(2);
        }
    }

    private static void check(int loaders, Supplier<Model> models) {
        Lincheck.runConcurrentTest(models.get().orders(), () -> {
            Model model = models.get();
            Thread[] threads = new Thread[loaders];
            for (int i = 0; i < loaders; i++) {
                threads[i] = new Thread(model::load);
                threads[i].start();
            }
            model.change();
            requireNothingOld(model);
            for (Thread thread : threads) {
                join(thread);
            }
            requireNothingOld(model);
        });
    }

    private static void requireNothingOld(Model model) {
        if (model.found() != 2) {
            throw new AssertionError(FOUND);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void inNoOrderIsTheOldFoundAfterTheEviction() {
        check(1, () -> new OneEntry(clock -> clock, true));
        check(2, () -> new OneEntry(clock -> clock, true));
    }

    @Test
    void norInTheMemoryStore() {
        check(1, () -> new InMemory(clock -> clock));
    }

    @Test
    void withoutTheCheckAnOrderIsFound() {
        assertThatThrownBy(() -> check(1, () -> new OneEntry(Unchecked::new, true))).hasStackTraceContaining(FOUND);
        assertThatThrownBy(() -> check(1, () -> new InMemory(Unchecked::new))).hasStackTraceContaining(FOUND);
    }

    @Test
    void withAFenceThatIsTakenAfterTheReadAnOrderIsFound() {
        assertThatThrownBy(() -> check(1, () -> new OneEntry(clock -> clock, false))).hasStackTraceContaining(FOUND);
    }

    /** Makes evictions and judges nothing by them. */
    private record Unchecked(EvictionClock clock) implements EvictionClock {

        @Override
        public long epoch() {
            return clock.epoch();
        }

        @Override
        public long position() {
            return clock.position();
        }

        @Override
        public Numbered make(Change change) {
            return clock.make(change);
        }

        @Override
        public Verdict judge(Entry<?> entry) {
            return Verdict.VALID;
        }

        @Override
        public boolean await(long number, Duration atMost) throws InterruptedException {
            return clock.await(number, atMost);
        }
    }
}
