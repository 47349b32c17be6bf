package dev.etagere.bench;

import dev.etagere.Etagere;
import dev.etagere.cache.Cache;
import dev.etagere.cache.CacheManager;
import dev.etagere.cache.Codec;
import dev.etagere.cache.Region;
import dev.etagere.cache.Region.Lifetime;
import dev.etagere.servlet.CacheFilter;
import dev.etagere.store.StoreBackend;
import dev.etagere.store.memory.MemoryBackend;
import dev.etagere.store.memory.MemoryOptions;
import dev.etagere.store.redis.RedisBackend;
import dev.etagere.store.redis.TestRedis;
import dev.etagere.store.tiered.TieredBackend;
import dev.etagere.store.tiered.TieredOptions;
import jakarta.servlet.DispatcherType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.handler.ContextHandlerCollection;

/**
 * A hit in what a node keeps near, before Redis, beside a hit in the memory store: of an entry alone, and of a response behind the filter.
 * CPU time of one thread.
 *
 * <p>Arguments: rounds (200), times in a block (2000).
 */
public final class NearCost {

    private static final int ENTRIES = 1_000;

    private NearCost() {
    }

    public static void main(String[] arguments) throws Exception {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 200;
        int times = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 2_000;
        try (TestRedis redis = TestRedis.started()) {
            entries(redis, rounds, 10 * times);
            values(redis, rounds, 10 * times);
            responses(redis, rounds, times);
        }
    }

    private static void entries(TestRedis redis, int rounds, int times) throws Exception {
        Clock clock = Clock.systemUTC();
        RedisBackend far = RedisBackend.open(redis.options(), clock);
        StoreBackend tiered = TieredBackend.over(MemoryBackend.open(MemoryOptions.DEFAULT, clock, far.clock()), far, clock,
                TieredOptions.DEFAULT, "near");
        try (CacheManager memory = new CacheManager(MemoryBackend.open(MemoryOptions.DEFAULT, clock), clock);
                CacheManager shared = new CacheManager(tiered, clock)) {
            Finding inMemory = new Finding(memory);
            Finding again = new Finding(memory);
            Finding near = new Finding(shared);
            System.out.println("An entry of 1,000");
            new Turns(rounds, times).cpu("memory store", inMemory).cpu("memory store again", again).cpu("near", near).run(System.out);
        }
    }

    private static void values(TestRedis redis, int rounds, int times) throws Exception {
        try (Etagere memory = Etagere.inMemory(); Etagere shared = Etagere.builder().store("redis://127.0.0.1:" + redis.port())
                .redis(settings -> settings.timeLimit(Duration.ofSeconds(5))).build()) {
            Getting inMemory = new Getting(memory, "one");
            Getting again = new Getting(memory, "other");
            Getting near = new Getting(shared, "one");
            System.out.println("A value of 1,000 of a data cache");
            new Turns(rounds, times).cpu("memory store", inMemory).cpu("memory store again", again).cpu("near", near).run(System.out);
        }
    }

    private static void responses(TestRedis redis, int rounds, int times) throws Exception {
        Path memory = Files.writeString(Files.createTempFile("etagere", ".yaml"), HitCost.RULES);
        Path shared = Files.writeString(Files.createTempFile("etagere", ".yaml"),
                "namespace: near\nstore: redis://127.0.0.1:" + redis.port() + "\n" + HitCost.RULES);
        try (LocalJetty jetty = new LocalJetty(new ContextHandlerCollection(context("/memory", memory), context("/near", shared)),
                "/memory/1024")) {
            for (String path : new String[] {"/1024", "/65536"}) {
                jetty.head("/memory" + path, "");
                jetty.head("/near" + path, "");
                System.out.println("A response behind the filter, " + path);
                new Turns(rounds, times).cpu("memory store", jetty.get("/memory" + path, ""))
                        .cpu("memory store again", jetty.get("/memory" + path, ""))
                        .cpu("near", jetty.get("/near" + path, "")).run(System.out);
            }
        } finally {
            Files.delete(memory);
            Files.delete(shared);
        }
    }

    private static ServletContextHandler context(String path, Path config) {
        ServletContextHandler context = new ServletContextHandler(path);
        context.addServlet(new ServletHolder(new OriginServlet()), "/*");
        FilterHolder holder = new FilterHolder(new CacheFilter());
        holder.setInitParameter("config", config.toString());
        holder.setAsyncSupported(true);
        context.addFilter(holder, "/*", EnumSet.of(DispatcherType.REQUEST));
        return context;
    }

    /** Finds one entry after another, by a key that is equal to the one that it was put by, but another object, as it is for requests. */
    private static final class Finding implements Turns.Task {

        private final Region<byte[]> region;
        private final String[] keys = new String[ENTRIES];
        private int next;

        private Finding(CacheManager caches) {
            this.region = caches.region("pages", bytes -> bytes.length, new Bytes());
            for (int i = 0; i < ENTRIES; i++) {
                keys[i] = "https example.org /api/products/" + i;
                RedisCost.expect(region.put(keys[i], new byte[1_024], new Lifetime(Set.of("product:" + i), region.fence(), Duration.ofHours(1))));
                keys[i] = new String(keys[i].toCharArray());
            }
        }

        @Override
        public void run() {
            next = next == ENTRIES - 1 ? 0 : next + 1;
            RedisCost.expect(region.find(keys[next]).isPresent());
        }
    }

    /** The same of a data cache. */
    private static final class Getting implements Turns.Task {

        private final Cache<String> cache;
        private final String[] keys = new String[ENTRIES];
        private int next;

        private Getting(Etagere etagere, String name) {
            this.cache = etagere.cache(name, String.class);
            for (int i = 0; i < ENTRIES; i++) {
                RedisCost.expect(cache.put("product:" + i, "value", Duration.ofHours(1), "products"));
                keys[i] = "product:" + i;
            }
        }

        @Override
        public void run() {
            next = next == ENTRIES - 1 ? 0 : next + 1;
            RedisCost.expect(cache.get(keys[next]).isPresent());
        }
    }

    /** Bytes as they are. */
    static final class Bytes implements Codec<byte[]> {
        @Override
        public byte[] encode(byte[] value) {
            return value;
        }

        @Override
        public Optional<byte[]> decode(byte[] bytes) {
            return Optional.of(bytes);
        }
    }
}
