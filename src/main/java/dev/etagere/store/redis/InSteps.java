package dev.etagere.store.redis;

import dev.etagere.store.SharedData.Over;
import dev.etagere.store.Tag;
import dev.etagere.store.redis.DataFrame.Head;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A Cluster: a value, the clock and the indexes live on different servers, and others, or a crash, may come between the steps.
 *
 * <p><b>Put.</b> <em>Announce</em>: what is there gets the writer's word; from now on it is read, but kept near by nobody. <em>Tell</em>:
 * the clock judges the new value, and tells all to forget the key, under the next number. <em>Enter</em> the key into the indexes.
 * <em>Settle</em>: the new value takes the place of what has the writer's word still; if it has not, all is done again.
 *
 * <p><b>Why it holds.</b> Who keeps near what was there before read it before it was announced, hence knew a lower number than the one that
 * was told after; so it is forgotten when that is heard. Nothing else was settled between a put's announcement and its end; so of two
 * puts the one that ends later told the higher number, and what is kept near with that number as its fence is the later one. Who crashes
 * on the way leaves what was there, or nothing, to be read from here and kept near by nobody until the next put or touch; or keys in an
 * index under which nothing is found.
 *
 * <p>A server in whose place another one is may still answer, as one does that stood still: it has what was there before. So who heard of
 * a later put than that which is found does not keep this near; nor is what fills a gap kept there once a put of its key is heard that was
 * told after its writer began. A put that lost against another one was told too: what won may then be read from here until the next put.
 */
final class InSteps extends DataSteps {

    private static final int TRIES = 12;
    private static final long ANNOUNCED_MILLIS = 10_000;
    private static final String ANY = "any";

    InSteps(RedisBackend backend, String region) {
        super(backend, region);
    }

    @Override
    List<Optional<Weighed>> weigh(List<String> some) {
        List<@Nullable Object> values = runAll(DataScripts.VALUE, some);
        List<Optional<DataFrame>> read = new ArrayList<>();
        List<Head> heads = new ArrayList<>();
        for (int i = 0; i < some.size(); i++) {
            Optional<DataFrame> value = decoded(some.get(i), (byte[]) values.get(i));
            value.ifPresent(is -> heads.add(is.head()));
            read.add(value);
        }
        List<List<?>> worths = check(heads);
        List<Optional<Weighed>> found = new ArrayList<>();
        int next = 0;
        for (int i = 0; i < some.size(); i++) {
            Optional<DataFrame> value = read.get(i);
            if (value.isPresent()) {
                List<?> worth = worths.get(next++);
                boolean there = isThere(worth.get(0)) && !matches(worth.get(2), some.get(i));
                found.add(there ? Optional.of(new Weighed(value.get(), isExpired(worth.get(0)))) : Optional.empty());
            } else {
                found.add(Optional.empty());
            }
        }
        return found;
    }

    private List<List<?>> check(List<Head> heads) {
        List<List<?>> worths = new ArrayList<>();
        for (Object reply : link.runAll(Scripts.CHECK, heads.stream().map(head -> keys.table()).toList(),
                heads.stream().map(Head::toCheck).toList())) {
            worths.add(list(reply));
        }
        return worths;
    }

    private List<@Nullable Object> runAll(Script script, List<String> some) {
        return link.runAll(script, some.stream().map(this::named).toList(), some.stream().map(key -> List.<byte[]>of()).toList());
    }

    private List<byte[]> named(String key) {
        return List.of(keys.data(region, key));
    }

    /** What is under a key: stamp and writer, empty where nothing is; and the head of a value. */
    private record There(String id, Optional<Head> head) {
        private static There of(@Nullable Object reply) {
            List<?> parts = list(reply);
            return new There(ClockCalls.textOf(parts.get(0)), Head.read((byte[]) parts.get(1)));
        }
    }

    /** The heads of those that are there and valid. */
    private List<Optional<Head>> valid(List<String> some, List<There> there) {
        List<Head> heads = new ArrayList<>();
        there.forEach(is -> is.head().filter(this::isInTime).ifPresent(heads::add));
        List<List<?>> worths = check(heads);
        List<Optional<Head>> valid = new ArrayList<>();
        int next = 0;
        for (int i = 0; i < some.size(); i++) {
            Optional<Head> head = there.get(i).head().filter(this::isInTime);
            if (head.isPresent()) {
                List<?> worth = worths.get(next++);
                valid.add(isThere(worth.get(0)) && !matches(worth.get(2), some.get(i)) ? head : Optional.empty());
            } else {
                valid.add(Optional.empty());
            }
        }
        return valid;
    }

    private boolean isInTime(Head head) {
        return head.deadline() > backend.now();
    }

    private List<There> heads(List<String> some) {
        return runAll(DataScripts.READ_HEAD, some).stream().map(There::of).toList();
    }

    @Override
    OptionalLong place(Draft draft, Over over) {
        String key = draft.entry().key();
        String writer = Frame.epoch(ThreadLocalRandom.current().nextLong() | 1);
        for (int attempt = 0; attempt < TRIES; attempt++) {
            pause(attempt);
            draft.checkTime();
            String there = ANY;
            if (!(over instanceof Over.Anything)) {
                There now = heads(List.of(key)).get(0);
                if (now.head().filter(head -> head.stamp().equals(draft.stamp())).isPresent()) {
                    return OptionalLong.of(draft.entry().fence());
                }
                if (!isAsExpected(over, valid(List.of(key), List.of(now)).get(0))) {
                    return OptionalLong.empty();
                }
                there = now.id();
            }
            boolean told = !(over instanceof Over.Gap);
            if (told) {
                there = announced(key, there, writer);
                if (there.isEmpty()) {
                    continue;
                }
            }
            Optional<Told> valid = tell(key, draft.toCheck(), draft.entry().fence(), told ? LogCodec.encode(change(key)) : NOTHING);
            if (valid.isEmpty()) {
                discard(key, there);
                return OptionalLong.empty();
            }
            enter(draft, valid.get().generations());
            byte[] value = DataFrame.numbered(draft.bytes(), valid.get().number());
            if (link.run(DataScripts.SETTLE, named(key), List.of(ascii(there), value, number(draft.keep()))).equals(1L)) {
                return OptionalLong.of(told ? valid.get().number() : Math.min(valid.get().number(), draft.known()));
            }
        }
        backend.clock().make(change(key));
        return OptionalLong.empty();
    }

    private static boolean isAsExpected(Over over, Optional<Head> valid) {
        return over instanceof Over.That that ? valid.filter(head -> head.stamp().equals(that.stamp())).isPresent() : valid.isEmpty();
    }

    /** Others had the same in mind: let one of them be faster. */
    private static void pause(int attempt) {
        if (attempt > 0) {
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(TimeUnit.MICROSECONDS.toNanos(500L * (1L << Math.min(attempt, 4)))));
        }
    }

    private String announced(String key, String expected, String writer) {
        return ClockCalls.textOf(link.run(DataScripts.ANNOUNCE, named(key), List.of(ascii(expected), ascii(writer),
                number(ANNOUNCED_MILLIS))));
    }

    private void discard(String key, String id) {
        if (!id.isEmpty() && !id.equals(ANY)) {
            link.run(DataScripts.DISCARD, named(key), List.of(ascii(id)));
        }
    }

    /** What the clock said: a number, and what the members of the indexes came after. */
    private record Told(long number, List<byte[]> generations) {
    }

    /** Empty where the entry is evicted already. */
    private Optional<Told> tell(String key, List<byte[]> toCheck, long fence, byte[] change) {
        byte[] matched = position(fence);
        while (true) {
            List<?> reply = list(link.run(DataScripts.ANNOUNCED, keys.clock(), List.of(toCheck.get(0), toCheck.get(1), toCheck.get(2),
                    matched, change, since(), maxLog())));
            long outcome = longAt(reply, 0);
            if (outcome == DONE) {
                long number = longAt(reply, 1);
                if (change.length > 0) {
                    made(change(key), ClockCalls.epoch(toCheck.get(0)), number, reply.get(2));
                }
                return Optional.of(new Told(number, ((List<?>) reply.get(3)).stream().map(each -> (byte[]) each).toList()));
            }
            if (outcome != ASKS || matches(reply.get(2), key)) {
                return Optional.empty();
            }
            matched = position(longAt(reply, 3));
        }
    }

    private void enter(Draft draft, List<byte[]> generations) {
        byte[] member = Wire.bytes(draft.entry().key());
        byte[] deadline = digits(draft.entry().deadline());
        List<byte[]> names = indexes(draft.entry().tags());
        List<List<byte[]>> arguments = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            arguments.add(List.of(generations.get(i), member, deadline, number(draft.keep()), now()));
        }
        link.runAll(DataScripts.ENTER, names.stream().map(List::of).toList(), arguments);
    }

    @Override
    boolean touch(String key, long deadline, long keep) {
        String writer = Frame.epoch(ThreadLocalRandom.current().nextLong() | 1);
        for (int attempt = 0; attempt < TRIES; attempt++) {
            pause(attempt);
            There now = heads(List.of(key)).get(0);
            Optional<Head> valid = valid(List.of(key), List.of(now)).get(0);
            if (valid.isEmpty()) {
                return false;
            }
            Head head = valid.get();
            String id = head.id();
            byte[] told = NOTHING;
            if (deadline < head.deadline() || !head.isSettled()) {
                id = announced(key, id, writer);
                if (id.isEmpty()) {
                    continue;
                }
                long fence = Long.parseLong(ClockCalls.textOf(head.toCheck().get(1)));
                Optional<Told> number = tell(key, head.toCheck(), fence, LogCodec.encode(change(key)));
                if (number.isEmpty()) {
                    return false;
                }
                told = position(number.get().number());
            }
            prolongIn(key, head, deadline, keep);
            if (link.run(DataScripts.PROLONG, named(key), List.of(ascii(id), digits(deadline), number(keep), told)).equals(1L)) {
                return true;
            }
        }
        return false;
    }

    private void prolongIn(String key, Head head, long deadline, long keep) {
        byte[] digests = head.toCheck().get(2);
        List<List<byte[]>> names = new ArrayList<>();
        names.add(List.of(keys.index(Arrays.copyOfRange(digests, Digest.LENGTH, 2 * Digest.LENGTH))));
        for (int i = 4 * Digest.LENGTH; i < digests.length; i += 2 * Digest.LENGTH) {
            names.add(List.of(keys.index(Arrays.copyOfRange(digests, i, i + Digest.LENGTH))));
        }
        List<byte[]> arguments = List.of(Wire.bytes(key), digits(deadline), number(keep));
        link.runAll(DataScripts.PROLONG_IN, names, names.stream().map(name -> arguments).toList());
    }

    @Override
    long drop(List<String> some) {
        List<There> there = heads(some);
        List<Optional<Head>> valid = valid(some, there);
        for (int i = 0; i < some.size(); i++) {
            drop(some.get(i), there.get(i));
        }
        return valid.stream().filter(Optional::isPresent).count();
    }

    @Override
    void sweep(List<String> some) {
        List<There> there = heads(some);
        List<Optional<Head>> valid = valid(some, there);
        for (int i = 0; i < some.size(); i++) {
            if (valid.get(i).isEmpty()) {
                drop(some.get(i), there.get(i));
            }
        }
    }

    /** It leaves the index of the region, by which entries are counted; that of a tag might lose it though it is put again meanwhile. */
    private void drop(String key, There there) {
        discard(key, there.id());
        there.head().ifPresent(head -> link.run(DataScripts.LEAVE, List.of(keys.index(new Tag.OfRegion(region))),
                List.of(Wire.bytes(key), digits(head.deadline()))));
    }
}
