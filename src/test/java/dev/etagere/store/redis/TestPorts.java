package dev.etagere.store.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * Ports for servers that are stopped and started again where they were. They are below those that systems give to connections, so that
 * nobody takes one in between, and each JVM has its own, as several run tests at once.
 */
final class TestPorts {

    private static final int FIRST = 11_000;
    private static final int COUNT = 500;
    private static final int JVMS = 20;
    /** How far above its port a server of a cluster has the one for the others. */
    private static final int BUS = 10_000;

    /** Lasts as long as it is referred to. */
    private static final FileLock LOCK;
    private static final int OWN;
    private static int next;

    static {
        int jvm = 0;
        FileLock lock = lock(jvm);
        while (lock == null) {
            lock = lock(++jvm);
        }
        LOCK = lock;
        OWN = FIRST + jvm * COUNT;
    }

    private TestPorts() {
    }

    /** One that nobody listens at. */
    static synchronized int free() {
        for (int tried = 0; tried < COUNT; tried++) {
            int port = OWN + next;
            next = (next + 1) % COUNT;
            if (isFree(port) && isFree(port + BUS)) {
                return port;
            }
        }
        throw new IllegalStateException("No port is free from " + OWN + " to " + (OWN + COUNT - 1));
    }

    static List<Integer> free(int count) {
        return Stream.generate(TestPorts::free).limit(count).toList();
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    /** Is let go of as the JVM ends; null where another one holds it. */
    private static FileLock lock(int jvm) {
        if (jvm == JVMS) {
            throw new IllegalStateException("More than " + JVMS + " JVMs run tests");
        }
        Path file = Path.of(System.getProperty("java.io.tmpdir"), "etagere-test-ports-" + jvm);
        try {
            return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE).tryLock();
        } catch (AccessDeniedException another) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
