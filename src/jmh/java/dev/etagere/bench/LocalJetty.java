package dev.etagere.bench;

import dev.etagere.bench.LoadClient.Head;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.LocalConnector;
import org.eclipse.jetty.server.Server;

/** A Jetty without sockets, which does all that it does on the thread that asks it. */
final class LocalJetty implements AutoCloseable {

    private final Server server = new Server();
    private final LocalConnector connector = new LocalConnector(server, LocalJetty::onThisThread, null, null, -1, new HttpConnectionFactory());
    private final LocalConnector.LocalEndPoint connection;

    /** @param knownPath of which there is an answer */
    LocalJetty(Handler handler, String knownPath) throws Exception {
        connector.setIdleTimeout(0);
        server.addConnector(connector);
        server.setHandler(handler);
        server.start();
        connection = connector.connect();
        connection.addInput(ByteBuffer.wrap(request(knownPath, "")));
        connection.waitForResponse(false, 10, TimeUnit.SECONDS);
    }

    /** All but the thread that waits for connections, which has to wait for them. */
    private static void onThisThread(Runnable task) {
        if (task.getClass().getSimpleName().equals("Acceptor")) {
            Thread acceptor = new Thread(task, "acceptor");
            acceptor.setDaemon(true);
            acceptor.start();
        } else {
            task.run();
        }
    }

    /** A request that is made, and answered, each time it is run. */
    Turns.Task get(String path, String condition) {
        byte[] request = request(path, condition);
        return () -> {
            connection.addInput(ByteBuffer.wrap(request));
            if (!connection.takeOutput().hasRemaining()) {
                throw new IllegalStateException("no answer to " + path);
            }
        };
    }

    /** What a second request is answered. */
    Head head(String path, String condition) throws Exception {
        connector.getResponse(ByteBuffer.wrap(request(path, condition)));
        String text = StandardCharsets.ISO_8859_1.decode(connector.getResponse(ByteBuffer.wrap(request(path, condition)))).toString();
        String[] lines = text.substring(0, text.indexOf("\r\n\r\n")).split("\r\n");
        List<String[]> fields = new ArrayList<>();
        for (int i = 1; i < lines.length; i++) {
            fields.add(lines[i].split(": ", 2));
        }
        return new Head(Integer.parseInt(lines[0].substring(9, 12)), fields);
    }

    /** A field by which the response to that path is asked for again. */
    String ifNoneMatch(String path) throws Exception {
        return "If-None-Match: " + head(path, "").fields().stream().filter(field -> field[0].equals("ETag")).findFirst().orElseThrow()[1]
                + "\r\n";
    }

    private static byte[] request(String path, String condition) {
        return ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nUser-Agent: bench\r\nAccept: */*\r\nAccept-Encoding: gzip\r\n" + condition
                + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws Exception {
        server.stop();
    }
}
