package dev.etagere.store.redis;

/**
 * What is done inside of Redis, so that nothing comes between. docs/redis.md tells the keys and the protocol.
 *
 * <p>The clock's keys are the hash {@code clock} (epoch, position, floor, home), the sorted set {@code marks} (of each tag, {@code h} and
 * its digest for the last hard eviction, {@code s} for the last soft one, by number), the sorted set {@code patterns} and the stream
 * {@code log}. Each sorted set also holds the epoch, above all numbers: where that is missing, the set was lost, be it that Redis gave it
 * up for want of memory, and nothing is known.
 *
 * <p>All that asks the clock begins with a write that changes nothing. A replica, a primary without the replicas it needs, or one that
 * cannot save refuses that: whom no eviction can be told has no say in what is valid. And as Redis refuses for want of memory only what is
 * the first write of a script, and this one takes none, an eviction is entered though Redis is full.
 */
final class Scripts {

    /**
     * What tells this primary's history from others'. Redis makes another one at each start and at each promotion. Empty where the user
     * may not ask.
     */
    static final String HOME = """
            local function home()
              local info = redis.pcall('INFO', 'replication')
              if type(info) ~= 'string' then return '' end
              local _, at = string.find(info, 'master_replid:', 1, true)
              return at and string.sub(info, at + 1, at + 40) or ''
            end
            """;

    /**
     * Makes sure that there is a clock, and that it knows all there is to know. A lost one is begun anew under another epoch; so is one
     * that came from another primary, whose last evictions may be missing. While the old primary is still there, a node that follows the
     * one takes nothing from the other, and an eviction that only the other heard of does not count as delivered.
     */
    private static final String SETTLE = """
            local function settle(clock, marks, patterns, log, candidate, maxLog)
              redis.call('HDEL', clock, '-')
              local here = home()
              local c = redis.call('HMGET', clock, 'epoch', 'position', 'home')
              local epoch = c[1]
              local intact = epoch and redis.call('ZSCORE', marks, 'e' .. epoch) and redis.call('ZSCORE', patterns, 'e' .. epoch)
              if intact and c[3] == here then return epoch, tonumber(c[2]), here end
              local time = redis.call('TIME')
              local position = tonumber(time[1]) * 1000000 + tonumber(time[2])
              if intact then position = math.max(position, tonumber(c[2]) + 1) end
              epoch = candidate
              redis.call('DEL', log)
              local number = string.format('%.0f', position)
              redis.call('DEL', clock, marks, patterns)
              redis.call('HSET', clock, 'epoch', epoch, 'position', number, 'floor', number, 'home', here, 'base', number)
              redis.call('ZADD', marks, '+inf', 'e' .. epoch)
              redis.call('ZADD', patterns, '+inf', 'e' .. epoch)
              redis.call('XADD', log, 'MAXLEN', '~', maxLog, number .. '-0', 'e', epoch, 'c', 'f')
              return epoch, position, here
            end
            """;

    /**
     * Judges an entry by its epoch, fence and digests: 0 where it is not valid, 1 where it is, 2 where it is expired, false where nothing
     * is known; then patterns that were evicted after its fence or, if that is later, after {@code from}; then what the clock's hash and
     * the marks have. {@code judge} begins with a write.
     */
    static final String JUDGE = """
            local function verdict(clock, marks, patterns, epoch, fence, digests, from)
              local c = redis.call('HMGET', clock, 'epoch', 'position', 'floor', 'home', 'base')
              if c[4] ~= home() then return false end
              local f = tonumber(fence)
              if c[1] ~= epoch or f > tonumber(c[2]) or f < tonumber(c[3]) then return 0 end
              local members = {}
              for i = 1, #digests, 16 do
                local digest = string.sub(digests, i, i + 15)
                members[#members + 1] = 'h' .. digest
                members[#members + 1] = 's' .. digest
              end
              local scores = redis.call('ZMSCORE', marks, 'e' .. epoch, unpack(members))
              if not from or from < fence then from = fence end
              local globs = redis.call('ZRANGEBYSCORE', patterns, '(' .. from, '+inf')
              if not scores[1] or globs[#globs] ~= 'e' .. epoch then return false end
              local verdict = 1
              for i = 2, #scores do
                if scores[i] and tonumber(scores[i]) > f then
                  if i % 2 == 0 then return 0 end
                  verdict = 2
                end
              end
              globs[#globs] = nil
              return verdict, globs, c, scores
            end
            local function judge(clock, ...)
              redis.call('HDEL', clock, '-')
              return verdict(clock, ...)
            end
            """;

    /**
     * Reads an entry and judges it. Nil where there is none; else 0 where it is not valid, 1 where it is, 2 where it is expired, the entry
     * and each pattern that was evicted after its fence. One that is surely not valid is dropped.
     */
    static final Script GET = new Script(HOME, JUDGE, """
            local value = redis.call('GET', KEYS[1])
            if not value then return false end
            if string.sub(value, 1, 2) ~= 'E1' then return {0} end
            local count = tonumber(string.sub(value, 35, 38), 16)
            if not count or count > 2003 or not tonumber(string.sub(value, 19, 34)) then return {0} end
            local verdict, globs = judge(KEYS[2], KEYS[3], KEYS[4], string.sub(value, 3, 18), string.sub(value, 19, 34),
                string.sub(value, 43, 42 + 16 * count))
            if verdict == 0 then redis.call('UNLINK', KEYS[1]) end
            if verdict == 0 or not verdict then return {0} end
            return {verdict, value, unpack(globs)}
            """);

    /** Judges an entry that was read from another node. Returns what {@link #GET} does, without the entry; the patterns are one list. */
    static final Script CHECK = new Script(HOME, JUDGE, """
            local verdict, globs = judge(KEYS[1], KEYS[2], KEYS[3], ARGV[1], ARGV[2], ARGV[3])
            if verdict == 0 or not verdict then return {0} end
            return {verdict, '', globs}
            """);

    /**
     * Puts an entry unless there is one of the same epoch with a higher fence: who began to load earlier has not the newer value. Where the
     * clock's key can be reached too, an entry of another epoch is refused.
     */
    static final Script PUT = new Script("""
            if KEYS[2] and redis.call('HGET', KEYS[2], 'epoch') ~= ARGV[3] then return 0 end
            local there = redis.call('GETRANGE', KEYS[1], 0, 33)
            if string.sub(there, 1, 18) == 'E1' .. ARGV[3] and string.sub(there, 19, 34) > ARGV[4] then return 0 end
            redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
            return 1
            """);

    /** Settles the clock and tells where it stands, and how much it holds. */
    static final Script BEAT = new Script(HOME, SETTLE, """
            local epoch, position, here = settle(KEYS[1], KEYS[2], KEYS[3], KEYS[4], ARGV[1], ARGV[2])
            return {epoch, string.format('%.0f', position), here, redis.call('HGET', KEYS[1], 'floor'), redis.call('ZCARD', KEYS[2]) - 1,
                redis.call('XLEN', KEYS[4])}
            """);

    /**
     * Makes an eviction. ARGV: epoch for a new clock, bounds of log, tags and patterns, the position of the node, the change for the log,
     * its kind, then the digests or the pattern. Returns also the evictions that the node has not seen, so that it need not wait for them;
     * not so where there are none but this one.
     */
    static final Script EVICT = new Script(HOME, SETTLE, """
            local clock, marks, patterns, log = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
            local maxLog, maxTags, maxPatterns = ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])
            local since, change, kind = ARGV[5], ARGV[6], ARGV[7]
            local epoch = settle(clock, marks, patterns, log, ARGV[1], maxLog)
            local number = string.format('%.0f', redis.call('HINCRBY', clock, 'position', 1))
            local function forget(key, max)
              local extra = redis.call('ZCARD', key) - 1 - max
              if extra <= 0 then return end
              local last = tonumber(redis.call('ZRANGE', key, extra - 1, extra - 1, 'WITHSCORES')[2])
              if last > tonumber(redis.call('HGET', clock, 'floor')) then
                redis.call('HSET', clock, 'floor', string.format('%.0f', last))
              end
              redis.call('ZREMRANGEBYRANK', key, 0, extra - 1)
            end
            if kind == 'p' then
              redis.call('ZADD', patterns, number, 'p' .. ARGV[8])
              forget(patterns, maxPatterns)
            else
              for i = 8, #ARGV do
                redis.call('ZADD', marks, number, kind .. ARGV[i])
              end
              forget(marks, maxTags)
            end
            redis.call('XADD', log, 'MAXLEN', '~', maxLog, number .. '-0', 'e', epoch, 'c', change)
            if since == string.format('%.0f', tonumber(number) - 1) then return {epoch, number} end
            return {epoch, number, redis.call('XRANGE', log, '(' .. since .. '-0', '+', 'COUNT', 64)}
            """);

    /** Gives a lease back to nobody but its holder. */
    static final Script RELEASE = new Script("""
            if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
            return 0
            """);

    private Scripts() {
    }
}
