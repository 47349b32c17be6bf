package dev.etagere.store.tiered;

import static org.assertj.core.api.Assertions.assertThat;

import dev.etagere.store.ByteCodec;
import dev.etagere.store.Entry;
import dev.etagere.store.Hit;
import dev.etagere.store.Store;
import dev.etagere.store.Tag;
import dev.etagere.store.Tier;
import dev.etagere.store.Turn;
import dev.etagere.store.ValueType;
import dev.etagere.store.memory.MemoryBackend;
import dev.etagere.store.memory.MemoryOptions;
import dev.etagere.store.redis.RedisBackend;
import dev.etagere.store.redis.RedisOptions;
import dev.etagere.store.redis.TestRedis;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One node at a time loads a key. */
@Timeout(60)
class LeaseTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(50);
    private static TestRedis redis;

    private final RedisOptions options = redis.options();
    private final List<TieredBackend> nodes = new ArrayList<>();
    private final TieredBackend a = node();
    private final TieredBackend b = node();
    private final Store<String> atA = store(a);
    private final Store<String> atB = store(b);

    @BeforeAll
    static void startRedis() {
        redis = TestRedis.started();
    }

    @AfterAll
    static void stopRedis() {
        redis.close();
    }

    @AfterEach
    void closeNodes() {
        nodes.forEach(TieredBackend::close);
    }

    private TieredBackend node() {
        Clock clock = Clock.systemUTC();
        RedisBackend far = RedisBackend.open(options, clock);
        TieredBackend node = TieredBackend.over(MemoryBackend.open(MemoryOptions.DEFAULT, clock, far.clock()), far, clock,
                TieredOptions.DEFAULT.withTimeLimit(Duration.ofSeconds(5)), "lease");
        nodes.add(node);
        while (!node.hears()) {
            Thread.onSpinWait();
        }
        return node;
    }

    private static Store<String> store(TieredBackend node) {
        return node.open("pages", ValueType.shared(String::length, new ByteCodec<String>() {
            @Override
            public byte[] encode(String value) {
                return value.getBytes(StandardCharsets.UTF_8);
            }

            @Override
            public Optional<String> decode(byte[] bytes) {
                return Optional.of(new String(bytes, StandardCharsets.UTF_8));
            }
        }));
    }

    private static Entry<String> entry(TieredBackend node, String value) {
        return new Entry<>("pages", "k", value, List.of(), node.clock().epoch(), node.clock().position(),
                System.currentTimeMillis() + 3_600_000);
    }

    private static boolean eventually(BooleanSupplier holds) {
        long end = System.nanoTime() + LONG.toNanos();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            LockSupport.parkNanos(1_000_000);
        }
        return true;
    }

    @Test
    void whoComesFirstDoesNotWait() {
        Turn turn = atA.turn("k", LONG);
        assertThat(turn.changed()).isFalse();
        turn.end();
        turn.end();
    }

    @Test
    void theOtherWaitsAndFindsWhatTheFirstPut() throws Exception {
        Turn first = atA.turn("k", LONG);
        CompletableFuture<Turn> second = CompletableFuture.supplyAsync(() -> atB.turn("k", LONG));
        assertThat(second).isNotDone();
        atA.put(entry(a, "v"));
        assertThat(second.get().changed()).isTrue();
        assertThat(atB.get("k")).map(Hit::value).contains("v");
        first.end();
    }

    @Test
    void whatAnotherNodePutIsFarAtFirstAndNearFromThenOn() {
        atA.put(entry(a, "v"));
        assertThat(atA.get("k")).contains(new Hit<>("v", false, Tier.NEAR));
        assertThat(atB.get("k")).contains(new Hit<>("v", false, Tier.FAR));
        assertThat(atB.get("k")).contains(new Hit<>("v", false, Tier.NEAR));
    }

    @Test
    void theOtherTakesOverWhereTheFirstPutsNothing() throws Exception {
        Turn first = atA.turn("k", LONG);
        CompletableFuture<Turn> second = CompletableFuture.supplyAsync(() -> atB.turn("k", LONG));
        first.end();
        assertThat(second.get().changed()).isFalse();
        second.get().end();
        atA.turn("k", LONG).end();
    }

    @Test
    void whoHasWaitedForAsLongAsItMayGoesAhead() {
        atA.turn("k", LONG);
        assertThat(atB.turn("k", SHORT).changed()).isFalse();
    }

    @Test
    void aHolderThatDiesBlocksNobodyForLongerThanItsTurn() {
        atA.turn("k", SHORT);
        Turn second = atB.turn("k", LONG);
        assertThat(second.changed()).isFalse();
        second.end();
    }

    @Test
    void aNodeThatIsClosedBlocksNobody() throws Exception {
        Turn first = atA.turn("k", LONG);
        atA.turn("other", LONG);
        CompletableFuture<Turn> second = CompletableFuture.supplyAsync(() -> atB.turn("k", LONG));
        a.close();
        long closed = System.nanoTime();
        second.get().end();
        atB.turn("other", LONG).end();
        assertThat(Duration.ofNanos(System.nanoTime() - closed)).isLessThan(LONG.dividedBy(2));
        first.end();
        assertThat(atA.turn("k", LONG)).isSameAs(Turn.OPEN);
    }

    @Test
    void whoDoesNotWaitIsToldThatItIsAnothersTurn() {
        Turn first = atA.tryTurn("k", LONG).orElseThrow();
        assertThat(atB.tryTurn("k", LONG)).isEmpty();
        assertThat(atB.tryTurn("other", LONG)).isPresent();
        first.end();
        assertThat(eventually(() -> atB.tryTurn("k", LONG).isPresent())).isTrue();
    }

    @Test
    void whoDoesNotWaitFindsWhatAnotherHasPutMeanwhile() {
        Entry<String> old = entry(a, "old");
        atA.put(old);
        assertThat(atB.get("k")).map(Hit::value).contains("old");
        atA.put(old.with("new").until(old.deadline() + 1));
        assertThat(atB.get("k")).as("that a response was put is told to nobody").map(Hit::value).contains("old");
        Turn turn = atB.tryTurn("k", LONG).orElseThrow();
        assertThat(turn.changed()).isTrue();
        assertThat(atB.get("k")).map(Hit::value).contains("new");
        turn.end();
    }

    @Test
    void aHolderWhoseTurnIsOverDoesNotReplaceTheNewerValue() throws InterruptedException {
        Entry<String> slow = entry(a, "old");
        Turn lapsed = atA.turn("k", SHORT);
        Turn second = atB.turn("k", LONG);
        atB.put(entry(b, "new"));
        second.end();
        assertThat(atA.put(slow)).isTrue();
        assertThat(atA.get("k")).map(Hit::value).contains("new");
        assertThat(atB.get("k")).map(Hit::value).contains("new");
        lapsed.end();
    }

    @Test
    void whoBeganBeforeAnEvictionDoesNotReplaceTheNewerValue() throws InterruptedException {
        Entry<String> slow = entry(a, "old");
        b.clock().evict(List.of(new Tag.Named("unrelated")));
        atB.put(entry(b, "new"));
        assertThat(atA.put(slow)).isTrue();
        assertThat(atA.get("k")).map(Hit::value).contains("new");
    }

    @Test
    void ofManyNodesOneLoads() throws Exception {
        List<CompletableFuture<String>> all = new ArrayList<>();
        AtomicInteger loads = new AtomicInteger();
        CountDownLatch go = new CountDownLatch(1);
        for (int i = 0; i < 5; i++) {
            TieredBackend node = i < 2 ? nodes.get(i) : node();
            Store<String> store = store(node);
            CompletableFuture<String> one = new CompletableFuture<>();
            Thread thread = new Thread(() -> {
                try {
                    go.await();
                    Turn turn = store.turn("k", LONG);
                    Optional<Hit<String>> there = store.get("k");
                    if (there.isEmpty()) {
                        loads.incrementAndGet();
                        store.put(entry(node, "v"));
                    }
                    turn.end();
                    one.complete(store.get("k").orElseThrow().value());
                } catch (InterruptedException | RuntimeException e) {
                    one.completeExceptionally(e);
                }
            });
            thread.start();
            all.add(one);
        }
        go.countDown();
        for (CompletableFuture<String> one : all) {
            assertThat(one.get()).isEqualTo("v");
        }
        assertThat(loads).hasValue(1);
    }
}
