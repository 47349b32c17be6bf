package dev.etagere.store.fault;

import dev.etagere.store.redis.RedisOptions;
import dev.etagere.store.redis.TestCluster;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.util.JedisClusterCRC16;

/** Three primaries and their replicas, whose slots move, and which are lost, hang, and change places. */
final class ClusterStage implements Stage {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final long PAUSE = Duration.ofMillis(50).toNanos();
    private static final int SLOTS = 8;

    private final TestCluster redis = TestCluster.withReplicas(Duration.ofMillis(600));
    private final Deque<Kind> next = new ArrayDeque<>();

    private enum Kind { MOVE_CLOCK, MOVE_VALUES, KILL, HANG, CUT, FAIL_OVER }

    ClusterStage() {
        mend();
    }

    @Override
    public RedisOptions options(int node, String namespace) {
        return RedisOptions.of(redis.address(), namespace).withConnectTimeout(Duration.ofSeconds(5));
    }

    /** Each kind once before any comes again. Where the cluster was down of itself, as on a busy machine, that was the fault. */
    @Override
    public void fault(Random chance, String namespace) throws InterruptedException {
        if (next.isEmpty()) {
            List<Kind> all = new ArrayList<>(List.of(Kind.values()));
            Collections.shuffle(all, chance);
            next.addAll(all);
        }
        try {
            inflict(next.remove(), chance, JedisClusterCRC16.getSlot(namespace));
        } catch (JedisException | NoSuchElementException down) {
            LockSupport.parkNanos(PAUSE);
        }
        mend();
    }

    private void inflict(Kind kind, Random chance, int clock) throws InterruptedException {
        List<Integer> primaries = redis.primaries();
        int any = primaries.get(chance.nextInt(primaries.size()));
        int other = primaries.stream().filter(port -> port != any).findAny().orElseThrow();
        int one = chance.nextBoolean() ? any : redis.primaryOf(clock);
        switch (kind) {
            case MOVE_CLOCK -> redis.move(clock, redis.primaryOf(clock) == any ? other : any);
            case MOVE_VALUES -> redis.someSlots(any, SLOTS).forEach(slot -> redis.move(slot, other));
            case KILL -> {
                boolean replaced = redis.replicaOf(one).isPresent() && chance.nextBoolean();
                redis.kill(one);
                try {
                    if (replaced) {
                        takenOver(one, () -> { });
                    }
                } finally {
                    redis.revive(one);
                }
            }
            case HANG -> {
                redis.hang(one);
                Thread.sleep(50 + chance.nextInt(chance.nextBoolean() ? 3_000 : 400));
                redis.resume(one);
            }
            case CUT -> primaries.forEach(redis::cut);
            default -> {
                OptionalInt replica = redis.replicaOf(one);
                if (replica.isPresent()) {
                    takenOver(one, () -> redis.failOver(replica.getAsInt()));
                }
            }
        }
    }

    private void takenOver(int primary, Runnable again) {
        await(() -> {
            again.run();
            return !redis.primaries().contains(primary);
        }, "no replica took the place of " + primary);
    }

    @Override
    public void mend() {
        await(() -> {
            redis.endMoves();
            return redis.isWell();
        }, "the cluster does not agree");
    }

    /** Asking is work for all of them, so it is not done all the time. */
    private void await(BooleanSupplier holds, String otherwise) {
        Node.eventually(LONG, () -> {
            LockSupport.parkNanos(PAUSE);
            return holds.getAsBoolean();
        }, () -> otherwise + ":\n" + redis);
    }

    @Override
    public void close() {
        redis.close();
    }
}
