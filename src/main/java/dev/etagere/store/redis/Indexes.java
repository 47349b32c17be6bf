package dev.etagere.store.redis;

import dev.etagere.store.SharedData.Page;
import dev.etagere.store.Tag;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Which keys of a region carry which tags. Keys are entered before their values are put and are left to their deadline, so an index may
 * name what is not there, but lacks nothing. What is done takes bounded time, however many keys there are. Safe for use by many threads.
 */
final class Indexes {

    private static final int PAGE = 1_000;
    /** Where keys with several tags are looked for, as many of the rarest one are looked at. */
    private static final int LOOKED_AT = 100_000;

    private final RedisBackend backend;
    private final RedisLink link;
    private final Keys keys;
    private final String region;

    Indexes(RedisBackend backend, String region) {
        this.backend = backend;
        this.link = backend.link();
        this.keys = backend.keys();
        this.region = region;
    }

    private byte[] name(String tag) {
        return keys.index(new Tag.NamedIn(region, tag));
    }

    private byte[] ofRegion() {
        return keys.index(new Tag.OfRegion(region));
    }

    /** What the members came after: of the region's index, then of the tags'. Empty where the clock cannot tell. */
    private List<byte[]> generations(List<String> tags) {
        ByteArrayOutputStream digests = new ByteArrayOutputStream();
        digests.writeBytes(Digest.of(new Tag.Everything()));
        digests.writeBytes(Digest.of(new Tag.OfRegion(region)));
        digests.writeBytes(Digest.ofKey(region, ""));
        for (String tag : tags) {
            digests.writeBytes(Digest.of(new Tag.Named(tag)));
            digests.writeBytes(Digest.of(new Tag.NamedIn(region, tag)));
        }
        List<?> reply = DataSteps.list(link.run(DataScripts.STAND, keys.table(), List.of(digests.toByteArray())));
        return reply.size() < 3 ? List.of() : ((List<?>) reply.get(2)).stream().map(each -> (byte[]) each).toList();
    }

    private record Slice(long count, List<byte[]> members) {
        private static Slice of(Object reply) {
            List<?> parts = DataSteps.list(reply);
            return new Slice(DataSteps.longAt(parts, 0), ((List<?>) parts.get(1)).stream().map(each -> (byte[]) each).toList());
        }
    }

    private List<Slice> slices(List<byte[]> names, List<byte[]> generations, int from, int atMost) {
        List<List<byte[]>> arguments = generations.stream()
                .map(after -> List.of(after, DataSteps.digits(backend.now()), DataSteps.number(from), DataSteps.number(atMost))).toList();
        return link.runAll(DataScripts.PAGE, names.stream().map(List::of).toList(), arguments).stream().map(Slice::of).toList();
    }

    /** How many keys there are. */
    long countAll() {
        List<byte[]> generations = generations(List.of());
        return generations.isEmpty() ? 0 : slices(List.of(ofRegion()), generations, 0, 0).get(0).count();
    }

    /** Some keys. */
    List<String> some(int atMost) {
        List<byte[]> generations = generations(List.of());
        return generations.isEmpty() ? List.of() : texts(slices(List.of(ofRegion()), generations, 0, atMost).get(0).members());
    }

    /** How many keys carry one of the tags; where they are many, those with several count several times. */
    long count(Collection<String> tags) {
        List<String> all = List.copyOf(tags);
        List<byte[]> generations = all.isEmpty() ? List.of() : generations(all);
        if (generations.isEmpty()) {
            return 0;
        }
        List<Slice> slices = slices(all.stream().map(this::name).toList(), generations.subList(1, generations.size()), 0,
                all.size() == 1 ? 0 : PAGE);
        if (all.size() == 1) {
            return slices.get(0).count();
        }
        Set<ByteBuffer> seen = new HashSet<>();
        long more = 0;
        for (Slice slice : slices) {
            slice.members().forEach(member -> seen.add(ByteBuffer.wrap(member)));
            more += slice.count() - slice.members().size();
        }
        return seen.size() + more;
    }

    /** Some keys that carry a tag and, as far as the indexes know, were evicted with it. */
    List<String> evicted(String tag, int atMost) {
        return texts(slices(List.of(name(tag)), List.of(DataSteps.number(0)), 0, atMost).get(0).members());
    }

    Page page(Collection<String> tags, int from) {
        List<String> all = List.copyOf(new HashSet<>(tags));
        List<byte[]> generations = all.isEmpty() ? List.of() : generations(all);
        if (generations.isEmpty()) {
            return new Page(List.of(), OptionalInt.empty());
        }
        List<byte[]> names = all.stream().map(this::name).toList();
        List<byte[]> after = generations.subList(1, generations.size());
        int rarest = all.size() == 1 ? 0 : rarest(slices(names, after, 0, 0));
        List<byte[]> members = slices(List.of(names.get(rarest)), List.of(after.get(rarest)), from, PAGE).get(0).members();
        boolean last = members.size() < PAGE || from + PAGE >= LOOKED_AT;
        for (int i = 0; i < names.size() && !members.isEmpty(); i++) {
            if (i != rarest) {
                members = among(names.get(i), after.get(i), members);
            }
        }
        return new Page(texts(members), last ? OptionalInt.empty() : OptionalInt.of(from + PAGE));
    }

    private static int rarest(List<Slice> sizes) {
        int rarest = 0;
        for (int i = 1; i < sizes.size(); i++) {
            if (sizes.get(i).count() < sizes.get(rarest).count()) {
                rarest = i;
            }
        }
        return rarest;
    }

    private List<byte[]> among(byte[] name, byte[] after, List<byte[]> members) {
        return DataSteps.list(link.run(DataScripts.AMONG, List.of(name), DataSteps.with(after, members))).stream()
                .map(each -> (byte[]) each).toList();
    }

    private static List<String> texts(List<byte[]> members) {
        List<String> texts = new ArrayList<>();
        for (byte[] member : members) {
            try {
                texts.add(Wire.text(ByteBuffer.wrap(Arrays.copyOfRange(member, 1, member.length))));
            } catch (RuntimeException foreign) {
                continue;
            }
        }
        return texts;
    }
}
