package dev.etagere.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.etagere.store.ByteCodec;
import dev.etagere.store.Entry;
import dev.etagere.store.SharedStore;
import dev.etagere.store.Tag;
import dev.etagere.store.ValueType;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Nodes of a test, closed with it; and what a node does, in few words. */
final class Nodes implements AutoCloseable {

    static final Duration SOON = Duration.ofSeconds(30);
    static final ValueType<String> TEXT = ValueType.shared(String::length, new ByteCodec<String>() {
        @Override
        public byte[] encode(String value) {
            return value.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public Optional<String> decode(byte[] bytes) {
            return Optional.of(new String(bytes, StandardCharsets.UTF_8));
        }
    });

    private final List<RedisBackend> open = new ArrayList<>();

    /** One that hears. */
    RedisBackend start(RedisOptions options) {
        RedisBackend node = startAnyway(options);
        assertThat(eventually(node::hears)).as("it hears: %s", node.health()).isTrue();
        return node;
    }

    /** One that may not reach Redis. */
    RedisBackend startAnyway(RedisOptions options) {
        RedisBackend node = RedisBackend.open(options, Clock.systemUTC());
        open.add(node);
        return node;
    }

    static SharedStore<String> store(RedisBackend node) {
        return node.open("pages", TEXT);
    }

    static Entry<String> entry(RedisBackend node, String key, String value, String... tags) {
        return new Entry<>("pages", key, value, List.of(tags), node.clock().epoch(), node.clock().position(),
                System.currentTimeMillis() + 3_600_000);
    }

    static boolean put(RedisBackend node, String key, String value, String... tags) {
        return store(node).put(entry(node, key, value, tags));
    }

    /** As long as Redis is away a put fails. */
    static boolean putIfReached(RedisBackend node, String key, String value, String... tags) {
        try {
            return put(node, key, value, tags);
        } catch (RedisStoreException away) {
            return false;
        }
    }

    static Optional<String> find(RedisBackend node, String key) {
        return store(node).get(key).map(hit -> hit.value());
    }

    static List<Tag> named(String... tags) {
        return List.of(tags).stream().<Tag>map(Tag.Named::new).toList();
    }

    static boolean eventually(BooleanSupplier holds) {
        long end = System.nanoTime() + SOON.toNanos();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            LockSupport.parkNanos(1_000_000);
        }
        return true;
    }

    @Override
    public void close() {
        open.forEach(RedisBackend::close);
    }
}
