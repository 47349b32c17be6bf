package dev.etagere.store.fault;

import dev.etagere.store.redis.TestRedis;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisClient;

/** A Redis process to which things happen. */
final class RealRedis implements AutoCloseable {

    private final TestRedis redis;
    private long pid;
    private boolean hangs;

    RealRedis(String... settings) {
        this.redis = TestRedis.started(settings);
        this.pid = askPid();
    }

    int port() {
        return redis.port();
    }

    RedisClient client() {
        return redis.client();
    }

    /** At once, as a machine that loses its power. */
    void kill() {
        ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
        process.destroyForcibly();
        process.onExit().join();
        redis.stop();
    }

    /** Begins again with nothing. */
    void start() {
        redis.start();
        pid = askPid();
    }

    void hang() {
        hangs = true;
        signal("STOP");
    }

    void resume() {
        if (hangs) {
            hangs = false;
            signal("CONT");
        }
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(pid)).inheritIO().start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private long askPid() {
        try (RedisClient client = redis.client()) {
            return client.info("server").lines().filter(line -> line.startsWith("process_id:"))
                    .mapToLong(line -> Long.parseLong(line.substring("process_id:".length()).trim())).findFirst().orElseThrow();
        }
    }

    /** The connections that it has, one a line. */
    String clients() {
        try (RedisClient client = redis.client()) {
            return new String((byte[]) client.sendCommand(Protocol.Command.CLIENT, "LIST"), StandardCharsets.UTF_8);
        }
    }

    /** How many times a command has been run. */
    long calls(String command) {
        try (RedisClient client = redis.client()) {
            return client.info("commandstats").lines().filter(line -> line.startsWith("cmdstat_" + command + ":"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll(".*calls=(\\d+).*", "$1"))).findFirst().orElse(0);
        }
    }

    @Override
    public void close() {
        resume();
        redis.close();
    }
}
