package dev.etagere.store.redis;

/**
 * What is done inside of Redis with the values of data caches; see {@link DataFrame} for their bytes and docs/redis.md for keys and
 * protocol.
 *
 * <p>An index is a sorted set of the keys that carry a tag, {@code k} and the key, by deadline; and, above all of them, {@code g} and the
 * number of the eviction that all of them came after. Where a later one is known, none of them is there any more.
 *
 * <p>Where patterns were evicted after an entry's fence a script cannot tell whether they match its key, and answers 2 with the patterns
 * and the position; the node does, and asks again.
 */
final class DataScripts {

    private static final int AT_ONCE = 16;
    private static final int MAX_INDEXED = 1_000_000;

    /** Reads what is under a key as far as it tells whether it is valid, and changes that part of it. Garbage is nothing. */
    private static final String HEAD = """
            local function seal(rest, frame) return string.sub(redis.sha1hex(rest .. frame), 1, 8) end
            local function head(key)
              local h = redis.pcall('GETRANGE', key, 0, 115)
              if type(h) ~= 'string' or #h < 116 or string.sub(h, 1, 2) ~= 'D1' or string.sub(h, 75, 76) ~= 'E1' then return nil end
              local count = tonumber(string.sub(h, 109, 112), 16)
              local deadline, number, fence = string.sub(h, 43, 58), string.sub(h, 59, 74), string.sub(h, 93, 108)
              if not count or count < 3 or count > 2003 then return nil end
              local digests = redis.call('GETRANGE', key, 116, 115 + 16 * count)
              local frame = string.sub(h, 75) .. digests
              if seal(string.sub(h, 11, 74), frame) ~= string.sub(h, 3, 10) then return nil end
              if not tonumber(deadline) or not tonumber(number) or not tonumber(fence) then return nil end
              return {stamp = string.sub(h, 11, 26), writer = string.sub(h, 27, 42), deadline = deadline, number = number,
                epoch = string.sub(h, 77, 92), fence = fence, digests = digests, frame = frame, all = h .. digests}
            end
            local function change(key, there, writer, deadline)
              local rest = there.stamp .. writer .. deadline .. there.number
              redis.call('SETRANGE', key, 2, seal(rest, there.frame) .. rest)
            end
            local function newer(key, keep)
              if redis.call('PTTL', key) < tonumber(keep) then redis.call('PEXPIRE', key, keep) end
            end
            """;

    /** Stamp and writer of what is there; empty where nothing is. */
    private static final String ID = """
            local function id(key)
              local h = redis.pcall('GETRANGE', key, 0, 57)
              if type(h) ~= 'string' or #h < 58 or string.sub(h, 1, 2) ~= 'D1' then return '' end
              return string.sub(h, 11, 42)
            end
            """;

    /** The numbers that the members of the indexes came after: that of the region, then those of the tags in their order. */
    private static final String GENERATIONS = """
            local function generations(c, scores, count)
              local all = c[5] and tonumber(c[5]) or 0
              local function hard(i) return scores[2 * i] and tonumber(scores[2 * i]) or 0 end
              local region = math.max(all, hard(1), hard(2))
              local list = {string.format('%.0f', region)}
              for i = 4, count, 2 do
                list[#list + 1] = string.format('%.0f', math.max(region, hard(i), hard(i + 1)))
              end
              return list
            end
            """;

    private static final String TELL = """
            local function tell(clock, log, epoch, position, change, since, maxLog)
              if change == '' then return position, {} end
              local number = string.format('%.0f', redis.call('HINCRBY', clock, 'position', 1))
              redis.call('XADD', log, 'MAXLEN', '~', maxLog, number .. '-0', 'e', epoch, 'c', change)
              if since == string.format('%.0f', tonumber(number) - 1) then return number, {} end
              return number, redis.call('XRANGE', log, '(' .. since .. '-0', '+', 'COUNT', 64)
            end
            """;

    private static final String INDEX = """
            local function generation(key)
              local top = redis.pcall('ZRANGE', key, -1, -1)
              if top.err or top[1] and not string.match(top[1], '^g%d+$') then
                redis.call('UNLINK', key)
                return nil
              end
              return top[1] and tonumber(string.sub(top[1], 2))
            end
            local function add(key, number, member, deadline, keep, now)
              local known = generation(key)
              if known and known < tonumber(number) then
                redis.call('UNLINK', key)
                known = nil
              end
              if not known then
                redis.call('ZADD', key, '+inf', 'g' .. number)
                redis.call('PEXPIRE', key, keep)
              end
              redis.call('ZADD', key, deadline, 'k' .. member)
              local over = redis.call('ZRANGEBYSCORE', key, '-inf', now, 'LIMIT', 0, ATONCE)
              if #over > 0 then redis.call('ZREM', key, unpack(over)) end
              if redis.call('ZCARD', key) > MAXINDEXED then redis.call('ZREMRANGEBYRANK', key, 0, ATONCE - 1) end
              newer(key, keep)
            end
            local function hex(digest)
              return (string.gsub(digest, '.', function(c) return string.format('%02x', string.byte(c)) end))
            end
            local function each(digests, what)
              what(hex(string.sub(digests, 17, 32)))
              for i = 65, #digests, 32 do what(hex(string.sub(digests, i, i + 15))) end
            end
            """.replace("ATONCE", Integer.toString(AT_ONCE)).replace("MAXINDEXED", Integer.toString(MAX_INDEXED));

    /** Reads a value and judges it, as {@link Scripts#GET} does. */
    static final Script GET = new Script(Scripts.HOME, Scripts.JUDGE, HEAD, """
            local there = head(KEYS[1])
            if not there then return false end
            local verdict, globs = judge(KEYS[2], KEYS[3], KEYS[4], there.epoch, there.fence, there.digests)
            if verdict == 0 then redis.call('UNLINK', KEYS[1]) end
            if verdict == 0 or not verdict then return {0} end
            return {verdict, redis.call('GET', KEYS[1]), unpack(globs)}
            """);

    /**
     * Puts an entry where what is there is as expected, and tells the others, in one step. KEYS: the entry, the clock's, the indexes of
     * its region and tags. ARGV: value, milliseconds to keep it, now, what is expected (any, none, or a stamp), the stamp of what is known
     * to match a pattern, the positions up to which patterns are known not to match the new one and the old one, the change for the log
     * (empty: none), the node's position, bound of the log, the key for the indexes, what the names of indexes begin with, and the
     * position that its writer knows. Where what is there was put after that it answers 4 and where the clock stands: so a put that was
     * given up, and comes late, does not take the place of a later one. Its first write is one that Redis refuses where it is full.
     */
    static final Script PLACE = new Script(Scripts.HOME, Scripts.JUDGE, HEAD, GENERATIONS, TELL, INDEX, """
            local value, keep, now, over, dead = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]
            local epoch, deadline = string.sub(value, 77, 92), string.sub(value, 43, 58)
            local count = tonumber(string.sub(value, 109, 112), 16)
            local digests = string.sub(value, 117, 116 + 16 * count)
            local mine, globs, c, scores = verdict(KEYS[2], KEYS[3], KEYS[4], epoch, string.sub(value, 93, 108), digests, ARGV[6])
            if mine == 0 or not mine then return {0} end
            if #globs > 0 then return {2, 'new', globs, c[2]} end
            local there = head(KEYS[1])
            if over == 'any' then
              if there and there.epoch == epoch and tonumber(there.number) > tonumber(ARGV[13]) then
                if there.stamp == string.sub(value, 11, 26) then return {1, c[2], {}} end
                return {4, c[2]}
              end
            else
              local live = false
              if there and there.stamp == string.sub(value, 11, 26) then return {1, c[2], {}} end
              if there and there.stamp ~= dead and there.deadline > now then
                local worth, unknown = verdict(KEYS[2], KEYS[3], KEYS[4], there.epoch, there.fence, there.digests, ARGV[7])
                if worth == 1 or worth == 2 then
                  if #unknown > 0 then return {2, there.stamp, unknown, c[2]} end
                  live = true
                end
              end
              if over == 'none' then
                if live then return {0} end
              elseif not live or there.stamp ~= over then
                return {0}
              end
            end
            local number, news = tell(KEYS[2], KEYS[5], epoch, c[2], ARGV[8], ARGV[9], ARGV[10])
            local rest = string.sub(value, 11, 58) .. string.format('%016.0f', tonumber(number))
            local new = 'D1' .. seal(rest, string.sub(value, 75, 116 + 16 * count)) .. rest .. string.sub(value, 75)
            redis.call('SET', KEYS[1], new, 'PX', keep)
            local names = {}
            local after = generations(c, scores, count)
            for i = 6, #KEYS do
              names[KEYS[i]] = true
              add(KEYS[i], after[i - 5], ARGV[11], deadline, keep, now)
            end
            if there then
              each(there.digests, function(digest)
                if not names[ARGV[12] .. digest] then redis.call('ZREM', ARGV[12] .. digest, 'k' .. ARGV[11]) end
              end)
            end
            return {1, number, news}
            """);

    /**
     * Gives a value another deadline, and tells the others where that comes sooner. KEYS: the entry, the clock's. ARGV: deadline,
     * milliseconds to keep it, now, the position up to which patterns are known not to match, the change for the log, the node's
     * position, bound of the log, the key for the indexes, what the names of indexes begin with.
     */
    static final Script TOUCH = new Script(Scripts.HOME, Scripts.JUDGE, HEAD, TELL, INDEX, """
            local there = head(KEYS[1])
            if not there or there.deadline <= ARGV[3] then return {0} end
            local verdict, globs, c = judge(KEYS[2], KEYS[3], KEYS[4], there.epoch, there.fence, there.digests, ARGV[4])
            if verdict == 0 or not verdict then return {0} end
            if #globs > 0 then return {2, there.stamp, globs, c[2]} end
            local number, news
            if ARGV[1] < there.deadline then
              number, news = tell(KEYS[2], KEYS[5], there.epoch, c[2], ARGV[5], ARGV[6], ARGV[7])
              there.number = string.format('%016.0f', tonumber(number))
            end
            change(KEYS[1], there, there.writer, ARGV[1])
            redis.call('PEXPIRE', KEYS[1], ARGV[2])
            each(there.digests, function(digest)
              redis.call('ZADD', ARGV[9] .. digest, 'XX', ARGV[1], 'k' .. ARGV[8])
              newer(ARGV[9] .. digest, ARGV[2])
            end)
            if not number then return {1} end
            return {1, number, news}
            """);

    /**
     * Drops a value. KEYS: the entry, the clock's. ARGV: now, the key for the indexes, what the names of indexes begin with, whether
     * valid ones stay. Answers 0 where none was there, else 1 and patterns that may match it.
     */
    static final Script DROP = new Script(Scripts.HOME, Scripts.JUDGE, HEAD, INDEX, """
            local there = head(KEYS[1])
            local live, globs = false, {}
            if there and there.deadline > ARGV[1] then
              local verdict, unknown = judge(KEYS[2], KEYS[3], KEYS[4], there.epoch, there.fence, there.digests)
              if verdict == 1 or verdict == 2 then live, globs = true, unknown end
            end
            if live and ARGV[4] == 'stay' then return {1, globs} end
            redis.call('UNLINK', KEYS[1])
            if there then
              each(there.digests, function(digest) redis.call('ZREM', ARGV[3] .. digest, 'k' .. ARGV[2]) end)
            end
            return {live and 1 or 0, globs}
            """);

    /**
     * Where the clock lives elsewhere it cannot tell that a value's own server lost the last puts, as one does that was promoted or
     * began from a snapshot. So there a value ends with its server's name of its history, and under another one it is nothing.
     */
    private static final String HISTORY = """
            local function history()
              local name = home()
              return name .. string.rep('-', 40 - #name)
            end
            """;

    /** The value, where it is one. */
    static final Script VALUE = new Script(Scripts.HOME, HISTORY, """
            local value = redis.pcall('GET', KEYS[1])
            if type(value) ~= 'string' or string.sub(value, -40) ~= history() then return '' end
            return string.sub(value, 1, -41)
            """);

    /** Stamp and writer, and what can be read of a value without the value itself; for where the clock lives elsewhere. */
    static final Script READ_HEAD = new Script(Scripts.HOME, HISTORY, HEAD, ID, """
            local there = head(KEYS[1])
            local known = there and redis.call('GETRANGE', KEYS[1], -40, -1) == history()
            return {id(KEYS[1]), known and there.all or ''}
            """);

    /** Bytes that it takes, about. */
    static final Script SIZE = new Script("""
            local size = redis.pcall('STRLEN', KEYS[1])
            return type(size) == 'number' and size or 0
            """);

    /**
     * Says that a value is about to be put, where stamp and writer that are there are as expected, and answers with those that are there
     * then. ARGV: what is expected (any; empty: nothing), the writer, milliseconds to keep that where nothing is there.
     */
    static final Script ANNOUNCE = new Script(HEAD, ID, """
            if ARGV[1] ~= 'any' and id(KEYS[1]) ~= ARGV[1] then return '' end
            local there = head(KEYS[1])
            if there then
              change(KEYS[1], there, ARGV[2], there.deadline)
              return there.stamp .. ARGV[2]
            end
            local none = string.rep('0', 16)
            redis.call('SET', KEYS[1], 'D1' .. string.rep('0', 8) .. none .. ARGV[2] .. none, 'PX', ARGV[3])
            return none .. ARGV[2]
            """);

    /** Puts a value where stamp and writer are as expected, or what is to be put is there already. ARGV: these, value, milliseconds. */
    static final Script SETTLE = new Script(Scripts.HOME, HISTORY, ID, """
            local there = id(KEYS[1])
            if string.sub(there, 1, 16) == string.sub(ARGV[2], 11, 26) then return 1 end
            if there ~= ARGV[1] then return 0 end
            redis.call('SET', KEYS[1], ARGV[2] .. history(), 'PX', ARGV[3])
            return 1
            """);

    /**
     * Gives a value another deadline, and nobody who is about to replace it. ARGV: stamp and writer expected, deadline, milliseconds, the
     * number under which others were told of it (empty: they were not).
     */
    static final Script PROLONG = new Script(HEAD, """
            local there = head(KEYS[1])
            if not there or there.stamp .. there.writer ~= ARGV[1] then return 0 end
            redis.call('PEXPIRE', KEYS[1], ARGV[3])
            if ARGV[4] ~= '' then there.number = ARGV[4] end
            change(KEYS[1], there, string.rep('0', 16), ARGV[2])
            return 1
            """);

    /** Drops what has that stamp and writer. */
    static final Script DISCARD = new Script(ID, """
            if id(KEYS[1]) ~= ARGV[1] then return 0 end
            return redis.call('UNLINK', KEYS[1])
            """);

    /**
     * Judges an entry that is about to be put, and tells the others. KEYS: the clock's. ARGV: epoch, fence, digests, the position up to
     * which patterns are known not to match, the change for the log (empty: none), the node's position, bound of the log. Answers with
     * the number, what is new in the log, and what the indexes' members came after.
     */
    static final Script ANNOUNCED = new Script(Scripts.HOME, Scripts.JUDGE, GENERATIONS, TELL, """
            local verdict, globs, c, scores = judge(KEYS[1], KEYS[2], KEYS[3], ARGV[1], ARGV[2], ARGV[3], ARGV[4])
            if verdict == 0 or not verdict then return {0} end
            if #globs > 0 then return {2, 'new', globs, c[2]} end
            local number, news = tell(KEYS[1], KEYS[4], ARGV[1], c[2], ARGV[5], ARGV[6], ARGV[7])
            return {1, number, news, generations(c, scores, #ARGV[3] / 16)}
            """);

    /** Where the clock stands: epoch, position, and what the indexes' members came after. ARGV: digests as an entry has them. */
    static final Script STAND = new Script(Scripts.HOME, Scripts.JUDGE, GENERATIONS, """
            local c = redis.call('HMGET', KEYS[1], 'epoch', 'position')
            if not c[1] or not c[2] then return {} end
            local verdict, globs, all, scores = judge(KEYS[1], KEYS[2], KEYS[3], c[1], string.format('%016.0f', tonumber(c[2])), ARGV[1])
            if not scores then return {} end
            return {c[1], c[2], generations(all, scores, #ARGV[1] / 16)}
            """);

    /** Enters a key into an index. ARGV: what its members came after, the key, the deadline, milliseconds to keep it, now. */
    static final Script ENTER = new Script(HEAD, INDEX, "add(KEYS[1], ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]) return 1");

    /** Another deadline for a key in an index, though Redis is full. ARGV: the key, the deadline, milliseconds to keep it. */
    static final Script PROLONG_IN = new Script(HEAD, INDEX, """
            if not generation(KEYS[1]) then return 0 end
            redis.call('ZREM', KEYS[1], '')
            redis.call('ZADD', KEYS[1], 'XX', ARGV[2], 'k' .. ARGV[1])
            newer(KEYS[1], ARGV[3])
            return 1
            """);

    /** Takes a key out of an index where it has that deadline. ARGV: the key, the deadline. */
    static final Script LEAVE = new Script("""
            local there = redis.pcall('ZSCORE', KEYS[1], 'k' .. ARGV[1])
            if type(there) ~= 'string' or tonumber(there) ~= tonumber(ARGV[2]) then return 0 end
            return redis.call('ZREM', KEYS[1], 'k' .. ARGV[1])
            """);

    /**
     * Keys in an index whose deadline has not come, and how many there are. ARGV: what its members came after, now, how many to leave out,
     * how many to give at the most.
     */
    static final Script PAGE = new Script(INDEX, """
            local known = generation(KEYS[1])
            if not known or known < tonumber(ARGV[1]) then return {0, {}} end
            local count = redis.call('ZCOUNT', KEYS[1], '(' .. ARGV[2], '+inf') - 1
            local some = redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. ARGV[2], '(+inf', 'LIMIT', ARGV[3], ARGV[4])
            return {count, some}
            """);

    /** Of these members those that are in an index. ARGV: what its members came after, the members. */
    static final Script AMONG = new Script(INDEX, """
            local after = tonumber(table.remove(ARGV, 1))
            local known = generation(KEYS[1])
            if not known or known < after then return {} end
            local scores = redis.call('ZMSCORE', KEYS[1], unpack(ARGV))
            local some = {}
            for i = 1, #ARGV do
              if scores[i] then some[#some + 1] = ARGV[i] end
            end
            return some
            """);

    private DataScripts() {
    }
}
