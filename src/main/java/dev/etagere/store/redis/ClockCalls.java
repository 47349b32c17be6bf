package dev.etagere.store.redis;

import dev.etagere.store.Change;
import dev.etagere.store.Tag;
import dev.etagere.store.redis.RedisOptions.Bounds;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** What is asked of the clock in Redis. Throws {@link RedisStoreException}. Safe for use by many threads. */
final class ClockCalls {

    /** As many as a node remembers. */
    private static final int MAX_PATTERNS = 128;
    private static final int READ_AT_ONCE = 500;
    private static final long NO_MORE = 9_999_999_999_999_999L;

    private final RedisLink link;
    private final Keys keys;
    private final Bounds bounds;

    ClockCalls(RedisLink link, Keys keys, Bounds bounds) {
        this.link = link;
        this.keys = keys;
        this.bounds = bounds;
    }

    Beat beat() {
        List<?> reply = (List<?>) link.run(Scripts.BEAT, keys.clock(), List.of(candidate(), number(bounds.maxLog())));
        return new Beat(epoch(reply.get(0)), longOf(reply.get(1)), textOf(reply.get(2)), longOf(reply.get(3)), (Long) reply.get(4),
                (Long) reply.get(5));
    }

    /** @param since the node's position, up to which it knows the log */
    Made evict(Change change, long since) {
        List<byte[]> arguments = new ArrayList<>(List.of(candidate(), number(bounds.maxLog()), number(bounds.maxTags()),
                number(MAX_PATTERNS), number(since), LogCodec.encode(change), LogCodec.kind(change)));
        if (change instanceof Change.Evict evict) {
            digests(arguments, evict.tags());
        } else if (change instanceof Change.Expire expire) {
            digests(arguments, expire.tags());
        } else if (change instanceof Change.EvictMatching matching) {
            arguments.add(LogCodec.pattern(matching));
        }
        List<?> reply = (List<?>) link.run(Scripts.EVICT, keys.clock(), arguments);
        long epoch = epoch(reply.get(0));
        long number = longOf(reply.get(1));
        return new Made(epoch, number, reply.size() > 2 ? LogCodec.entries(reply.get(2))
                : List.of(new Logged(epoch, number, Optional.of(change))));
    }

    Made evict(Change change) {
        return evict(change, NO_MORE);
    }

    /** The log after that position, as soon as there is something in it. */
    List<Logged> read(long after, Duration atMost) {
        Object reply = link.read(keys.log(), after + "-0", READ_AT_ONCE, atMost);
        if (!(reply instanceof List<?> streams) || streams.isEmpty()) {
            return List.of();
        }
        return LogCodec.entries(((List<?>) streams.get(0)).get(1));
    }

    static long epoch(Object reply) {
        return Long.parseUnsignedLong(textOf(reply), 16);
    }

    static long longOf(Object reply) {
        return Long.parseLong(textOf(reply));
    }

    static String textOf(Object reply) {
        return new String((byte[]) reply, StandardCharsets.UTF_8);
    }

    private static void digests(List<byte[]> arguments, List<Tag> tags) {
        tags.forEach(tag -> arguments.add(Digest.of(tag)));
    }

    /** For a clock that has to be begun anew. */
    private static byte[] candidate() {
        return RedisLink.bytes(Frame.epoch(ThreadLocalRandom.current().nextLong()));
    }

    private static byte[] number(long number) {
        return RedisLink.bytes(Long.toString(number));
    }

    /**
     * Where the clock stands.
     *
     * @param home tells the primary's history from others'; empty where that cannot be known
     * @param tags marks of tags' evictions that it holds
     * @param log evictions in the log
     */
    record Beat(long epoch, long position, String home, long floor, long tags, long log) {
    }

    /**
     * An eviction that was made.
     *
     * @param news of the log since the position that was told, it among them, some of them where they are many
     */
    record Made(long epoch, long number, List<Logged> news) {
    }
}
