package dev.etagere.store.fault;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

/**
 * TLS before a Redis that has none. Who begins without it is let through too, as the servers among each other do; how many began with it is
 * counted.
 */
final class TlsProxy implements AutoCloseable {

    /** Whether a client has to show who it is. */
    enum Clients { ANY, KNOWN }

    private static final int HANDSHAKE = 0x16;

    private final ServerSocket server;
    private final int target;
    private final SSLContext context;
    private final Clients clients;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger encrypted = new AtomicInteger();
    private volatile boolean closed;

    TlsProxy(int port, int target, SSLContext context, Clients clients) {
        this.target = target;
        this.context = context;
        this.clients = clients;
        try {
            this.server = new ServerSocket(port, 100, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** Connections on which TLS came about. */
    int encrypted() {
        return encrypted.get();
    }

    private void accept() {
        while (!closed) {
            try {
                Socket client = server.accept();
                open.add(client);
                daemon(() -> serve(client));
            } catch (IOException ended) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client; Socket redis = new Socket(InetAddress.getLoopbackAddress(), target)) {
            open.add(redis);
            client.setTcpNoDelay(true);
            redis.setTcpNoDelay(true);
            int first = client.getInputStream().read();
            if (first == HANDSHAKE) {
                try (SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(client,
                        new ByteArrayInputStream(new byte[] {(byte) first}), false)) {
                    tls.setUseClientMode(false);
                    tls.setNeedClientAuth(clients == Clients.KNOWN);
                    if (shakesHands(tls, client)) {
                        encrypted.incrementAndGet();
                        join(tls, redis);
                    }
                }
            } else if (first >= 0) {
                redis.getOutputStream().write(first);
                join(client, redis);
            }
        } catch (IOException ended) {
            return;
        } finally {
            open.remove(client);
        }
    }

    /** Where it does not come about the client is let hear why: what it has sent meanwhile is read, or the connection would be reset. */
    private static boolean shakesHands(SSLSocket tls, Socket client) throws IOException {
        try {
            tls.startHandshake();
            return true;
        } catch (SSLException refused) {
            client.shutdownOutput();
            client.getInputStream().transferTo(OutputStream.nullOutputStream());
            return false;
        }
    }

    private static void join(Socket client, Socket redis) throws IOException {
        daemon(() -> {
            try (client; redis) {
                pump(redis, client);
            } catch (IOException ended) {
                return;
            }
        });
        pump(client, redis);
    }

    private static void pump(Socket from, Socket to) throws IOException {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        byte[] buffer = new byte[1 << 14];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            out.write(buffer, 0, n);
            out.flush();
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            server.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "tls-proxy");
        thread.setDaemon(true);
        thread.start();
    }
}
