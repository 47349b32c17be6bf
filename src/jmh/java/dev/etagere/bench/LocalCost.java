package dev.etagere.bench;

import dev.etagere.bench.LoadClient.Head;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.LocalConnector;
import org.eclipse.jetty.server.Server;

/**
 * The same comparison as {@link HitCost} without sockets and on one thread: Jetty's own work and the filter's, and nothing of the kernel's.
 * The bare servlet is then so cheap that a small difference is seen; the ratios are larger than those of a server that talks to clients.
 *
 * <p>Arguments: rounds (200), requests of a block (1000).
 */
public final class LocalCost {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final List<String> CONTEXTS = List.of("/bare", "/bare", "/pass", "/side", "/hits");

    private LocalCost() {
    }

    public static void main(String[] arguments) throws Exception {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 200;
        int requests = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1_000;
        Path config = Files.writeString(Files.createTempFile("etagere", ".yaml"), HitCost.RULES);
        ConstantServlet bare = new ConstantServlet();
        Server server = new Server();
        LocalConnector connector = new LocalConnector(server, LocalCost::onThisThread, null, null, -1, new HttpConnectionFactory());
        connector.setIdleTimeout(0);
        server.addConnector(connector);
        server.setHandler(HitCost.contexts(bare, config));
        server.start();
        try {
            connector.getResponse(request("/hits/1024", ""));
            String tag = head(connector.getResponse(request("/hits/1024", ""))).fields().stream()
                    .filter(field -> field[0].equals("ETag")).findFirst().orElseThrow()[1];
            measure(connector, bare, "/1024", "", rounds, requests);
            measure(connector, bare, "/65536", "", rounds, requests / 4);
            measure(connector, bare, "/1024", "If-None-Match: " + tag + "\r\n", rounds, requests);
        } finally {
            server.stop();
            Files.delete(config);
        }
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

    private static void measure(LocalConnector connector, ConstantServlet bare, String path, String condition, int rounds, int requests)
            throws Exception {
        connector.getResponse(request("/hits" + path, condition));
        Head hit = head(connector.getResponse(request("/hits" + path, condition)));
        bare.answer(path, "/side" + path, hit);
        LocalConnector.LocalEndPoint connection = connector.connect();
        connection.addInput(request("/bare" + path, condition));
        connection.waitForResponse(false, 10, TimeUnit.SECONDS);
        double[][] nanos = new double[CONTEXTS.size()][rounds];
        for (int round = -rounds / 2; round < rounds; round++) {
            for (int i = 0; i < nanos.length; i++) {
                int way = Math.floorMod(i + round, nanos.length);
                long cpu = block(connection, CONTEXTS.get(way) + path, condition, requests);
                if (round >= 0) {
                    nanos[way][round] = cpu / (double) requests;
                }
            }
        }
        System.out.printf(Locale.ROOT, "%s status %d%n", path, hit.status());
        for (int way = 0; way < nanos.length; way++) {
            double[] ratios = new double[rounds];
            for (int round = 0; round < rounds; round++) {
                ratios[round] = nanos[way][round] / nanos[0][round];
            }
            Arrays.sort(ratios);
            double[] sorted = nanos[way].clone();
            Arrays.sort(sorted);
            System.out.printf(Locale.ROOT, "  %-6s %8.0f ns of CPU a request   ratio %.3f (middle half %.3f to %.3f)%n", CONTEXTS.get(way),
                    sorted[rounds / 2], ratios[rounds / 2], ratios[rounds / 4], ratios[rounds * 3 / 4]);
        }
    }

    private static long block(LocalConnector.LocalEndPoint connection, String path, String condition, int requests) throws Exception {
        byte[] request = bytes(path, condition);
        long start = THREADS.getCurrentThreadCpuTime();
        for (int i = 0; i < requests; i++) {
            connection.addInput(ByteBuffer.wrap(request));
            if (!connection.takeOutput().hasRemaining()) {
                throw new IllegalStateException("no answer to " + path);
            }
        }
        return THREADS.getCurrentThreadCpuTime() - start;
    }

    private static ByteBuffer request(String path, String condition) {
        return ByteBuffer.wrap(bytes(path, condition));
    }

    private static byte[] bytes(String path, String condition) {
        return ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nUser-Agent: bench\r\nAccept: */*\r\nAccept-Encoding: gzip\r\n" + condition
                + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    private static Head head(ByteBuffer answer) {
        String text = StandardCharsets.ISO_8859_1.decode(answer).toString();
        String[] lines = text.substring(0, text.indexOf("\r\n\r\n")).split("\r\n");
        List<String[]> fields = new ArrayList<>();
        for (int i = 1; i < lines.length; i++) {
            fields.add(lines[i].split(": ", 2));
        }
        return new Head(Integer.parseInt(lines[0].substring(9, 12)), fields);
    }
}
