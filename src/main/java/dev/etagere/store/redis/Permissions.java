package dev.etagere.store.redis;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the user in Redis may do. Asked whenever Redis has been reached, since Redis names the command that it refuses to a script in newer
 * versions only, and then one after the other.
 */
final class Permissions {

    private static final Logger LOG = LoggerFactory.getLogger(RedisBackend.class);
    private static final String WANTED_ONLY = "INFO";

    /**
     * Tries every command that is sent, on a key that is not there and with arguments which change nothing: Redis looks at the permission
     * first. Returns the names of those that are refused.
     */
    private static final Script TRY = new Script("""
            local k = KEYS[1]
            local refused = {}
            for _, command in ipairs({
                {'GET', k}, {'SET', k, '', 'none'}, {'GETRANGE', k, 0, 0}, {'SETRANGE', k, 0, ''}, {'STRLEN', k},
                {'TYPE', k}, {'DEL', k}, {'UNLINK', k}, {'PEXPIRE', k, 1}, {'PTTL', k},
                {'HMGET', k, '-'}, {'HGET', k, '-'}, {'HSET', k, '-', '', '-'}, {'HDEL', k, '-'}, {'HINCRBY', k, '-', 'none'},
                {'ZADD', k, 'none', '-'}, {'ZCARD', k}, {'ZCOUNT', k, 0, 0}, {'ZREM', k, '-'}, {'ZSCORE', k, '-'}, {'ZMSCORE', k, '-'},
                {'ZRANGE', k, 0, 0}, {'ZRANGEBYSCORE', k, 0, 0}, {'ZREMRANGEBYRANK', k, 0, 0},
                {'XADD', k, 'none', '-', ''}, {'XLEN', k}, {'XRANGE', k, '-', '+'}, {'XREAD', 'STREAMS', k, '0'},
                {'TIME'}, {'INFO', 'replication'}}) do
              local reply = redis.pcall(unpack(command))
              local said = type(reply) == 'table' and reply.err and string.lower(reply.err) or ''
              if string.find(said, "can't run this command", 1, true) or string.find(said, 'no permissions', 1, true) then
                refused[#refused + 1] = command[1]
              end
            end
            return refused
            """);

    private final RedisLink link;
    private final RedisServer server;
    private final Keys keys;
    private final String namespace;
    private boolean told;

    Permissions(RedisLink link, RedisServer server, Keys keys, String namespace) {
        this.link = link;
        this.server = server;
        this.keys = keys;
        this.namespace = namespace;
    }

    /** @throws RedisStoreException which names what is refused that nothing goes without */
    void check() {
        List<String> refused = refused();
        if (refused.contains(WANTED_ONLY) && !told) {
            LOG.warn("Redis ({}) does not let its user run {}: that a replica was promoted cannot be seen", server.place(), WANTED_ONLY);
        }
        told = refused.contains(WANTED_ONLY);
        String missing = refused.stream().filter(name -> !name.equals(WANTED_ONLY)).collect(Collectors.joining(", "));
        if (!missing.isEmpty()) {
            throw new RedisStoreException("Redis (" + server.place() + ") does not let its user run " + missing);
        }
    }

    private List<String> refused() {
        try {
            link.run(TRY, List.of(keys.probe()), List.of());
            return named(link.run(TRY, List.of(keys.clockProbe()), List.of()));
        } catch (RedisStoreException e) {
            String said = String.valueOf(e.getMessage());
            if (said.startsWith("NOPERM") && said.contains("key")) {
                throw new RedisStoreException("Redis (" + server.place() + ") does not let its user have the keys ~{" + namespace
                        + "}:* and ~" + namespace + ":*", e);
            }
            throw e;
        }
    }

    private static List<String> named(Object reply) {
        return ((List<?>) reply).stream().map(name -> new String((byte[]) name, StandardCharsets.US_ASCII)).toList();
    }
}
