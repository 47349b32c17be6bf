package dev.etagere.jaxrs;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import jakarta.ws.rs.ext.RuntimeDelegate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The HTTP server of the JDK: no servlet API is on the class path. */
final class BareServer implements Server {

    private final HttpServer server;
    private final ExecutorService threads;

    private BareServer(HttpServer server, ExecutorService threads) {
        this.server = server;
        this.threads = threads;
    }

    static Server start() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            ExecutorService threads = Executors.newCachedThreadPool();
            server.setExecutor(threads);
            server.createContext("/api/", RuntimeDelegate.getInstance().createEndpoint(new Hosted(), HttpHandler.class));
            server.start();
            return new BareServer(server, threads);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdown();
    }
}
