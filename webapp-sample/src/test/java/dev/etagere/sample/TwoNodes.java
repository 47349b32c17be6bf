package dev.etagere.sample;

import dev.etagere.sample.shop.Shop;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.h2.tools.Server;
import redis.embedded.RedisServer;

/**
 * The sample as two nodes, each a process of its own, which share one Redis and one database. Each serves the web application as it is, but
 * for three lines: {@code store} and {@code cacheStatus} in {@code etagere.yaml}, and the database in {@code web.xml}.
 */
public final class TwoNodes implements AutoCloseable {

    private static final List<String> NAMES = List.of("node-a", "node-b");

    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private final int redisPort;
    private RedisServer redis;
    private volatile long redisProcess;
    private List<NodeProcess> nodes = List.of();

    private TwoNodes() throws IOException {
        redisPort = freePort();
        redis = newRedis();
    }

    /**
     * Serves until the process is ended, on ports 8080 and 8081.
     *
     * @param arguments the folder of the web application, then the two ports, with a comma between them
     */
    public static void main(String[] arguments) throws Exception {
        List<Integer> ports = Stream.of(arguments[1].split(",")).map(String::trim).map(Integer::valueOf).toList();
        if (ports.size() != NAMES.size()) {
            throw new IllegalArgumentException("-Dports takes two ports, such as 8080,8081, not " + arguments[1]);
        }
        for (int port : ports) {
            if (!isFree(port)) {
                System.err.println("Port " + port + " is taken; -Dports=8090,8091 takes others.");
                System.exit(1);
            }
        }
        ProcessHandle.current().parent().ifPresent(starter -> starter.onExit().thenRun(() -> System.exit(0)));
        System.out.println("Starting Redis, a database and two shops …");
        TwoNodes shops = start(Path.of(arguments[0]), ports, "");
        Runtime.getRuntime().addShutdownHook(new Thread(shops::close, "close"));
        shops.tell();
        shops.nodes.get(0).process().onExit().thenCombine(shops.nodes.get(1).process().onExit(), (one, other) -> one).join();
    }

    private void tell() {
        String a = nodes.get(0).uri().toString();
        String b = nodes.get(1).uri().toString();
        System.out.println();
        for (NodeProcess node : nodes) {
            System.out.println("  " + node.name() + " is open:  " + node.uri() + "   (process " + node.process().pid() + ")");
        }
        System.out.println("  They share Redis at " + redisAddress() + ", and a database.");
        System.out.println();
        System.out.println("  Ask the one, then the other: who loaded it is told by fwd=…, who had it from Redis by detail=far");
        System.out.println("    curl -i " + a + "api/products/7");
        System.out.println("    curl -i " + b + "api/products/7");
        System.out.println("  Change a price on the one (or at " + a + "admin as admin, password admin), and ask the other again");
        System.out.println("    curl -u admin:admin -X PUT -H 'Content-Type: application/json' \\");
        System.out.println("      -d '{\"name\":\"Ladder shelf\",\"category\":\"shelves\",\"price\":99.5,\"stock\":45}' "
                + a + "api/products/7");
        System.out.println("  End a node by kill, or Redis: the shop stays open.  Ctrl-C ends everything.");
        System.out.println();
    }

    /**
     * On these ports; returns when both serve.
     *
     * @param settings that are added to {@code etagere.yaml}
     */
    static TwoNodes start(Path webapp, List<Integer> ports, String settings) throws Exception {
        TwoNodes all = new TwoNodes();
        try {
            all.open(webapp, ports, settings);
            return all;
        } catch (Exception e) {
            all.close();
            throw e;
        }
    }

    private void open(Path webapp, List<Integer> ports, String settings) throws Exception {
        startRedis();
        running.push(this::stopRedis);
        String database = openDatabase();
        Path folder = Files.createTempDirectory("etagere-nodes");
        running.push(() -> delete(folder));
        List<NodeProcess> started = new ArrayList<>();
        for (int i = 0; i < NAMES.size(); i++) {
            Path mine = folder.resolve(NAMES.get(i));
            configure(webapp, mine, NAMES.get(i), database);
            Files.writeString(mine.resolve("WEB-INF/etagere.yaml"), "\n" + settings + "\n", StandardOpenOption.APPEND);
            NodeProcess node = new NodeProcess(NAMES.get(i), mine, ports.get(i), "localhost:" + ports.get(0),
                    () -> redisProcess);
            running.push(node);
            node.start();
            started.add(node);
        }
        nodes = List.copyOf(started);
        for (NodeProcess node : nodes) {
            node.awaitOpen();
        }
    }

    private void configure(Path webapp, Path mine, String name, String database) throws IOException {
        copy(webapp, mine);
        change(mine.resolve("WEB-INF/etagere.yaml"), "store: memory ", "store: " + redisAddress() + " ");
        change(mine.resolve("WEB-INF/etagere.yaml"), "cacheStatus: true ", "cacheStatus: " + name + " ");
        change(mine.resolve("WEB-INF/web.xml"), ">jdbc:h2:mem:shop<", ">" + database + "<");
    }

    /** H2 in this process, for the nodes to connect to; it is gone with it. */
    private String openDatabase() throws SQLException, IOException {
        System.setProperty("h2.bindAddress", InetAddress.getLoopbackAddress().getHostAddress());
        String name = "mem:shop" + redisPort;
        Connection keepsIt = DriverManager.getConnection("jdbc:h2:" + name, "sa", "");
        running.push(keepsIt);
        try (InputStream schema = Shop.class.getResourceAsStream("schema.sql"); Statement statement = keepsIt.createStatement()) {
            statement.execute(new String(schema.readAllBytes(), StandardCharsets.UTF_8));
        }
        Server server = Server.createTcpServer("-tcpPort", "0", "-tcpDaemon").start();
        running.push(server::stop);
        return "jdbc:h2:tcp://localhost:" + server.getPort() + "/" + name + ";LOCK_TIMEOUT=30000";
    }

    NodeProcess a() {
        return nodes.get(0);
    }

    NodeProcess b() {
        return nodes.get(1);
    }

    String redisAddress() {
        return "redis://localhost:" + redisPort;
    }

    /** With nothing in it, where it was before. */
    void startRedis() throws IOException {
        redis = newRedis();
        Set<ProcessHandle> before = ProcessHandle.current().children().collect(Collectors.toSet());
        redis.start();
        redisProcess = ProcessHandle.current().children().filter(child -> !before.contains(child)).findFirst().orElseThrow().pid();
    }

    void stopRedis() throws IOException {
        redis.stop();
    }

    private RedisServer newRedis() throws IOException {
        Path folder = Files.createTempDirectory("etagere-redis");
        folder.toFile().deleteOnExit();
        return RedisServer.newRedisServer().port(redisPort).bind("127.0.0.1").setting("save \"\"").setting("dir " + folder).build();
    }

    /** Below those that systems give to connections, so that it is free still where a server is started there again. */
    static int freePort() {
        return ThreadLocalRandom.current().ints(11_000, 32_000).filter(TwoNodes::isFree).findFirst().orElseThrow();
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress("localhost", port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    private static void change(Path file, String from, String to) throws IOException {
        String text = Files.readString(file);
        if (text.split(from, -1).length != 2) {
            throw new IllegalStateException(file + " should have \"" + from + "\" once");
        }
        Files.writeString(file, text.replace(from, to));
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Ends all of it, in the order in which it depends on each other. */
    @Override
    public synchronized void close() {
        while (!running.isEmpty()) {
            try {
                running.pop().close();
            } catch (Exception e) {
                System.err.println("Could not be ended: " + e);
            }
        }
    }
}
