package dev.etagere.store.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.etagere.cache.CacheManager;
import dev.etagere.cache.Codec;
import dev.etagere.cache.Eviction;
import dev.etagere.cache.Fence;
import dev.etagere.cache.Health;
import dev.etagere.cache.Region;
import dev.etagere.store.memory.MemoryBackend;
import dev.etagere.store.memory.MemoryOptions;
import dev.etagere.store.redis.RedisBackend;
import dev.etagere.store.redis.RedisOptions;
import dev.etagere.store.redis.RedisServer;
import dev.etagere.store.redis.TestRedis;
import dev.etagere.store.tiered.TieredBackend;
import dev.etagere.store.tiered.TieredOptions;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** One of several processes that share a Redis, as far as the cache can tell. */
final class Node implements AutoCloseable {

    private static final Duration SOON = Duration.ofSeconds(20);

    final RedisBackend far;
    final TieredBackend store;
    final CacheManager caches;
    final Region<String> region;

    /** With the limits that hold by default. */
    Node(String namespace, int port) {
        this(RedisOptions.of(RedisServer.parse("redis://127.0.0.1:" + port), namespace));
    }

    Node(RedisOptions options) {
        Clock clock = Clock.systemUTC();
        this.far = RedisBackend.open(options, clock);
        MemoryBackend near = MemoryBackend.open(MemoryOptions.DEFAULT, clock, far.clock());
        this.store = TieredBackend.over(near, far, clock, TieredOptions.DEFAULT.withTimeLimit(options.timeLimit()), "node");
        this.caches = new CacheManager(store, clock);
        this.region = caches.region("pages", String::length, new Text());
    }

    static String newNamespace() {
        return TestRedis.newNamespace();
    }

    Optional<String> find(String key) {
        return region.find(key).map(Region.Found::value);
    }

    boolean put(String key, String value, String... tags) {
        return put(key, value, region.fence(), tags);
    }

    boolean put(String key, String value, Fence fence, String... tags) {
        return region.put(key, value, new Region.Lifetime(Set.of(tags), fence, Duration.ofHours(1)));
    }

    /** What is found, or else loaded and put. */
    String get(String key, Supplier<String> loader, String... tags) {
        Optional<String> found = find(key);
        if (found.isPresent()) {
            return found.get();
        }
        Fence fence = region.fence();
        String loaded = loader.get();
        put(key, loaded, fence, tags);
        return loaded;
    }

    Eviction evict(String tag) {
        return caches.evict(List.of(tag));
    }

    Node well() {
        eventually(() -> {
            find("is it well?");
            return caches.health().state() == Health.State.SHARED;
        });
        return this;
    }

    static void eventually(BooleanSupplier holds) {
        eventually(holds, () -> "time is up");
    }

    /** @param instead what to tell where it never holds */
    static void eventually(BooleanSupplier holds, Supplier<String> instead) {
        eventually(SOON, holds, instead);
    }

    static void eventually(Duration atMost, BooleanSupplier holds, Supplier<String> instead) {
        long end = System.nanoTime() + atMost.toNanos();
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime() - end).as(instead).isNegative();
            Thread.onSpinWait();
            Thread.yield();
        }
    }

    @Override
    public void close() {
        caches.close();
    }

    private static final class Text implements Codec<String> {
        @Override
        public byte[] encode(String value) {
            return value.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public Optional<String> decode(byte[] bytes) {
            return Optional.of(new String(bytes, StandardCharsets.UTF_8));
        }
    }
}
