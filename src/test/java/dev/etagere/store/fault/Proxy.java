package dev.etagere.store.fault;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Stands between a node and Redis and does to the replies what networks do, and worse. */
final class Proxy implements AutoCloseable {

    /** What becomes of replies. */
    enum Fault {
        NONE,
        /** They stay away, and the connection stays open. */
        STALL,
        /** They come late. */
        DELAY,
        /** The connection is reset in the middle of them. */
        CUT,
        /** Some of them come twice. */
        DUPLICATE,
        /** The connection ends, orderly, in the middle of them. */
        TRUNCATE,
        /** No connection is accepted, and those there are end. */
        REFUSE
    }

    private final ServerSocket server;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Object changed = new Object();
    private volatile Fault fault = Fault.NONE;
    private volatile boolean closed;

    Proxy(int target) {
        this.target = target;
        try {
            this.server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    void set(Fault newFault) {
        synchronized (changed) {
            fault = newFault;
            changed.notifyAll();
        }
        if (newFault == Fault.REFUSE || newFault == Fault.CUT) {
            cut();
        }
    }

    void cut() {
        open.forEach(Proxy::end);
    }

    @Override
    public void close() {
        closed = true;
        set(Fault.NONE);
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cut();
    }

    private void accept() {
        while (!closed) {
            try {
                Socket client = server.accept();
                if (fault == Fault.REFUSE) {
                    end(client);
                    continue;
                }
                open.add(client);
                Socket redis = new Socket(InetAddress.getLoopbackAddress(), target);
                open.add(redis);
                client.setTcpNoDelay(true);
                redis.setTcpNoDelay(true);
                daemon(() -> pump(client, redis, false));
                daemon(() -> pump(redis, client, true));
            } catch (IOException e) {
                cut();
            }
        }
    }

    private void pump(Socket from, Socket to, boolean replies) {
        Random chance = new Random();
        byte[] buffer = new byte[1 << 16];
        try (from; to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (replies && !reply(out, Arrays.copyOf(buffer, n), chance)) {
                    return;
                }
                if (!replies) {
                    out.write(buffer, 0, n);
                }
            }
        } catch (IOException | InterruptedException ended) {
            end(from);
        } finally {
            open.remove(from);
            open.remove(to);
            end(to);
        }
    }

    private boolean reply(OutputStream out, byte[] bytes, Random chance) throws IOException, InterruptedException {
        synchronized (changed) {
            while (fault == Fault.STALL && !closed) {
                changed.wait();
            }
            if (fault == Fault.DELAY) {
                changed.wait(1 + chance.nextInt(150));
            }
        }
        boolean hit = chance.nextInt(4) == 0;
        boolean ends = hit && (fault == Fault.CUT || fault == Fault.TRUNCATE);
        out.write(bytes, 0, ends ? chance.nextInt(bytes.length) : bytes.length);
        if (hit && fault == Fault.DUPLICATE) {
            out.write(bytes);
        }
        return !ends;
    }

    private static void end(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException alreadyClosed) {
            return;
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "proxy");
        thread.setDaemon(true);
        thread.start();
    }
}
