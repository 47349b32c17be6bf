package dev.etagere.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.etagere.cache.Region.Found;
import dev.etagere.cache.Region.Lifetime;
import dev.etagere.store.memory.MemoryBackend;
import dev.etagere.store.memory.MemoryOptions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A load is stopped at each of its steps while the source changes and is evicted; what it read before is never found after. */
@Timeout(30)
class EvictionInterleavingTest {

    private static final String KEY = "/a/1";

    private final Halt halt = new Halt();
    private final InstantSource time = () -> {
        halt.at(Step.LOOKING_AT_THE_TIME);
        return Instant.EPOCH;
    };
    private final CacheManager caches = new CacheManager(MemoryBackend.open(MemoryOptions.DEFAULT, time), time);
    private final Region<Integer> pages = caches.region("pages", value -> {
        halt.at(Step.BEING_WEIGHED);
        return 1;
    });
    private volatile int source = 1;

    private void load() {
        halt.at(Step.BEFORE_THE_FENCE);
        Fence fence = pages.fence();
        halt.at(Step.BEFORE_THE_READ);
        int read = source;
        halt.at(Step.BEFORE_THE_PUT);
        pages.put(KEY, read, new Lifetime(Set.of("t"), fence, Duration.ofHours(1)));
        halt.at(Step.AFTER_THE_PUT);
        pages.find(KEY);
    }

    static Stream<Arguments> stepsAndEvictions() {
        return Stream.of(Stop.values()).flatMap(stop -> Stream.of(Way.values()).map(way -> Arguments.of(stop, way)));
    }

    @ParameterizedTest(name = "{0}, evicted by {1}")
    @MethodSource("stepsAndEvictions")
    void whatWasReadBeforeAnEvictionIsNeverFoundAfterIt(Stop stop, Way way) throws InterruptedException {
        halt.stopAt(stop);
        Thread loader = new Thread(this::load);
        loader.start();
        halt.awaitStop();

        source = 2;
        way.evict.accept(this);
        assertNothingOld();
        halt.goOn();
        loader.join(TimeUnit.SECONDS.toMillis(20));
        assertThat(loader.isAlive()).isFalse();
        assertNothingOld();

        load();
        assertThat(pages.find(KEY)).map(Found::value).contains(2);
    }

    private void assertNothingOld() {
        Optional<Integer> fresh = pages.find(KEY).filter(entry -> !entry.expired()).map(Found::value);
        assertThat(fresh.orElse(2)).isEqualTo(2);
    }

    private enum Step { BEFORE_THE_FENCE, BEFORE_THE_READ, BEFORE_THE_PUT, LOOKING_AT_THE_TIME, BEING_WEIGHED, AFTER_THE_PUT }

    /** A step and which of its occurrences: within a put the store looks at time and size before, while and after it judges the entry. */
    private enum Stop {
        BEFORE_THE_FENCE(Step.BEFORE_THE_FENCE, 1),
        BETWEEN_FENCE_AND_READ(Step.BEFORE_THE_READ, 1),
        BETWEEN_READ_AND_PUT(Step.BEFORE_THE_PUT, 1),
        PUT_IS_DATED(Step.LOOKING_AT_THE_TIME, 1),
        PUT_IS_CHECKED_FOR_ITS_DEADLINE(Step.LOOKING_AT_THE_TIME, 2),
        PUT_IS_CHECKED_FOR_ITS_SIZE(Step.BEING_WEIGHED, 1),
        PUT_HAS_BEEN_JUDGED(Step.LOOKING_AT_THE_TIME, 3),
        PUT_IS_BEING_WEIGHED(Step.BEING_WEIGHED, 2),
        PUT_IS_DONE(Step.AFTER_THE_PUT, 1),
        FIND_HAS_THE_ENTRY(Step.LOOKING_AT_THE_TIME, 5);

        private final Step step;
        private final int occurrence;

        Stop(Step step, int occurrence) {
            this.step = step;
            this.occurrence = occurrence;
        }
    }

    private enum Way {
        TAG(test -> test.caches.evict(Set.of("t"))),
        TAG_IN_REGION(test -> test.pages.evict(Set.of("t"))),
        KEY_ALONE(test -> test.pages.remove(KEY)),
        PATTERN(test -> test.caches.evictMatching("/a/*")),
        REGION(test -> test.pages.evictAll()),
        EVERYTHING(test -> test.caches.evictAll()),
        SOFTLY(test -> test.caches.expire(Set.of("t")));

        private final Consumer<EvictionInterleavingTest> evict;

        Way(Consumer<EvictionInterleavingTest> evict) {
            this.evict = evict;
        }
    }

    /** Holds one thread, once, where it was told to. */
    private static final class Halt {

        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);
        private volatile Stop stop = Stop.BEFORE_THE_FENCE;
        private final Thread test = Thread.currentThread();
        private int seen;

        void stopAt(Stop where) {
            stop = where;
        }

        /** The loader's own steps alone count, so no occurrence is counted twice. */
        void at(Step step) {
            if (Thread.currentThread() == test || step != stop.step || ++seen != stop.occurrence) {
                return;
            }
            reached.countDown();
            try {
                released.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        void awaitStop() throws InterruptedException {
            assertThat(reached.await(20, TimeUnit.SECONDS)).as("the load comes to that step").isTrue();
        }

        void goOn() {
            released.countDown();
        }
    }
}
