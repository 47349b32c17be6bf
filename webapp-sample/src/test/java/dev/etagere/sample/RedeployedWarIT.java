package dev.etagere.sample;

import static dev.etagere.sample.Client.as;
import static org.assertj.core.api.Assertions.assertThat;

import dev.etagere.sample.readme.Product;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.lang.reflect.Constructor;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import redis.embedded.RedisServer;

/** The WAR as it was packaged, with all the libraries that are in it, deployed again and again in one server: nothing of it is left. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@EnabledIfSystemProperty(named = "etagere.redeployments", matches = "[0-9]+",
        disabledReason = "it takes a minute or two: see docs/containers.md")
final class RedeployedWarIT {

    private static final int TIMES = Integer.getInteger("etagere.redeployments", 0);
    private static final Path WAR = Path.of("target/etagere-sample.war");

    private final int redisPort = TwoNodes.freePort();
    private Path folder;
    private RedisServer redis;

    @BeforeAll
    void unpack() throws IOException {
        folder = Files.createTempDirectory("etagere-redeployed");
        try (ZipInputStream war = new ZipInputStream(Files.newInputStream(WAR))) {
            for (ZipEntry entry = war.getNextEntry(); entry != null; entry = war.getNextEntry()) {
                Path file = folder.resolve("war").resolve(entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else {
                    Files.createDirectories(file.getParent());
                    Files.copy(war, file);
                }
            }
        }
        redis = RedisServer.newRedisServer().port(redisPort).bind("127.0.0.1").setting("save \"\"")
                .setting("dir " + Files.createDirectory(folder.resolve("redis"))).build();
        redis.start();
    }

    @AfterAll
    void delete() throws IOException {
        redis.stop();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private void store(String store) throws IOException {
        Path settings = folder.resolve("war/WEB-INF/etagere.yaml");
        Files.writeString(settings, Files.readString(settings).replaceFirst("(?m)^store: \\S+", "store: " + store));
    }

    @Test
    void onJettyNoClassLoaderIsLeft() throws Exception {
        leavesNothing(JettyRedeployments.start());
    }

    @Test
    void onTomcatNoClassLoaderIsLeft() throws Exception {
        leavesNothing(TomcatRedeployments.start(Files.createDirectory(folder.resolve("tomcat"))));
    }

    /** In turns in memory and on Redis. */
    private void leavesNothing(Redeployments started) throws Exception {
        List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
        try (Redeployments server = started) {
            for (int i = 0; i < TIMES; i++) {
                store(i % 2 == 0 ? "memory" : "redis://localhost:" + redisPort);
                loaders.add(new WeakReference<>(server.deploy(folder.resolve("war"))));
                use(new Client(server.uri()));
                server.undeploy();
            }
            deployAnother(server);
            compareARecord();
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
            while (!left(loaders).isEmpty() && System.nanoTime() - end < 0) {
                System.gc();
                TimeUnit.MILLISECONDS.sleep(20);
            }
            assertThat(left(loaders)).as("class loaders left, by number").isEmpty();
        }
    }

    /** Containers hold what was deployed and asked last, in threads and connections: let that be something else. */
    private void deployAnother(Redeployments server) throws Exception {
        Path empty = Files.createDirectories(folder.resolve("empty/WEB-INF")).getParent();
        Files.writeString(empty.resolve("WEB-INF/web.xml"),
                "<web-app xmlns=\"https://jakarta.ee/xml/ns/jakartaee\" version=\"6.0\" metadata-complete=\"true\"/>");
        server.deploy(empty);
        Client client = new Client(server.uri());
        CompletableFuture.allOf(IntStream.range(0, 8).mapToObj(i -> client.later("none")).toArray(CompletableFuture[]::new)).get();
        server.undeploy();
    }

    /** Whatever record the JDK has learned to compare last, it holds its class (ObjectMethods): let it be one of another class loader. */
    private static void compareARecord() throws Exception {
        URL classes = Path.of("target/test-classes/").toUri().toURL();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {classes}, ClassLoader.getPlatformClassLoader())) {
            Constructor<?> product = loader.loadClass(Product.class.getName()).getConstructors()[0];
            assertThat(product.newInstance(7, "Chair")).isEqualTo(product.newInstance(7, "Chair"))
                    .hasSameHashCodeAs(product.newInstance(7, "Chair")).asString().startsWith("Product[");
        }
    }

    private static List<Integer> left(List<WeakReference<ClassLoader>> loaders) {
        return IntStream.range(0, loaders.size()).filter(i -> !loaders.get(i).refersTo(null)).boxed().toList();
    }

    /** A page, a product from the database, a change of it, and a report, which a data cache of its own has. */
    private static void use(Client shop) throws Exception {
        shop.get("").hasStatus(200);
        shop.get("api/products/7").hasStatus(200);
        shop.get("api/products/7").hasStatus(200).isHit();
        shop.get("api/products/7", as("admin"), Client.json("PUT",
                "{\"name\": \"Renamed\", \"category\": \"lamps\", \"price\": 1, \"stock\": 1}")).hasStatus(200);
        shop.get("api/products/7").isMiss();
        shop.get("api/dashboard", as("ana")).hasStatus(200);
        shop.get("api/products/7/deliveries", as("admin"), Client.json("POST", "{\"pieces\": 3}"));
        shop.get("nowhere").hasStatus(404);
    }
}
