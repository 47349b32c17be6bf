package dev.etagere.store.redis;

/** What is done inside of Redis with {@link Counters}. */
final class CounterScripts {

    /** What is there, where it is a counter. */
    private static final String THERE = """
            local function seal(head) return string.sub(redis.sha1hex(head), 1, 8) end
            local function there(key)
              local t = redis.pcall('HMGET', key, 'h', 's', 'v')
              local h, s, v = t[1], t[2], t[3]
              if t.err or not h or not s or not v or #h < 98 or string.sub(h, 1, 2) ~= 'C1' or s ~= seal(h)
                  or not string.match(v, '^-?%d+$') or #v > 20 then
                return nil
              end
              return {head = h, seal = s, sum = v, deadline = string.sub(h, 35, 50)}
            end
            local function plus(key, by)
              local sum = redis.pcall('HINCRBY', key, 'v', by)
              if type(sum) ~= 'number' then
                if not string.find(sum.err, 'overflow') then return sum end
                redis.call('HSET', key, 'v', string.sub(by, 1, 1) == '-' and '-9223372036854775808' or '9223372036854775807')
              end
              return {1, redis.call('HGET', key, 'v')}
            end
            local function begin(key, head, by, keep)
              local kind = redis.call('TYPE', key).ok
              if kind ~= 'hash' and kind ~= 'none' then redis.call('UNLINK', key) end
              redis.call('HSET', key, 'h', head, 's', seal(head), 'v', by)
              redis.call('PEXPIRE', key, keep)
              return {1, by}
            end
            """;

    /**
     * Adds to a counter that is there, or begins it, or reads it. KEYS: the counter, the clock's. ARGV: what is added (empty: it is read),
     * deadline, digests and milliseconds to keep one that begins, now, the position up to which patterns are known not to match, and the
     * checksum of what is known to match one. Its first write where it begins is that, so that Redis refuses it where it is full.
     */
    static final Script ADD = new Script(Scripts.HOME, Scripts.JUDGE, THERE, """
            local by = ARGV[1]
            local is = there(KEYS[1])
            if is and is.seal ~= ARGV[7] and is.deadline > ARGV[5] then
              local h = is.head
              local worth, globs, c = verdict(KEYS[2], KEYS[3], KEYS[4], string.sub(h, 3, 18), string.sub(h, 19, 34), string.sub(h, 51),
                  ARGV[6])
              if worth == 1 or worth == 2 then
                if #globs > 0 then return {2, is.seal, globs, c[2]} end
                redis.call('HDEL', KEYS[2], '-')
                if by == '' then return {1, is.sum} end
                return plus(KEYS[1], by)
              end
            end
            if by == '' then return {0} end
            local c = redis.call('HMGET', KEYS[2], 'epoch', 'position', 'home')
            if not c[1] or not c[2] or c[3] ~= home() then return {0} end
            return begin(KEYS[1], 'C1' .. c[1] .. string.format('%016.0f', tonumber(c[2])) .. ARGV[2] .. ARGV[3], by, ARGV[4])
            """);

    /** What is there, for where the clock lives elsewhere: its head, its checksum and the sum; empty where it is no counter. */
    static final Script READ = new Script(THERE, """
            local is = there(KEYS[1])
            if not is then return {'', '', ''} end
            return {is.head, is.seal, is.sum}
            """);

    /** Adds to the counter that has this checksum. ARGV: the checksum, what is added. */
    static final Script ADD_TO = new Script(THERE, """
            local is = there(KEYS[1])
            if not is or is.seal ~= ARGV[1] then return {0} end
            return plus(KEYS[1], ARGV[2])
            """);

    /** Begins a counter in place of the one with a checksum. ARGV: the checksum (empty: of none), head, sum, milliseconds. */
    static final Script BEGIN = new Script(THERE, """
            local is = there(KEYS[1])
            if (is and is.seal or '') ~= ARGV[1] then return {0} end
            return begin(KEYS[1], ARGV[2], ARGV[3], ARGV[4])
            """);

    static final Script DROP = new Script("return redis.call('UNLINK', KEYS[1])");

    private CounterScripts() {
    }
}
