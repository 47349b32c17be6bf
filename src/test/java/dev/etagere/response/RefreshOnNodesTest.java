package dev.etagere.response;

import static dev.etagere.response.FakeRequest.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.etagere.cache.Cache;
import dev.etagere.cache.CacheManager;
import dev.etagere.cache.CacheOptions;
import dev.etagere.http.Headers;
import dev.etagere.store.memory.MemoryBackend;
import dev.etagere.store.memory.MemoryOptions;
import dev.etagere.store.redis.RedisBackend;
import dev.etagere.store.redis.RedisOptions;
import dev.etagere.store.redis.TestRedis;
import dev.etagere.store.tiered.TieredBackend;
import dev.etagere.store.tiered.TieredOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Responses that several nodes share and serve stale: one node at a time makes them anew. */
@Timeout(60)
class RefreshOnNodesTest {

    private static final Duration FRESH = Duration.ofMinutes(1);
    private static final Treatment CACHED = new Treatment.Cached(CachePolicy.builder().name("test").ttl(FRESH)
            .staleWhileRevalidate(Duration.ofHours(1)).tags("t").build(), Map.of());

    private static TestRedis redis;

    private final RedisOptions options = redis.options();
    private final List<CacheManager> managers = new ArrayList<>();
    private volatile Instant now = Instant.parse("2026-03-01T10:00:00Z");
    private final InstantSource time = () -> now;
    private final List<ResponseCache> nodes = List.of(node(), node(), node());

    @BeforeAll
    static void startRedis() {
        redis = TestRedis.started();
    }

    @AfterAll
    static void stopRedis() {
        redis.close();
    }

    @AfterEach
    void close() {
        managers.forEach(CacheManager::close);
    }

    private ResponseCache node() {
        RedisBackend far = RedisBackend.open(options, time);
        MemoryBackend near = MemoryBackend.open(MemoryOptions.DEFAULT, time, far.clock());
        CacheManager manager = new CacheManager(TieredBackend.over(near, far, time,
                TieredOptions.DEFAULT.withTimeLimit(Duration.ofSeconds(5)), "refresh"), time);
        managers.add(manager);
        assertThat(eventually(far::hears)).isTrue();
        return new ResponseCache(manager, ResponseOptions.DEFAULT, time);
    }

    private static boolean eventually(BooleanSupplier holds) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            LockSupport.parkNanos(1_000_000);
        }
        return true;
    }

    private static void finish(Load load, String body) {
        load.plan(200, Headers.empty(), Observed.NOTHING);
        load.complete(Optional.of(body.getBytes(StandardCharsets.UTF_8)), Observed.NOTHING);
    }

    /** All nodes have it near. */
    private void share(String body) {
        finish(((Outcome.Miss) nodes.get(0).handle(get("/x"), CACHED)).load(), body);
        nodes.forEach(node -> assertThat(bodyOf(node.handle(get("/x"), CACHED))).isEqualTo(body));
    }

    private static String bodyOf(Outcome outcome) {
        Reply reply = outcome instanceof Outcome.Stale stale ? stale.reply() : ((Outcome.Hit) outcome).reply();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try {
            reply.writeTo(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return body.toString(StandardCharsets.UTF_8);
    }

    private static Outcome.Stale stale(ResponseCache node) {
        return (Outcome.Stale) node.handle(get("/x"), CACHED);
    }

    /** Asks until it is a hit; the node is not to make it itself meanwhile. */
    private static String fresh(ResponseCache node) {
        String[] body = {""};
        assertThat(eventually(() -> {
            Outcome outcome = node.handle(get("/x"), CACHED);
            body[0] = bodyOf(outcome);
            assertThat(outcome instanceof Outcome.Stale stale && stale.refresh().isPresent()).as("it makes it anew itself").isFalse();
            return outcome instanceof Outcome.Hit;
        })).isTrue();
        return body[0];
    }

    @Test
    void ofManyNodesThatServeItStaleOneMakesItAnew() {
        share("old");
        now = now.plus(FRESH).plusSeconds(1);
        Load refresh = stale(nodes.get(1)).refresh().orElseThrow();
        for (ResponseCache other : List.of(nodes.get(0), nodes.get(2))) {
            assertThat(stale(other).refresh()).isEmpty();
            assertThat(bodyOf(stale(other))).isEqualTo("old");
        }
        finish(refresh, "new");
        nodes.forEach(node -> assertThat(fresh(node)).isEqualTo("new"));
    }

    @Test
    void whereARefreshFailsAnotherNodeTakesItsPlace() {
        share("old");
        now = now.plus(FRESH).plusSeconds(1);
        Load refresh = stale(nodes.get(0)).refresh().orElseThrow();
        assertThat(stale(nodes.get(1)).refresh()).isEmpty();
        refresh.fail("exception");
        Load[] second = new Load[1];
        assertThat(eventually(() -> {
            stale(nodes.get(1)).refresh().ifPresent(load -> second[0] = load);
            return second[0] != null;
        })).isTrue();
        finish(second[0], "new");
        nodes.forEach(node -> assertThat(fresh(node)).isEqualTo("new"));
    }

    @Test
    void whatWasEvictedWhileItWasMadeAnewIsServedByNoNodeThatHeardOfIt() throws InterruptedException {
        share("old");
        now = now.plus(FRESH).plusSeconds(1);
        Load refresh = stale(nodes.get(0)).refresh().orElseThrow();
        long number = managers.get(1).evict(List.of("t")).number();
        finish(refresh, "of before the eviction");
        for (int i = 0; i < nodes.size(); i++) {
            assertThat(managers.get(i).await(number, Duration.ofSeconds(20))).isTrue();
            assertThat(nodes.get(i).handle(get("/x"), CACHED)).isNotInstanceOf(Outcome.Hit.class);
        }
    }

    /** Loads take no time here, so that each node asks while the others have not heard yet that there is a new one. */
    @Test
    void ofManyNodesOneLoadsAValueAnew() {
        AtomicInteger loads = new AtomicInteger();
        List<Cache<String>> caches = managers.stream().map(manager -> manager.cache("texts", String.class,
                CacheOptions.<String>defaults().ttl(FRESH).staleWhileRevalidate(Duration.ofHours(1)))).toList();
        for (int round = 1; round <= 10; round++) {
            caches.forEach(cache -> cache.get("k", key -> "value " + loads.incrementAndGet()));
            assertThat(loads).hasValue(round);
            now = now.plus(FRESH).plusSeconds(1);
        }
    }

    /** One that is expired is not kept near: each look at Redis makes it from its bytes once more. */
    @Test
    void whatWasExpiredIsMadeAnewByANodeThatHasItInRedisOnly() {
        finish(((Outcome.Miss) nodes.get(0).handle(get("/x"), CACHED)).load(), "old");
        managers.get(0).expire(List.of("t"));
        Load refresh = stale(nodes.get(1)).refresh().orElseThrow();
        finish(refresh, "new");
        assertThat(bodyOf(nodes.get(1).handle(get("/x"), CACHED))).isEqualTo("new");
    }
}
