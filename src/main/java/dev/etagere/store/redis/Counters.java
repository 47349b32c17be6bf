package dev.etagere.store.redis;

import dev.etagere.store.Entry;
import dev.etagere.store.Tag;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/**
 * Counters of one region. A counter is a hash: {@code h}, which never changes (format, epoch, fence, deadline, tags' digests), {@code s},
 * a checksum of that, and {@code v}, the sum. What is no counter is taken for one that is not there. One that begins has as its fence
 * where the clock stands then: nothing is in it that was read before. Safe for use by many threads.
 */
final class Counters {

    private static final int TRIES = 12;
    private static final byte[] MARK = {'C', '1'};
    private static final int EPOCH = MARK.length;
    private static final int FENCE = EPOCH + 16;
    private static final int DEADLINE = FENCE + 16;
    private static final int DIGESTS = DEADLINE + 16;
    private static final byte[] READ = DataSteps.NOTHING;

    private final RedisBackend backend;
    private final RedisLink link;
    private final Keys keys;
    private final String region;

    Counters(RedisBackend backend, String region) {
        this.backend = backend;
        this.link = backend.link();
        this.keys = backend.keys();
        this.region = region;
    }

    /** Where it is not known whether something was counted it is not counted again. */
    OptionalLong add(Entry<Long> start, long keep) {
        byte[] by = DataSteps.number(start.value());
        byte[] deadline = DataSteps.digits(start.deadline());
        byte[] digests = digests(start);
        return link.isCluster() ? addInSteps(start.key(), by, deadline, digests, keep)
                : inOneStep(start.key(), by, deadline, digests, keep);
    }

    OptionalLong read(String key) {
        if (!link.isCluster()) {
            return inOneStep(key, READ, DataSteps.NOTHING, DataSteps.NOTHING, 0);
        }
        Counter there = there(key);
        return isValid(key, there) ? OptionalLong.of(ClockCalls.longOf(there.sum())) : OptionalLong.empty();
    }

    void drop(List<String> some) {
        link.runAll(CounterScripts.DROP, some.stream().map(key -> List.of(keys.counter(region, key))).toList(),
                some.stream().map(key -> List.<byte[]>of()).toList());
    }

    private OptionalLong inOneStep(String key, byte[] by, byte[] deadline, byte[] digests, long keep) {
        byte[] matched = DataSteps.NOTHING;
        byte[] dead = DataSteps.NOTHING;
        while (true) {
            List<?> reply = DataSteps.list(link.runOnce(CounterScripts.ADD, DataSteps.with(keys.counter(region, key), keys.table()),
                    List.of(by, deadline, digests, DataSteps.number(keep), DataSteps.digits(backend.now()), matched, dead)));
            long outcome = DataSteps.longAt(reply, 0);
            if (outcome == DataSteps.DONE) {
                return OptionalLong.of(ClockCalls.longOf(reply.get(1)));
            }
            if (outcome != DataSteps.ASKS) {
                return OptionalLong.empty();
            }
            if (matches(reply.get(2), key)) {
                dead = (byte[]) reply.get(1);
            } else {
                matched = DataSteps.position(DataSteps.longAt(reply, 3));
            }
        }
    }

    private boolean matches(Object patterns, String key) {
        return ((List<?>) patterns).stream().anyMatch(pattern -> LogCodec.patternOf((byte[]) pattern).matches(region, key));
    }

    /**
     * First what is there is judged, then it is added to, if it is the same still. So who adds to what was evicted between the two adds
     * before that eviction, and who comes after it finds nothing.
     */
    private OptionalLong addInSteps(String key, byte[] by, byte[] deadline, byte[] digests, long keep) {
        for (int attempt = 0; attempt < TRIES; attempt++) {
            Counter there = there(key);
            List<?> done;
            if (isValid(key, there)) {
                done = DataSteps.list(link.runOnce(CounterScripts.ADD_TO, List.of(keys.counter(region, key)), List.of(there.seal(),
                        by)));
            } else {
                List<?> stand = DataSteps.list(link.run(DataScripts.STAND, keys.table(), List.of(digests)));
                if (stand.size() < 3) {
                    return OptionalLong.empty();
                }
                byte[] head = head((byte[]) stand.get(0), DataSteps.position(DataSteps.longAt(stand, 1)), deadline, digests);
                done = DataSteps.list(link.runOnce(CounterScripts.BEGIN, List.of(keys.counter(region, key)), List.of(there.seal(), head,
                        by, DataSteps.number(keep))));
            }
            if (DataSteps.longAt(done, 0) == DataSteps.DONE) {
                return OptionalLong.of(ClockCalls.longOf(done.get(1)));
            }
        }
        return OptionalLong.empty();
    }

    private boolean isValid(String key, Counter there) {
        byte[] head = there.head();
        if (head.length < DIGESTS || Arrays.compare(head, DEADLINE, DIGESTS, DataSteps.digits(backend.now()), 0, 16) <= 0) {
            return false;
        }
        List<?> worth = DataSteps.list(link.run(Scripts.CHECK, keys.table(), List.of(Arrays.copyOfRange(head, EPOCH, FENCE),
                Arrays.copyOfRange(head, FENCE, DEADLINE), Arrays.copyOfRange(head, DIGESTS, head.length))));
        return DataSteps.isThere(worth.get(0)) && !matches(worth.get(2), key);
    }

    /** What is there; empty where it is no counter. */
    private record Counter(byte[] head, byte[] seal, byte[] sum) {
    }

    private Counter there(String key) {
        List<?> parts = DataSteps.list(link.run(CounterScripts.READ, List.of(keys.counter(region, key)), List.of()));
        return new Counter((byte[]) parts.get(0), (byte[]) parts.get(1), (byte[]) parts.get(2));
    }

    private static byte[] head(byte[] epoch, byte[] fence, byte[] deadline, byte[] digests) {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        head.writeBytes(MARK);
        head.writeBytes(epoch);
        head.writeBytes(fence);
        head.writeBytes(deadline);
        head.writeBytes(digests);
        return head.toByteArray();
    }

    private static byte[] digests(Entry<?> entry) {
        ByteArrayOutputStream digests = new ByteArrayOutputStream();
        digests.writeBytes(Digest.of(new Tag.Everything()));
        digests.writeBytes(Digest.of(new Tag.OfRegion(entry.region())));
        digests.writeBytes(Digest.ofKey(entry.region(), entry.key()));
        for (String tag : entry.tags()) {
            digests.writeBytes(Digest.of(new Tag.Named(tag)));
            digests.writeBytes(Digest.of(new Tag.NamedIn(entry.region(), tag)));
        }
        return digests.toByteArray();
    }
}
