package dev.etagere.store.redis;

import dev.etagere.store.Change;
import dev.etagere.store.Entry;
import dev.etagere.store.MirrorClock;
import dev.etagere.store.SharedData.Over;
import dev.etagere.store.Tag;
import dev.etagere.store.redis.ClockCalls.Made;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * How the values of one region are read and changed under the clock: {@link InOneStep} where all is on one server, {@link InSteps} where
 * the clock may be on another than the value. Safe for use by many threads.
 */
abstract sealed class DataSteps permits InOneStep, InSteps {

    static final long DONE = 1;
    static final long ASKS = 2;
    static final byte[] NOTHING = {};

    final RedisBackend backend;
    final RedisLink link;
    final Keys keys;
    final String region;

    DataSteps(RedisBackend backend, String region) {
        this.backend = backend;
        this.link = backend.link();
        this.keys = backend.keys();
        this.region = region;
    }

    static DataSteps of(RedisBackend backend, String region) {
        return backend.link().isCluster() ? new InSteps(backend, region) : new InOneStep(backend, region);
    }

    /** What is there under these keys, each in its place. */
    abstract List<Optional<Weighed>> weigh(List<String> some);

    /** The number up to which the entry was found valid, and of which others were told where they are; empty where it was refused. */
    abstract OptionalLong place(Draft draft, Over over);

    /** Whether a value was there, which has that deadline now. */
    abstract boolean touch(String key, long deadline, long keep);

    /** Drops what is under these keys, and tells how many values were there. */
    abstract long drop(List<String> some);

    /** Drops what is under these keys and not valid. */
    abstract void sweep(List<String> some);

    /** Drops what cannot be read, if that is still there. */
    final void discard(String key, DataFrame.Head head) {
        link.run(DataScripts.DISCARD, List.of(keys.data(region, key)), List.of(RedisLink.bytes(head.id())));
    }

    /** The value, where it is one of that key whose deadline has not come. */
    final Optional<DataFrame> decoded(String key, byte[] bytes) {
        Optional<DataFrame> read = DataFrame.decode(bytes).filter(is -> is.frame().region().equals(region) && is.frame().key().equals(key));
        if (read.isEmpty()) {
            DataFrame.Head.read(bytes).ifPresent(head -> discard(key, head));
        }
        return read.filter(is -> is.head().deadline() > backend.now());
    }

    final boolean matches(Object patterns, String key) {
        return ((List<?>) patterns).stream().anyMatch(pattern -> LogCodec.patternOf((byte[]) pattern).matches(region, key));
    }

    final Change change(String key) {
        return new Change.Evict(List.of(new Tag.OfKey(region, key)));
    }

    /** @param news of the log; nothing where there is nothing else than this change */
    final void made(Change change, long epoch, long number, Object news) {
        List<Logged> logged = LogCodec.entries(news);
        backend.redisClock().made(change, new Made(epoch, number,
                logged.isEmpty() ? List.of(new Logged(epoch, number, Optional.of(change))) : logged));
    }

    final byte[] now() {
        return digits(backend.now());
    }

    final byte[] since() {
        return number(backend.mirror().position());
    }

    final byte[] maxLog() {
        return number(backend.bounds().maxLog());
    }

    /** Those of an entry: of the region, then of its tags. */
    final List<byte[]> indexes(List<String> tags) {
        List<byte[]> names = new ArrayList<>();
        names.add(keys.index(new Tag.OfRegion(region)));
        tags.forEach(tag -> names.add(keys.index(new Tag.NamedIn(region, tag))));
        return names;
    }

    static List<byte[]> with(byte[] first, List<byte[]> rest) {
        List<byte[]> all = new ArrayList<>(rest.size() + 1);
        all.add(first);
        all.addAll(rest);
        return all;
    }

    static byte[] ascii(String text) {
        return RedisLink.bytes(text);
    }

    static byte[] number(long number) {
        return ascii(Long.toString(number));
    }

    static byte[] digits(long millis) {
        return ascii(DataFrame.digits(millis));
    }

    static byte[] position(long position) {
        return ascii(Frame.digits(position));
    }

    static long longAt(List<?> reply, int index) {
        return reply.get(index) instanceof Long number ? number : ClockCalls.longOf(reply.get(index));
    }

    static List<?> list(@Nullable Object reply) {
        if (reply instanceof List<?> parts) {
            return parts;
        }
        throw new RedisStoreException("Redis answered what no script of ours answers");
    }

    /** @param worth to a script that judges */
    static boolean isThere(@Nullable Object worth) {
        return worth instanceof Long verdict && (verdict == 1 || verdict == 2);
    }

    static boolean isExpired(@Nullable Object worth) {
        return worth instanceof Long verdict && verdict == 2;
    }

    MirrorClock mirror() {
        return backend.mirror();
    }

    /**
     * A value that is there.
     *
     * @param expired whether one of its tags was softly evicted after its fence
     */
    record Weighed(DataFrame value, boolean expired) {
    }

    /**
     * What is to be put.
     *
     * @param bytes of it, with its stamp
     * @param keep milliseconds
     * @param known position of the mirror when its put began
     * @param until as {@link System#nanoTime} has it: from then on its writer has given it up
     */
    record Draft(Entry<?> entry, byte[] bytes, String stamp, long keep, long known, long until) {

        /** Who has given up does not try once more: others may have put something later. */
        void checkTime() {
            if (System.nanoTime() - until >= 0) {
                throw new RedisStoreException("A put of a value was not done in time");
            }
        }

        List<byte[]> toCheck() {
            return Frame.toCheck(Arrays.copyOfRange(bytes, DataFrame.HEAD, bytes.length));
        }
    }
}
