package dev.etagere.store.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.embedded.Redis;

/** One Redis of several, and what may become of its process. */
final class TestProcess {

    private final Redis redis;
    private final int port;
    private long pid;
    private boolean hangs;

    /** @param redis that has been started */
    TestProcess(Redis redis) {
        this.redis = redis;
        this.port = redis.ports().get(0);
        this.pid = askPid();
    }

    int port() {
        return port;
    }

    Jedis client() {
        return client(port);
    }

    static Jedis client(int port) {
        return new Jedis(new HostAndPort("127.0.0.1", port),
                DefaultJedisClientConfig.builder().resp2().autoNegotiateProtocol(false).timeoutMillis(3_000).build());
    }

    /** At once, as a machine that loses its power. */
    void kill() {
        ProcessHandle.of(pid).ifPresent(process -> {
            process.destroyForcibly();
            process.onExit().join();
        });
        stop();
    }

    /** Begins again with nothing in it. */
    void revive() {
        try {
            redis.start();
            pid = askPid();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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

    void stop() {
        resume();
        try {
            redis.stop();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
        try (Jedis client = client()) {
            return client.info("server").lines().filter(line -> line.startsWith("process_id:"))
                    .mapToLong(line -> Long.parseLong(line.substring("process_id:".length()).trim())).findFirst().orElseThrow();
        }
    }
}
