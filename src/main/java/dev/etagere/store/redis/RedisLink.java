package dev.etagere.store.redis;

import dev.etagere.store.redis.RedisServer.Cluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.Response;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisNoScriptException;
import redis.clients.jedis.exceptions.JedisRedirectionException;
import redis.clients.jedis.params.SetParams;

/**
 * A pool of connections. Redis need not be there: as long as {@link #connect} has not succeeded, all calls fail at once. What goes wrong
 * is a {@link RedisStoreException}. Safe for use by many threads.
 */
final class RedisLink implements AutoCloseable {

    private final RedisServer server;
    private final Clients clients;
    private final Duration timeout;
    private volatile @Nullable UnifiedJedis client;
    private volatile boolean closed;

    /** @param timeout for one command, and for a free connection to be had */
    RedisLink(RedisServer server, int connections, Duration connectTimeout, Duration timeout) {
        this.server = server;
        this.timeout = timeout;
        this.clients = new Clients(server, connections, connectTimeout, timeout);
    }

    /** Makes the client where there is none yet; that may take as long as connecting to several nodes does. */
    synchronized void connect() {
        if (client == null && !closed) {
            client = guarded(clients::open);
        }
    }

    /** Lets go of idle connections, as they may lead to a server that is no longer there. */
    void refresh() {
        UnifiedJedis to = client;
        if (to != null) {
            Clients.refresh(to);
        }
    }

    boolean isCluster() {
        return server.place() instanceof Cluster;
    }

    /** By the script's digest; by its text where Redis does not know it, which then remembers it. */
    @Nullable Object run(Script script, List<byte[]> keys, List<byte[]> arguments) {
        return call(running(script, keys, arguments));
    }

    /** As {@link #run}, for what must not be done twice: it fails where the connection was closed, as it may have been done then. */
    @Nullable Object runOnce(Script script, List<byte[]> keys, List<byte[]> arguments) {
        return once(running(script, keys, arguments));
    }

    private Function<UnifiedJedis, @Nullable Object> running(Script script, List<byte[]> keys, List<byte[]> arguments) {
        byte[] word = word();
        List<byte[]> all = with(arguments, word);
        return to -> {
            try {
                return resultOf(to.evalsha(script.sha(), keys, all), word);
            } catch (JedisNoScriptException unknown) {
                return resultOf(to.eval(script.text(), keys, all), word);
            }
        };
    }

    /** No two calls have the same. */
    private static byte[] word() {
        return bytes(Long.toHexString(ThreadLocalRandom.current().nextLong()));
    }

    private static List<byte[]> with(List<byte[]> arguments, byte[] word) {
        List<byte[]> all = new ArrayList<>(arguments);
        all.add(word);
        return all;
    }

    /** Where it is the reply to another call, the connection it came by and all others are given up. */
    private @Nullable Object resultOf(@Nullable Object reply, byte[] word) {
        if (reply instanceof List<?> parts && !parts.isEmpty() && parts.get(0) instanceof byte[] answered) {
            if (parts.size() == 2 && Arrays.equals(answered, word)) {
                return parts.get(1);
            }
            if (answered.length == word.length + 1 && Arrays.equals(answered, 1, answered.length, word, 0, word.length)) {
                return parts.subList(1, parts.size());
            }
        }
        refresh();
        throw new JedisException("Redis answered another question than it was asked");
    }

    /** Several calls of a script in one go, for each of these keys and arguments; the results are in the same order. */
    List<@Nullable Object> runAll(Script script, List<List<byte[]>> keys, List<List<byte[]>> arguments) {
        if (keys.size() == 1) {
            return Collections.singletonList(run(script, keys.get(0), arguments.get(0)));
        }
        List<byte[]> words = keys.stream().map(each -> word()).toList();
        return all(keys.size(), (pipeline, i) -> pipeline.evalsha(script.sha(), keys.get(i), with(arguments.get(i), words.get(i))),
                (reply, i) -> guarded(() -> resultOf(reply, words.get(i))), i -> run(script, keys.get(i), arguments.get(i)));
    }

    byte @Nullable [] get(byte[] key) {
        return this.<byte @Nullable []>call(to -> to.get(key));
    }

    /** The values of these keys in one go, in the same order, null where there is none. */
    List<byte @Nullable []> getAll(List<byte[]> keys) {
        if (keys.size() == 1) {
            return Collections.singletonList(get(keys.get(0)));
        }
        return all(keys.size(), (pipeline, i) -> pipeline.get(keys.get(i)), (reply, i) -> reply, i -> get(keys.get(i)));
    }

    /**
     * Who is not at the place where it was sent to, or on the other end of a connection that broke, is asked once more alone: then Jedis
     * learns where it is.
     *
     * @param read what comes of a reply
     * @param alone asks for one
     */
    private <T, R> List<R> all(int calls, BiFunction<AbstractPipeline, Integer, Response<T>> call, BiFunction<T, Integer, R> read,
            IntFunction<R> alone) {
        long began = System.nanoTime();
        List<Response<T>> responses = call(to -> Batch.send(to, calls, call));
        boolean inTime = System.nanoTime() - began < timeout.toNanos();
        List<R> results = new ArrayList<>(calls);
        for (int i = 0; i < calls; i++) {
            T reply;
            try {
                reply = responses.get(i).get();
            } catch (JedisNoScriptException | JedisRedirectionException | IllegalStateException notHere) {
                if (notHere instanceof IllegalStateException && !inTime) {
                    throw new RedisStoreException("Redis (" + server.place() + ") did not answer in time", notHere);
                }
                results.add(alone.apply(i));
                continue;
            } catch (JedisException e) {
                throw failure(e);
            }
            results.add(read.apply(reply, i));
        }
        return results;
    }

    void unlink(byte[] key) {
        call(to -> to.unlink(key));
    }

    /** Whether it was not there, and now is; or Redis is full, so that it cannot be kept for anyone. */
    boolean lease(byte[] key, byte[] holder, Duration atMost) {
        try {
            return call(to -> to.set(key, holder, SetParams.setParams().nx().px(Math.max(1, atMost.toMillis())))) != null;
        } catch (RedisStoreException e) {
            if (e.isFull()) {
                return true;
            }
            throw e;
        }
    }

    /** What has been added to a stream after that number, at once or as soon as there is something, waiting for so long at the longest. */
    @Nullable Object read(byte[] stream, String after, int count, Duration atMost) {
        return once(to -> to.sendBlockingCommand(stream, Command.XREAD, bytes("COUNT"), bytes(Integer.toString(count)), bytes("BLOCK"),
                bytes(Long.toString(atMost.toMillis())), bytes("STREAMS"), stream, bytes(after)));
    }

    static byte[] bytes(String ascii) {
        return Clients.bytes(ascii);
    }

    @Override
    public synchronized void close() {
        closed = true;
        UnifiedJedis open = client;
        client = null;
        if (open != null) {
            open.close();
        }
    }

    /**
     * A connection that Redis has closed, as it does when it ends, is found out by the first who uses it. What is asked by this may be
     * asked twice, so it is asked again on another one; not so where Redis takes its time.
     */
    private <T> T call(Function<UnifiedJedis, T> command) {
        try {
            return once(command);
        } catch (RedisStoreException e) {
            if (!e.isOfClosedConnection()) {
                throw e;
            }
            refresh();
            return once(command);
        }
    }

    private <T> T once(Function<UnifiedJedis, T> command) {
        UnifiedJedis to = client;
        if (to == null) {
            throw new RedisStoreException(closed ? "The store is closed" : "Redis (" + server.place() + ") has not been reached yet");
        }
        return guarded(() -> command.apply(to));
    }

    /** A reply that is cut or garbled makes Jedis throw anything, and leaves the connection that it came by without sense. */
    private <T> T guarded(Supplier<T> command) {
        try {
            return command.get();
        } catch (RedisStoreException e) {
            throw e;
        } catch (JedisException | IllegalStateException e) {
            throw failure(e);
        } catch (RuntimeException unreadable) {
            refresh();
            throw failure(unreadable);
        }
    }

    /** Redis may repeat in its messages what it was sent. */
    private RedisStoreException failure(RuntimeException cause) {
        String message = Handshake.trouble(cause).map(trouble -> "No TLS with Redis (" + server.place() + "): " + trouble)
                .orElse(cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage());
        for (Throwable t = cause; t != null; t = t.getCause()) {
            if (clients.holdsSecret(String.valueOf(t.getMessage()))) {
                return new RedisStoreException("Redis (" + server.place() + ") failed with a message that holds a password");
            }
        }
        return new RedisStoreException(message, cause);
    }
}
