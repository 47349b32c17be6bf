package dev.etagere.store.tiered;

import static org.assertj.core.api.Assertions.assertThat;

import dev.etagere.store.ByteCodec;
import dev.etagere.store.Entry;
import dev.etagere.store.EvictionClock;
import dev.etagere.store.Hit;
import dev.etagere.store.SharedBackend;
import dev.etagere.store.SharedStore;
import dev.etagere.store.Store;
import dev.etagere.store.StoreHealth;
import dev.etagere.store.Tag;
import dev.etagere.store.Turn;
import dev.etagere.store.ValueType;
import dev.etagere.store.memory.MemoryBackend;
import dev.etagere.store.memory.MemoryOptions;
import dev.etagere.store.redis.Commands;
import dev.etagere.store.redis.RedisBackend;
import dev.etagere.store.redis.TestRedis;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When the far store is asked, and when not. */
@Timeout(60)
class CallsTest {

    private static final Set<String> CALLS = Set.of("get", "find", "findAll", "put", "remove", "lease", "release", "turn", "make", "probe");
    private static final ValueType<String> TEXT = ValueType.shared(String::length, new ByteCodec<String>() {
        @Override
        public byte[] encode(String value) {
            return value.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public Optional<String> decode(byte[] bytes) {
            return Optional.of(new String(bytes, StandardCharsets.UTF_8));
        }
    });

    private final AtomicInteger calls = new AtomicInteger();
    private TestRedis redis;
    private TieredBackend node;
    private Store<String> store;
    private SharedStore<String> beside;

    @BeforeEach
    void start() {
        redis = TestRedis.started();
        Clock clock = Clock.systemUTC();
        RedisBackend counted = RedisBackend.open(redis.options(), clock);
        SharedBackend far = counted(SharedBackend.class, counted);
        Duration never = Duration.ofDays(1);
        node = TieredBackend.over(MemoryBackend.open(MemoryOptions.DEFAULT, clock, far.clock()), far, clock,
                new TieredOptions(Duration.ofSeconds(5), 2, never, never), "calls");
        store = node.open("pages", TEXT);
        beside = counted.open("pages", TEXT);
        while (!node.hears()) {
            Thread.onSpinWait();
        }
    }

    @AfterEach
    void close() {
        node.close();
        redis.close();
    }

    /** The same, with its calls counted that lead to Redis; and what it opens or has, too. */
    private <T> T counted(Class<T> type, T counted) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
            if (CALLS.contains(method.getName())) {
                calls.incrementAndGet();
            }
            try {
                Object result = method.invoke(counted, arguments);
                if (result instanceof SharedStore<?> opened) {
                    return counted(SharedStore.class, opened);
                }
                return method.getName().equals("clock") ? counted(EvictionClock.class, (EvictionClock) result) : result;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }

    private Entry<String> entry(String key) {
        return new Entry<>("pages", key, "v", List.of("t"), node.clock().epoch(), node.clock().position(),
                System.currentTimeMillis() + 3_600_000);
    }

    @Test
    void aNearHitCallsForNothing() {
        Commands commands = Commands.at(List.of(redis.port()));
        store.put(entry("k"));
        assertThat(store.get("k").map(Hit::value)).contains("v");
        int before = calls.get();
        Map<String, Long> made = commands.during(() -> {
            for (int i = 0; i < 1_000; i++) {
                assertThat(store.get("k")).isPresent();
            }
        });
        assertThat(made).isEmpty();
        assertThat(calls.get()).isEqualTo(before);
    }

    @Test
    void aFarHitIsOneRoundTripAndFromThenOnItIsNear() {
        Commands commands = Commands.at(List.of(redis.port()));
        for (int i = 0; i < 100; i++) {
            assertThat(beside.put(entry("far" + i))).isTrue();
        }
        AtomicInteger next = new AtomicInteger();
        Map<String, Long> made = commands.during(() -> {
            String key = "far" + next.getAndIncrement();
            assertThat(store.get(key)).isPresent();
            assertThat(store.get(key)).isPresent();
        });
        assertThat(made).containsEntry("evalsha", 1L).containsEntry("get", 1L);
    }

    @Test
    void aRedisThatIsReachedAgainIsTriedAtOnceThoughNobodyAsksAndHoweverLongTheRest() {
        redis.stop();
        assertThat(store.get("k")).isEmpty();
        assertThat(node.storeHealth().breaker()).isEqualTo(StoreHealth.Breaker.OPEN);
        redis.start();
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (node.storeHealth().state() != StoreHealth.State.SHARED) {
            assertThat(System.nanoTime() - end).isNegative();
            Thread.onSpinWait();
        }
        assertThat(store.put(entry("k"))).isTrue();
        assertThat(beside.get("k")).isPresent();
    }

    @Test
    void whileRedisIsAwayAndTheBreakerOpenNothingIsTried() {
        store.put(entry("k"));
        redis.stop();
        int before = calls.get();
        assertThat(store.get("other")).isEmpty();
        assertThat(calls.get()).as("the first finds out").isEqualTo(before + 1);
        assertThat(node.storeHealth().breaker()).isEqualTo(StoreHealth.Breaker.OPEN);
        for (int i = 0; i < 1_000; i++) {
            String key = "loaded" + i;
            assertThat(store.get(key)).isEmpty();
            Turn turn = store.turn(key, Duration.ofSeconds(5));
            assertThat(store.put(entry(key))).isTrue();
            turn.end();
            assertThat(store.get(key)).isPresent();
            store.remove(key);
            assertThat(node.clock().evict(List.of(new Tag.Named("t"))).delivered()).isFalse();
        }
        assertThat(calls.get()).isEqualTo(before + 1);
    }
}
