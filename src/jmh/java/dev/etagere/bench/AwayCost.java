package dev.etagere.bench;

import dev.etagere.cache.CacheManager;
import dev.etagere.cache.Region;
import dev.etagere.cache.Region.Lifetime;
import dev.etagere.store.StoreBackend;
import dev.etagere.store.memory.MemoryBackend;
import dev.etagere.store.memory.MemoryOptions;
import dev.etagere.store.redis.RedisBackend;
import dev.etagere.store.redis.RedisOptions;
import dev.etagere.store.redis.TestRedis;
import dev.etagere.store.tiered.TieredBackend;
import dev.etagere.store.tiered.TieredOptions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import redis.clients.jedis.RedisClient;

/**
 * What a request waits that finds nothing, loads and puts, while Redis hangs or is down: the first ones each by itself, and later ones beside
 * the same in the memory store. The load itself takes no time. It hangs twice, as the first time classes are loaded on the way.
 *
 * <p>Arguments: rounds (40), times in a block (1000).
 */
public final class AwayCost {

    private static final Clock CLOCK = Clock.systemUTC();
    private static final int FIRST = 5;

    private final Region<byte[]> region;
    private int next;

    private AwayCost(CacheManager caches) {
        this.region = caches.region("pages", bytes -> bytes.length, new NearCost.Bytes());
    }

    public static void main(String[] arguments) throws Exception {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 40;
        int times = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1_000;
        for (String how : List.of("hangs", "hangs again", "is down")) {
            try (TestRedis redis = TestRedis.started(); CacheManager memory = new CacheManager(MemoryBackend.open(MemoryOptions.DEFAULT,
                    CLOCK), CLOCK); CacheManager shared = new CacheManager(tiered(redis), CLOCK)) {
                AwayCost away = new AwayCost(shared);
                for (int i = 0; i < 1_000; i++) {
                    away.load();
                }
                long pid = pid(redis);
                if (how.startsWith("hangs")) {
                    signal("-STOP", pid);
                } else {
                    redis.stop();
                }
                System.out.println("Redis " + how);
                for (int i = 1; i <= FIRST; i++) {
                    long start = System.nanoTime();
                    away.load();
                    System.out.printf(Locale.ROOT, "  request %d after that: %.3f ms%n", i, (System.nanoTime() - start) / 1e6);
                }
                AwayCost inMemory = new AwayCost(memory);
                new Turns(rounds, times).waited("memory store", inMemory::load).waited("memory store again", inMemory::load)
                        .waited("Redis " + how, away::load).run(System.out);
                System.out.println("  " + shared.health());
                signal("-CONT", pid);
            }
        }
    }

    private static StoreBackend tiered(TestRedis redis) {
        RedisBackend far = RedisBackend.open(RedisOptions.of(redis.address(), TestRedis.newNamespace()), CLOCK);
        return TieredBackend.over(MemoryBackend.open(MemoryOptions.DEFAULT, CLOCK, far.clock()), far, CLOCK, TieredOptions.DEFAULT, "away");
    }

    private void load() {
        String key = "/p/" + next++;
        RedisCost.expect(region.find(key).isEmpty());
        RedisCost.expect(region.put(key, new byte[1_024], new Lifetime(Set.of("t"), region.fence(), Duration.ofHours(1))));
    }

    private static long pid(TestRedis redis) {
        try (RedisClient client = redis.client()) {
            return client.info("server").lines().filter(line -> line.startsWith("process_id:"))
                    .mapToLong(line -> Long.parseLong(line.substring("process_id:".length()))).findFirst().orElseThrow();
        }
    }

    private static void signal(String signal, long pid) throws Exception {
        new ProcessBuilder("kill", signal, Long.toString(pid)).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start().waitFor();
    }
}
