package dev.etagere.store.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.etagere.cache.Cache;
import dev.etagere.cache.CacheOptions;
import dev.etagere.store.redis.RedisOptions;
import dev.etagere.store.redis.RedisServer;
import dev.etagere.store.redis.TestCluster;
import dev.etagere.store.redis.TestRedis;
import dev.etagere.store.redis.TestSentinels;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.Jedis;

/**
 * Two namespaces on one Redis, with the same regions, keys and tags in both: whatever is done in the one changes no byte of the other, and
 * nothing that its node has near.
 */
@Timeout(60)
class NamespacesTest {

    private static final Duration HOUR = Duration.ofHours(1);
    /** One begins with the other. */
    private static final List<String> NAMES = List.of("shop", "shop.a");

    @Test
    void onOneRedis() {
        try (TestRedis redis = TestRedis.started()) {
            bothWays(redis.address(), List.of(redis.port()));
        }
    }

    @Test
    void behindSentinel() {
        try (TestSentinels redis = TestSentinels.started()) {
            bothWays(redis.address(), List.of(redis.primaryPort()));
        }
    }

    @Test
    void onACluster() {
        try (TestCluster redis = TestCluster.started()) {
            bothWays(redis.address(), redis.ports());
        }
    }

    private static void bothWays(RedisServer server, List<Integer> ports) {
        try (Application shop = new Application(server, NAMES.get(0)); Application other = new Application(server, NAMES.get(1))) {
            other.fill();
            leavesAlone(shop, other, ports);
            shop.fill();
            leavesAlone(other, shop, ports);
        }
    }

    private static void leavesAlone(Application acting, Application left, List<Integer> ports) {
        Map<String, String> before = settled(ports, left.namespace);
        assertThat(before).as("there is something to be touched").hasSizeGreaterThan(10);
        long position = left.node.caches.position();
        acting.operations().forEach((what, operation) -> {
            operation.run();
            assertThat(contents(ports, left.namespace)).as(what).isEqualTo(before);
            assertThat(left.node.caches.position()).as(what).isEqualTo(position);
            left.hasAll(what);
        });
        assertThat(ports.stream().flatMap(port -> names(port).stream())).as("nobody else has keys").isNotEmpty()
                .allMatch(name -> NAMES.stream().anyMatch(namespace -> isOf(namespace, name)));
    }

    /** When nothing more is tidied away behind what was done last. */
    private static Map<String, String> settled(List<Integer> ports, String namespace) {
        Map<String, String> last = Map.of();
        Map<String, String> now = contents(ports, namespace);
        while (!now.equals(last)) {
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
            last = now;
            now = contents(ports, namespace);
        }
        return now;
    }

    /** All keys of a namespace and what is in them, as Redis writes it down. */
    private static Map<String, String> contents(List<Integer> ports, String namespace) {
        Map<String, String> contents = new TreeMap<>();
        for (int port : ports) {
            try (Jedis redis = new Jedis("127.0.0.1", port)) {
                for (String name : names(port)) {
                    byte[] content = isOf(namespace, name) ? redis.dump(name.getBytes(StandardCharsets.ISO_8859_1)) : null;
                    if (content != null) {
                        contents.put(name, Base64.getEncoder().encodeToString(content));
                    }
                }
            }
        }
        return contents;
    }

    private static List<String> names(int port) {
        try (Jedis redis = new Jedis("127.0.0.1", port)) {
            return redis.keys("*".getBytes(StandardCharsets.US_ASCII)).stream()
                    .map(key -> new String(key, StandardCharsets.ISO_8859_1)).toList();
        }
    }

    private static boolean isOf(String namespace, String name) {
        return name.startsWith(namespace + ":") || name.startsWith("{" + namespace + "}:");
    }

    /** What has a namespace. */
    private static final class Application implements AutoCloseable {

        private final String namespace;
        private final Node node;
        private final Cache<String> values;
        private final Cache<String> others;

        private Application(RedisServer server, String namespace) {
            this.namespace = namespace;
            this.node = new Node(RedisOptions.of(server, namespace).withTimeLimit(Duration.ofSeconds(5))
                    .withConnectTimeout(Duration.ofSeconds(5))).well();
            this.values = node.caches.cache("values", String.class, CacheOptions.<String>defaults().ttl(HOUR));
            this.others = node.caches.cache("others", String.class, CacheOptions.<String>defaults().ttl(HOUR));
        }

        private String mine(String text) {
            return text + " of " + namespace;
        }

        private void fill() {
            assertThat(node.put("page", mine("page"), "t", "u")).isTrue();
            assertThat(values.put("k1", mine("k1"), "t", "u")).isTrue();
            assertThat(values.put("k2", mine("k2"), "u")).isTrue();
            assertThat(others.put("k1", mine("other k1"), "t")).isTrue();
            assertThat(values.increment("n", 7, HOUR, "t")).hasValue(7);
            assertThat(node.evict("evicted").delivered()).isTrue();
            assertThat(node.caches.expire(List.of("expired")).delivered()).isTrue();
            assertThat(node.caches.evictMatching("evicted*").delivered()).isTrue();
            hasAll("filled");
        }

        private void hasAll(String what) {
            assertThat(node.find("page")).as(what).contains(mine("page"));
            assertThat(values.getByAllTags("u")).as(what).isEqualTo(Map.of("k1", mine("k1"), "k2", mine("k2")));
            assertThat(others.get("k1")).as(what).contains(mine("other k1"));
            assertThat(values.counter("n")).as(what).hasValue(7);
        }

        private Map<String, Runnable> operations() {
            Map<String, Runnable> all = new LinkedHashMap<>();
            all.put("put", () -> assertThat(values.put("k1", mine("new"), "t")).isTrue());
            all.put("put a page", () -> assertThat(node.put("page", mine("new"), "t")).isTrue());
            all.put("put if absent", () -> values.putIfAbsent("k2", mine("new"), HOUR, "u"));
            all.put("load", () -> assertThat(values.get("k3", key -> mine("loaded"))).isEqualTo(mine("loaded")));
            all.put("read", () -> assertThat(values.getByTag("t")).isEqualTo(Map.of("k1", mine("new"))));
            all.put("count", () -> values.increment("n", 1, HOUR, "t"));
            all.put("touch", () -> assertThat(values.touch("k1", Duration.ofMinutes(1))).isTrue());
            all.put("evict a key", () -> values.evict("k1"));
            all.put("evict by tag", () -> values.evictByTag("u"));
            all.put("expire by tag", () -> values.expireByTag("t"));
            all.put("evict by pattern", () -> values.evictMatching("k*"));
            all.put("clear", () -> values.clear());
            all.put("evict a tag everywhere", () -> node.evict("t"));
            all.put("expire a tag everywhere", () -> node.caches.expire(List.of("u")));
            all.put("evict by pattern everywhere", () -> node.caches.evictMatching("*"));
            all.put("evict all", node.caches::evictAll);
            all.put("put again", () -> assertThat(values.put("k1", mine("again"), "t")).isTrue());
            all.put("evict what is there again", () -> assertThat(values.evictByTag("t").count()).isEqualTo(1));
            return all;
        }

        @Override
        public void close() {
            node.close();
        }
    }
}
