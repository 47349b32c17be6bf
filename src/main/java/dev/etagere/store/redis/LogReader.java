package dev.etagere.store.redis;

import dev.etagere.store.MirrorClock;
import dev.etagere.store.redis.ClockCalls.Beat;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the clock in Redis: tells the mirror of evictions in their order, and sends what could not be sent. It asks in turn where the
 * clock stands, some times a second, and for what is new in the log, waiting for that. Once the mirror has come to where the clock stood,
 * it was complete at the time of that question: from then the silence counts.
 */
final class LogReader implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(RedisBackend.class);
    private static final long AGAIN_MILLIS = 100;
    private static final long AGAIN_AT_LEAST_EVERY = 500;

    private final RedisLink link;
    private final ClockCalls calls;
    private final RedisClock clock;
    private final MirrorClock mirror;
    private final long maxSilenceNanos;
    private final Duration block;
    private final Runnable connected;
    private volatile Runnable returned = () -> { };
    private final CountDownLatch attachedOnce = new CountDownLatch(1);
    private final Object sleep = new Object();
    private volatile boolean closed;
    private volatile boolean failing;
    private long failures;
    private volatile boolean heard;
    private volatile long heardAt;
    private volatile @Nullable Beat last;

    /**
     * @param link its own: it waits there
     * @param connected is run when Redis has been reached, for the first time or once more
     */
    LogReader(RedisLink link, ClockCalls calls, RedisClock clock, MirrorClock mirror, Duration maxSilence, Runnable connected) {
        this.link = link;
        this.calls = calls;
        this.clock = clock;
        this.mirror = mirror;
        this.maxSilenceNanos = maxSilence.toNanos();
        this.block = Duration.ofMillis(Math.min(250, maxSilence.toMillis() / 4));
        this.connected = connected;
    }

    /** How long a command may take. */
    static Duration timeout(Duration maxSilence) {
        return Duration.ofMillis(Math.max(maxSilence.toMillis() / 4, 100));
    }

    @Override
    public void run() {
        while (!closed) {
            try {
                follow();
            } catch (RedisStoreException e) {
                failed(e);
            } catch (RuntimeException e) {
                failed(new RedisStoreException("Redis answered what could not be understood: " + e, e));
            }
        }
    }

    boolean hears() {
        return heard && mirror.isAttached() && System.nanoTime() - heardAt <= maxSilenceNanos;
    }

    /** Since the mirror was complete; as long as a time can be where it never was. */
    Duration silence() {
        return heard ? Duration.ofNanos(System.nanoTime() - heardAt) : Duration.ofNanos(Long.MAX_VALUE);
    }

    /** What was last known of the clock; null where nothing is. */
    @Nullable Beat last() {
        return last;
    }

    /** Waits until the clock has been reached for the first time. */
    boolean awaitFirst(Duration atMost) {
        try {
            return attachedOnce.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** @param then is run when the clock has been reached again, or another one than before */
    void onReturn(Runnable then) {
        returned = then;
    }

    void close() {
        closed = true;
        synchronized (sleep) {
            sleep.notifyAll();
        }
    }

    private void follow() {
        link.connect();
        connected.run();
        Beat before = last;
        Beat first = attach();
        succeeded(first, before != null && isSame(before, first));
        long asked = System.nanoTime() - block.toNanos();
        while (!closed && mirror.isAttached()) {
            if (System.nanoTime() - asked >= block.toNanos() / 2) {
                asked = System.nanoTime();
                Beat beat = calls.beat();
                if (!isSame(first, beat)) {
                    return;
                }
                last = beat;
                catchUp(beat);
                heardAt = asked;
                heard = true;
            }
            clock.take(calls.read(mirror.position(), block));
        }
    }

    /** The log is asked at once, as there is something in it. What is not there any more is not known. */
    private void catchUp(Beat beat) {
        while (!closed && mirror.isAttached() && mirror.position() < beat.position()) {
            List<Logged> news = calls.read(mirror.position(), Duration.ofMillis(1));
            clock.take(news);
            if (news.isEmpty() || news.get(0).epoch() != beat.epoch()) {
                mirror.skip(beat.epoch(), beat.position());
                return;
            }
        }
    }

    private Beat attach() {
        Beat followed = last;
        Beat beat = calls.beat();
        if (followed != null && (!isSame(followed, beat) || beat.home().isEmpty())) {
            clock.leave();
        }
        while (!closed && !(mirror.isAttached() && mirror.epoch() == beat.epoch())) {
            beat = clock.join(calls, beat.epoch()).orElseGet(calls::beat);
        }
        last = beat;
        return beat;
    }

    private static boolean isSame(Beat one, Beat other) {
        return one.epoch() == other.epoch() && one.home().equals(other.home());
    }

    /** @param same as before; where there was no failure this node only had left it */
    private void succeeded(Beat beat, boolean same) {
        attachedOnce.countDown();
        if (failures > 0 || !same) {
            returned.run();
        }
        failures = 0;
        if (failing) {
            failing = false;
            LOG.info("Redis is reached again; the cache shares its entries and evictions from position {} on", beat.position());
        }
    }

    private void failed(RedisStoreException e) {
        if (!closed && !failing) {
            failing = true;
            LOG.warn("Redis cannot be reached or refuses; evictions are kept for it, and nothing is shared meanwhile: {}",
                    e.getMessage(), e);
        }
        link.refresh();
        failures++;
        long pause = Math.min(AGAIN_MILLIS * failures, AGAIN_AT_LEAST_EVERY);
        synchronized (sleep) {
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pause);
            for (long left = pause; !closed && left > 0; left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())) {
                try {
                    sleep.wait(left);
                } catch (InterruptedException ended) {
                    closed = true;
                }
            }
        }
    }
}
