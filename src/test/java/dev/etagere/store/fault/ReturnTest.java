package dev.etagere.store.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.etagere.cache.Health;
import dev.etagere.store.fault.Proxy.Fault;
import dev.etagere.store.redis.OnEachRedis;
import dev.etagere.store.redis.RedisOptions;
import dev.etagere.store.redis.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.RedisClient;

/**
 * How long it takes from the end of a fault until all nodes share again, while they are asked all the time. Each kind once in the normal
 * run; {@code -Detagere.return.rounds} makes it more, {@code -Detagere.return.lasts} their milliseconds; see docs/redis.md.
 */
@Timeout(3_600)
@OnEachRedis
class ReturnTest {

    private static final int NODES = 3;
    private static final int ROUNDS = Integer.getInteger("etagere.return.rounds", 1);
    private static final Duration LASTS = Duration.ofMillis(Long.getLong("etagere.return.lasts", 400));
    private static final Duration AT_MOST = Duration.ofSeconds(20);

    private final Logger log = Logger.getLogger("dev.etagere.store");
    private final RealRedis redis = new RealRedis();
    private final List<Proxy> proxies = new ArrayList<>();
    private final List<Node> nodes = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final Map<Kind, List<Long>> took = new EnumMap<>(Kind.class);
    private volatile boolean over;

    private enum Kind { RESTARTED_EMPTY, STOPPED, NO_CONNECTIONS, CUT, STALLED, READ_ONLY, NO_REPLICAS, FULL }

    @BeforeEach
    void start() {
        log.setLevel(Level.OFF);
        String namespace = Node.newNamespace();
        for (int n = 0; n < NODES; n++) {
            Proxy proxy = new Proxy(redis.port());
            proxies.add(proxy);
            nodes.add(new Node(RedisOptions.of(RedisServer.parse("redis://127.0.0.1:" + proxy.port()), namespace)));
        }
        for (int i = 0; i < 2 * NODES; i++) {
            Node node = nodes.get(i % NODES);
            Random chance = new Random(i);
            Thread thread = new Thread(() -> work(node, chance), "return-" + i);
            thread.start();
            threads.add(thread);
        }
    }

    @AfterEach
    void end() throws InterruptedException {
        over = true;
        for (Thread thread : threads) {
            thread.join();
        }
        nodes.forEach(Node::close);
        proxies.forEach(Proxy::close);
        redis.close();
        log.setLevel(null);
    }

    private void work(Node node, Random chance) {
        while (!over) {
            int key = chance.nextInt(24);
            if (chance.nextInt(40) == 0) {
                node.evict("t" + key % 6);
            } else {
                node.get("k" + key, () -> "v", "t" + key % 6);
            }
        }
    }

    @Test
    void theCacheIsSharedAgainWithinSecondsOfItsReturn() throws InterruptedException {
        for (int round = 0; round < ROUNDS; round++) {
            for (Kind kind : Kind.values()) {
                awaitSharing();
                inflict(kind);
                long began = System.nanoTime();
                awaitSharing();
                took.computeIfAbsent(kind, none -> new ArrayList<>()).add((System.nanoTime() - began) / 1_000_000);
            }
        }
        took.forEach((kind, millis) -> System.out.printf("return: after %s, in ms: %s%n", kind, millis.stream().sorted().toList()));
    }

    private void awaitSharing() throws InterruptedException {
        long end = System.nanoTime() + AT_MOST.toNanos();
        while (nodes.stream().anyMatch(node -> node.caches.health().state() != Health.State.SHARED)) {
            assertThat(System.nanoTime() - end).isNegative();
            Thread.sleep(2);
        }
    }

    private void inflict(Kind kind) throws InterruptedException {
        switch (kind) {
            case RESTARTED_EMPTY -> {
                redis.kill();
                last();
                redis.start();
            }
            case STOPPED -> {
                redis.hang();
                last();
                redis.resume();
            }
            case NO_CONNECTIONS -> between(Fault.REFUSE);
            case CUT -> between(Fault.CUT);
            case STALLED -> between(Fault.STALL);
            case READ_ONLY -> {
                try (RedisClient client = redis.client()) {
                    client.sendCommand(Command.REPLICAOF, "127.0.0.1", "1");
                    last();
                    client.sendCommand(Command.REPLICAOF, "NO", "ONE");
                }
            }
            case NO_REPLICAS -> set("min-replicas-to-write", "1", "0");
            default -> set("maxmemory", "1", "0");
        }
    }

    private void between(Fault fault) throws InterruptedException {
        proxies.forEach(proxy -> proxy.set(fault));
        last();
        proxies.forEach(proxy -> proxy.set(Fault.NONE));
    }

    private void set(String setting, String bad, String good) throws InterruptedException {
        try (RedisClient client = redis.client()) {
            client.configSet(setting, bad);
            last();
            client.configSet(setting, good);
        }
    }

    private static void last() throws InterruptedException {
        Thread.sleep(LASTS.toMillis());
    }
}
