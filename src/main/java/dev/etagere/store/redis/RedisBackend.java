package dev.etagere.store.redis;

import dev.etagere.store.Change;
import dev.etagere.store.Entry;
import dev.etagere.store.EvictionClock;
import dev.etagere.store.EvictionClock.Numbered;
import dev.etagere.store.MirrorClock;
import dev.etagere.store.SharedBackend;
import dev.etagere.store.SharedData;
import dev.etagere.store.SharedStore;
import dev.etagere.store.StoreStats;
import dev.etagere.store.ValueType;
import dev.etagere.store.redis.ClockCalls.Beat;
import dev.etagere.store.redis.RedisOptions.Bounds;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * Entries and their eviction clock in Redis, for all nodes that use the same namespace. Redis may be absent at the start, go and come
 * again: the methods of its stores fail meanwhile, its clock never does. One daemon thread follows the clock. Safe for use by many
 * threads.
 */
public final class RedisBackend implements SharedBackend {

    /** An entry without tags, of no epoch, as {@link Scripts#CHECK} wants it. */
    private static final List<byte[]> NOTHING = List.of(RedisLink.bytes(Frame.epoch(0)), RedisLink.bytes(Frame.digits(0)), new byte[0]);

    private final RedisOptions options;
    private final InstantSource time;
    private final Keys keys;
    private final RedisLink link;
    private final RedisLink ear;
    private final Permissions permissions;
    private final MirrorClock mirror;
    private final RedisClock clock;
    private final LogReader reader;
    private final Thread thread;
    private final LongAdder full = new LongAdder();
    private volatile boolean closed;

    private RedisBackend(RedisOptions options, InstantSource time) {
        this.options = options;
        this.time = time;
        this.keys = Keys.of(options.namespace(), options.version());
        this.link = new RedisLink(options.server(), options.poolSize(), shorter(options.connectTimeout(), options.timeLimit()),
                options.timeLimit());
        this.ear = new RedisLink(options.server(), 2, options.connectTimeout(), LogReader.timeout(options.maxSilence()));
        this.permissions = new Permissions(ear, options.server(), keys, options.namespace());
        this.mirror = new MirrorClock(options.bounds().maxTags());
        this.clock = new RedisClock(new ClockCalls(link, keys, options.bounds()), mirror);
        this.reader = new LogReader(ear, new ClockCalls(ear, keys, options.bounds()), clock, mirror, options.maxSilence(), this::reached);
        this.thread = new Thread(reader, "etagere-" + options.namespace() + "-evictions");
        this.thread.setDaemon(true);
    }

    /**
     * Starts to follow the clock and returns when it has been reached, or after the time to connect where it has not.
     *
     * @param time says when an entry's deadline has come; the nodes' clocks should agree
     */
    public static RedisBackend open(RedisOptions options, InstantSource time) {
        RedisBackend backend = new RedisBackend(options, time);
        backend.thread.start();
        backend.reader.awaitFirst(options.connectTimeout());
        return backend;
    }

    @Override
    public <V> SharedStore<V> open(String region, ValueType<V> type) {
        return type.codec().<SharedStore<V>>map(codec -> new RedisStore<>(this, region, codec)).orElseGet(NoStore::new);
    }

    @Override
    public <V> SharedData<V> openData(String region, ValueType<V> type) {
        return new RedisDataStore<>(this, region, type.codec().orElseThrow(() -> new IllegalArgumentException(
                "the values of \"" + region + "\" have no codec, so they cannot be shared")));
    }

    @Override
    public EvictionClock clock() {
        return clock;
    }

    @Override
    public MirrorClock mirror() {
        return mirror;
    }

    @Override
    public boolean hears() {
        return !closed && reader.hears();
    }

    @Override
    public Numbered defer(Change change) {
        return clock.keep(change);
    }

    @Override
    public void onReturn(Runnable then) {
        reader.onReturn(then);
    }

    /** {@inheritDoc} That is the clock, by the way in which reads ask it. */
    @Override
    public void probe() {
        link.run(Scripts.CHECK, keys.table(), NOTHING);
    }

    @Override
    public Duration silence() {
        return reader.silence();
    }

    @Override
    public int pending() {
        return clock.pending();
    }

    @Override
    public Duration maxSilence() {
        return options.maxSilence();
    }

    /** Nothing is counted: entries in Redis are not this node's alone, and it would take a walk over all keys. */
    @Override
    public StoreStats stats() {
        return new StoreStats(0, 0, 0);
    }

    /** How it goes, as far as this node knows without asking Redis. */
    public RedisHealth health() {
        Optional<Beat> last = Optional.ofNullable(reader.last());
        return new RedisHealth(mirror.isAttached(), hears(), reader.silence(), clock.pending(), mirror.position(),
                last.map(Beat::position).orElse(0L), last.map(Beat::floor).orElse(0L), last.map(Beat::tags).orElse(0L),
                last.map(Beat::log).orElse(0L), full.sum());
    }

    /** Ends the thread and the connections; what is in Redis stays. */
    @Override
    public void close() {
        closed = true;
        reader.close();
        clock.close();
        boolean interrupted = false;
        try {
            thread.join(2 * LogReader.timeout(options.maxSilence()).toMillis() + options.connectTimeout().toMillis());
        } catch (InterruptedException e) {
            interrupted = true;
        }
        link.close();
        ear.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    RedisClock redisClock() {
        return clock;
    }

    RedisLink link() {
        return link;
    }

    Keys keys() {
        return keys;
    }

    Duration timeLimit() {
        return options.timeLimit();
    }

    Bounds bounds() {
        return options.bounds();
    }

    boolean isClosed() {
        return closed;
    }

    void full() {
        full.increment();
    }

    long now() {
        return time.millis();
    }

    long millisLeft(Entry<?> entry) {
        long now = now();
        long left = entry.deadline() - now;
        return entry.deadline() > now && left < 0 ? Long.MAX_VALUE : left;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private void reached() {
        link.connect();
        link.refresh();
        permissions.check();
    }
}
