package dev.etagere.bench;

import dev.etagere.store.ByteCodec;
import dev.etagere.store.Entry;
import dev.etagere.store.SharedStore;
import dev.etagere.store.Store;
import dev.etagere.store.StoreBackend;
import dev.etagere.store.Tag;
import dev.etagere.store.ValueType;
import dev.etagere.store.memory.MemoryBackend;
import dev.etagere.store.memory.MemoryOptions;
import dev.etagere.store.redis.RedisBackend;
import dev.etagere.store.redis.RedisOptions;
import dev.etagere.store.redis.TestRedis;
import dev.etagere.store.tiered.TieredBackend;
import dev.etagere.store.tiered.TieredOptions;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.RedisClient;

/**
 * What is asked of Redis beside a PING, and a GET of the same size, over the same loopback in the same run: a far hit, a put and an
 * eviction, by the store in Redis alone and behind the helper threads that bound what a request waits. Then what of it Redis itself spent.
 *
 * <p>Arguments: rounds (60), times in a block (200), bytes of a value (1024).
 */
public final class RedisCost {

    static final ValueType<byte[]> BYTES = ValueType.shared(bytes -> bytes.length, new ByteCodec<byte[]>() {
        @Override
        public byte[] encode(byte[] value) {
            return value;
        }

        @Override
        public Optional<byte[]> decode(byte[] bytes) {
            return Optional.of(bytes);
        }
    });

    private RedisCost() {
    }

    public static void main(String[] arguments) throws Exception {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 60;
        int times = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 200;
        int size = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 1_024;
        Clock clock = Clock.systemUTC();
        ExecutorService helper = Executors.newSingleThreadExecutor();
        try (TestRedis redis = TestRedis.started(); RedisClient beside = redis.client()) {
            RedisOptions options = redis.options();
            try (RedisBackend far = RedisBackend.open(options, clock);
                    TieredBackend tiered = TieredBackend.over(nothingNear(clock, far), far, clock, TieredOptions.DEFAULT.withTimeLimit(
                            Duration.ofSeconds(5)), "cost")) {
                SharedStore<byte[]> store = far.open("pages", BYTES);
                Store<byte[]> behindHelpers = tiered.open("pages", BYTES);
                byte[] value = new byte[size];
                byte[] name = "name".getBytes(StandardCharsets.US_ASCII);
                byte[] script = "return ARGV[1]".getBytes(StandardCharsets.US_ASCII);
                byte[] sha = beside.scriptLoad("return ARGV[1]").getBytes(StandardCharsets.US_ASCII);
                beside.set(name, value);
                store.put(entry(far, "k", value));
                expect(store.get("k").isPresent() && behindHelpers.get("k").isPresent());
                System.out.printf(Locale.ROOT, "%d rounds of blocks of %d, %d bytes%n", rounds, times, size);
                new Turns(rounds, times)
                        .waited("PING", beside::ping)
                        .waited("PING again", beside::ping)
                        .waited("PING by a helper thread", () -> helper.submit(() -> beside.ping()).get(5, TimeUnit.SECONDS))
                        .waited("GET", () -> beside.get(name))
                        .waited("SET", () -> beside.set(name, value))
                        .waited("EVALSHA of a script that does nothing", () -> beside.evalsha(sha, List.of(), List.of(name)))
                        .waited("far hit", () -> expect(store.get("k").isPresent()))
                        .waited("far hit by a helper", () -> expect(behindHelpers.get("k").isPresent()))
                        .waited("put", () -> expect(store.put(entry(far, "p", value))))
                        .waited("put by a helper", () -> behindHelpers.put(entry(far, "p", value)))
                        .waited("evict", () -> expect(far.clock().evict(List.of(new Tag.Named("t"))).delivered()))
                        .waited("evict by a helper", () -> expect(tiered.clock().evict(List.of(new Tag.Named("t"))).delivered()))
                        .run(System.out);
                inRedis(beside, "far hit", () -> store.get("k"));
                inRedis(beside, "put", () -> store.put(entry(far, "p", value)));
                inRedis(beside, "evict", () -> far.clock().evict(List.of(new Tag.Named("t"))));
            }
        } finally {
            helper.shutdown();
        }
    }

    /** In whose near store there is room for nothing, so that each read goes on to Redis. */
    private static StoreBackend nothingNear(Clock clock, RedisBackend far) {
        return MemoryBackend.open(new MemoryOptions(1, 1, 128, Duration.ofDays(1)), clock, far.clock());
    }

    static Entry<byte[]> entry(RedisBackend node, String key, byte[] value, String... tags) {
        return new Entry<>("pages", key, value, List.of(tags), node.clock().epoch(), node.clock().position(),
                System.currentTimeMillis() + 3_600_000);
    }

    /** How long the script took by Redis's own count, and which commands it made. */
    private static void inRedis(RedisClient beside, String name, Runnable work) {
        int times = 2_000;
        beside.sendCommand(Command.CONFIG, "RESETSTAT");
        for (int i = 0; i < times; i++) {
            work.run();
        }
        System.out.printf(Locale.ROOT, "  in Redis, %d times: %s%n", times, name);
        beside.info("commandstats").lines().filter(line -> line.startsWith("cmdstat_")).forEach(line -> System.out.println("    " + line));
    }

    static void expect(boolean holds) {
        if (!holds) {
            throw new IllegalStateException("the benchmark does not measure what it says");
        }
    }
}
