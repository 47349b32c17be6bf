package dev.etagere.store.redis;

import dev.etagere.store.ByteCodec;
import dev.etagere.store.Entry;
import dev.etagere.store.EvictionClock.Verdict;
import dev.etagere.store.Hit;
import dev.etagere.store.MirrorClock;
import dev.etagere.store.SharedStore;
import dev.etagere.store.Tier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The entries of one region in Redis. */
final class RedisStore<V> implements SharedStore<V> {

    private static final int AT_ONCE = 100;
    private static final long VALID = 1;
    private static final long EXPIRED = 2;

    private final RedisBackend backend;
    private final RedisLink link;
    private final Keys keys;
    private final String region;
    private final ByteCodec<V> codec;

    RedisStore(RedisBackend backend, String region, ByteCodec<V> codec) {
        this.backend = backend;
        this.link = backend.link();
        this.keys = backend.keys();
        this.region = region;
        this.codec = codec;
    }

    @Override
    public Optional<Hit<V>> get(String key) {
        return find(key).map(found -> new Hit<>(found.entry().value(), found.expired(), Tier.FAR));
    }

    @Override
    public Optional<Checked<V>> find(String key) {
        if (backend.isClosed()) {
            return Optional.empty();
        }
        Look look = new Look();
        byte[] name = keys.entry(region, key);
        if (!link.isCluster()) {
            return look.at(key, link.run(Scripts.GET, withTable(name), List.of()));
        }
        byte[] bytes = link.get(name);
        return look.read(key, bytes).flatMap(frame -> look.at(frame, link.run(Scripts.CHECK, keys.table(), Frame.toCheck(bytes))));
    }

    @Override
    public Map<String, Checked<V>> findAll(Collection<String> wanted) {
        Map<String, Checked<V>> found = new LinkedHashMap<>();
        List<String> all = new ArrayList<>(new HashSet<>(wanted));
        for (int i = 0; i < all.size() && !backend.isClosed(); i += AT_ONCE) {
            findSome(all.subList(i, Math.min(i + AT_ONCE, all.size())), found);
        }
        return found;
    }

    private void findSome(List<String> some, Map<String, Checked<V>> found) {
        Look look = new Look();
        List<byte[]> names = some.stream().map(key -> keys.entry(region, key)).toList();
        if (!link.isCluster()) {
            List<@Nullable Object> replies = link.runAll(Scripts.GET, names.stream().map(this::withTable).toList(),
                    names.stream().map(name -> List.<byte[]>of()).toList());
            for (int i = 0; i < replies.size(); i++) {
                String key = some.get(i);
                look.at(key, replies.get(i)).ifPresent(checked -> found.put(key, checked));
            }
            return;
        }
        List<byte @Nullable []> values = link.getAll(names);
        List<Frame> there = new ArrayList<>();
        List<List<byte[]>> toCheck = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            byte[] bytes = values.get(i);
            look.read(some.get(i), bytes).ifPresent(frame -> {
                there.add(frame);
                toCheck.add(Frame.toCheck(bytes));
            });
        }
        List<@Nullable Object> replies = link.runAll(Scripts.CHECK, there.stream().map(frame -> keys.table()).toList(), toCheck);
        for (int i = 0; i < replies.size(); i++) {
            Frame frame = there.get(i);
            look.at(frame, replies.get(i)).ifPresent(checked -> found.put(frame.key(), checked));
        }
    }

    @Override
    public boolean put(Entry<V> entry) {
        long left = backend.millisLeft(entry);
        if (backend.isClosed() || left <= 0 || entry.tagCount() > backend.bounds().maxTagsPerEntry()
                || backend.mirror().judge(entry) == Verdict.EVICTED || !backend.mirror().isAttached()) {
            return false;
        }
        byte[] name = keys.entry(region, entry.key());
        List<byte[]> names = link.isCluster() ? List.of(name) : List.of(name, keys.clock().get(0));
        long keep = Math.min(left, backend.bounds().maxKeep().toMillis());
        try {
            byte[] frame = Frame.encode(entry, codec.encode(entry.value()));
            return link.run(Scripts.PUT, names, List.of(frame, RedisLink.bytes(Long.toString(keep)),
                    RedisLink.bytes(Frame.epoch(entry.epoch())), RedisLink.bytes(Frame.digits(entry.fence())))).equals(1L);
        } catch (RedisStoreException e) {
            if (e.isFull()) {
                backend.full();
                return false;
            }
            throw e;
        }
    }

    @Override
    public void remove(String key) {
        if (!backend.isClosed()) {
            link.unlink(keys.entry(region, key));
        }
    }

    @Override
    public boolean lease(String key, String holder, Duration atMost) {
        return !backend.isClosed() && link.lease(keys.lease(region, key), Wire.bytes(holder), atMost);
    }

    @Override
    public void release(String key, String holder) {
        if (!backend.isClosed()) {
            link.run(Scripts.RELEASE, List.of(keys.lease(region, key)), List.of(Wire.bytes(holder)));
        }
    }

    private List<byte[]> withTable(byte[] name) {
        List<byte[]> all = new ArrayList<>(4);
        all.add(name);
        all.addAll(keys.table());
        return all;
    }

    /** A look into Redis: the mirror's position is taken before it. */
    private final class Look {

        private final long epoch;
        private final long position;

        private Look() {
            MirrorClock mirror = backend.mirror();
            this.epoch = mirror.epoch();
            this.position = mirror.position();
        }

        /** @param reply to {@link Scripts#GET} */
        private Optional<Checked<V>> at(String key, @Nullable Object reply) {
            return reply instanceof List<?> parts && parts.size() >= 2 && parts.get(1) instanceof byte[] bytes
                    ? read(key, bytes).flatMap(frame -> at(frame, parts.get(0), parts.subList(2, parts.size()))) : Optional.empty();
        }

        /** The frame, where it is of that key and its deadline has not come. */
        private Optional<Frame> read(String key, byte @Nullable [] bytes) {
            return bytes == null ? Optional.empty() : Frame.decode(bytes)
                    .filter(frame -> frame.region().equals(region) && frame.key().equals(key) && frame.deadline() > backend.now());
        }

        /** @param reply to {@link Scripts#CHECK} */
        private Optional<Checked<V>> at(Frame frame, @Nullable Object reply) {
            return reply instanceof List<?> parts && parts.size() == 3 && parts.get(2) instanceof List<?> patterns
                    ? at(frame, parts.get(0), patterns) : Optional.empty();
        }

        private Optional<Checked<V>> at(Frame frame, @Nullable Object judged, List<?> patterns) {
            if (!(judged instanceof Long verdict) || verdict != VALID && verdict != EXPIRED || matches(patterns, frame.key())) {
                return Optional.empty();
            }
            return codec.decode(frame.value()).map(value -> new Checked<>(frame.entry(value), verdict == EXPIRED, epoch, position));
        }

        private boolean matches(List<?> patterns, String key) {
            return patterns.stream().anyMatch(pattern -> LogCodec.patternOf((byte[]) pattern).matches(region, key));
        }
    }
}
