package dev.etagere.store.redis;

import dev.etagere.store.Tag;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * The names of what is kept in Redis. All of the clock is in one hash slot; entries are spread over all of them.
 *
 * @param log of the clock
 * @param clock all of it: the hash, the marks, the patterns and the log, in this order
 * @param clockProbe a key beside the clock that is never there
 */
record Keys(String entries, byte[] log, List<byte[]> clock, byte[] clockProbe) {

    /** Raised when the clock's format changes. */
    private static final String PROTOCOL = "1";

    static Keys of(String namespace, int version) {
        String prefix = "{" + namespace + "}:" + PROTOCOL + ":";
        byte[] log = RedisLink.bytes(prefix + "log");
        return new Keys(namespace + ":" + version + ":", log, List.of(RedisLink.bytes(prefix + "clock"), RedisLink.bytes(prefix + "marks"),
                RedisLink.bytes(prefix + "patterns"), log), RedisLink.bytes(prefix + "probe"));
    }

    byte[] entry(String region, String key) {
        return named("", region, key);
    }

    byte[] lease(String region, String key) {
        return named("lease:", region, key);
    }

    /** A value of a data cache. */
    byte[] data(String region, String key) {
        return named("data:", region, key);
    }

    byte[] counter(String region, String key) {
        return named("count:", region, key);
    }

    /** Which keys of a data cache carry a tag, or all of them. */
    byte[] index(Tag tag) {
        return index(Digest.of(tag));
    }

    byte[] index(byte[] digest) {
        return RedisLink.bytes(indexes() + HexFormat.of().formatHex(digest));
    }

    /** What the names of indexes begin with; a script finishes them. */
    String indexes() {
        return entries + "index:";
    }

    /** A key beside the entries that is never there. */
    byte[] probe() {
        return RedisLink.bytes(entries + "probe");
    }

    /** What a script needs to judge an entry. */
    List<byte[]> table() {
        return clock.subList(0, 3);
    }

    private byte[] named(String kind, String region, String key) {
        return RedisLink.bytes(entries + kind + Base64.getUrlEncoder().withoutPadding().encodeToString(Digest.ofKey(region, key)));
    }
}
