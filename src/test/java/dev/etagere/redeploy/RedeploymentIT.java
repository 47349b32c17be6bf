package dev.etagere.redeploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.etagere.redeploy.app.Visitor;
import dev.etagere.redeploy.app.VisitorServlet;
import dev.etagere.store.redis.TestRedis;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.lang.reflect.Constructor;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisClient;

/** Ten deployments in one JVM, with the library and what it needs in {@code WEB-INF/lib}, and after them nothing of them is left. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@EnabledIfSystemProperty(named = "container", matches = "jetty-ee11|tomcat-11", disabledReason = "the older ones undeploy as these do")
final class RedeploymentIT {

    private static final int TIMES = 10;
    private static final String CLIENT = "redeployed";
    private static final String RULES = """
            caches:
              visitors: { values: copied }
            rules:
              - { match: /app/page, ttl: 1h, tags: [visitors] }
              - { match: /app/slow, ttl: 1ms, staleWhileRevalidate: 1h }
            """;
    private static final String WEB_XML = """
            <?xml version="1.0" encoding="UTF-8"?>
            <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0" metadata-complete="true">
              <filter>
                <filter-name>cache</filter-name>
                <filter-class>dev.etagere.servlet.CacheFilter</filter-class>
                <async-supported>true</async-supported>
              </filter>
              <filter-mapping>
                <filter-name>cache</filter-name>
                <url-pattern>/*</url-pattern>
                <dispatcher>REQUEST</dispatcher>
                <dispatcher>ASYNC</dispatcher>
              </filter-mapping>
              <servlet>
                <servlet-name>app</servlet-name>
                <servlet-class>dev.etagere.redeploy.app.VisitorServlet</servlet-class>
              </servlet>
              <servlet-mapping>
                <servlet-name>app</servlet-name>
                <url-pattern>/app/*</url-pattern>
              </servlet-mapping>
            </web-app>
            """;

    private final TestRedis redis = TestRedis.started();
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private Host host;
    private Path folder;

    @BeforeAll
    void start(@TempDir Path temporary) throws Exception {
        folder = temporary;
        host = Host.start();
    }

    @AfterAll
    void stop() throws Exception {
        host.close();
        redis.close();
    }

    @AfterEach
    void clear() throws Exception {
        openGate();
        host.undeploy();
    }

    private static void openGate() {
        System.getProperties().remove("redeploy.arrived");
        if (System.getProperties().remove("redeploy.gate") instanceof CountDownLatch gate) {
            gate.countDown();
        }
    }

    @Test
    void inMemoryNoClassLoaderAndNoThreadIsLeft() throws Exception {
        leavesNothing("memory");
    }

    @Test
    void onRedisNoClassLoaderAndNoThreadAndNoConnectionIsLeft() throws Exception {
        leavesNothing("redis://127.0.0.1:" + redis.port());
    }

    private void leavesNothing(String store) throws Exception {
        Path webapp = webapp(store);
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
        for (int i = 0; i < TIMES; i++) {
            loaders.add(deployUseAndUndeploy(webapp, i));
            assertThat(ours(loaders.get(i), before)).as("threads of deployment %s", i).isEmpty();
        }
        deployAnother();
        compareARecord();
        assertThat(eventually(() -> connections() == 0)).as("connections: %s", connections()).isTrue();
        assertThat(eventually(() -> {
            System.gc();
            return loaders.stream().allMatch(loader -> loader.refersTo(null));
        })).as("class loaders left, by number: %s",
                IntStream.range(0, TIMES).filter(i -> !loaders.get(i).refersTo(null)).boxed().toList()).isTrue();
    }

    /** Every other time with a request, and a refresh in the background, that end after the application has. */
    private WeakReference<ClassLoader> deployUseAndUndeploy(Path webapp, int number) throws Exception {
        WeakReference<ClassLoader> loader = new WeakReference<>(host.deploy(webapp));
        assertThat(get("/app/page")).isEqualTo(get("/app/page"));
        assertThat(get("/app/value")).contains("Ana");
        assertThat(get("/app/scope")).contains("Ben");
        String slow = "/app/slow?of=" + number;    // Redis knows those of earlier deployments
        get(slow);
        http.send(request("/app/page").PUT(HttpRequest.BodyPublishers.noBody()).build(), HttpResponse.BodyHandlers.discarding());
        if (number % 2 == 0) {
            host.undeploy();
            return loader;
        }
        CountDownLatch arrived = new CountDownLatch(2);
        CountDownLatch gate = new CountDownLatch(1);
        System.getProperties().put("redeploy.arrived", arrived);
        System.getProperties().put("redeploy.gate", gate);
        get(slow);
        CompletableFuture<?> other = http.sendAsync(request(slow + "&other").build(), HttpResponse.BodyHandlers.discarding());
        assertThat(arrived.await(10, TimeUnit.SECONDS)).as("a refresh and a request are under way").isTrue();
        host.undeploy();
        openGate();
        other.handle((answer, failure) -> true).get(10, TimeUnit.SECONDS);
        return loader;
    }

    /** Containers hold what was deployed and asked last, in threads and connections: let that be an application without the cache. */
    private void deployAnother() throws Exception {
        Path webapp = Files.createDirectories(folder.resolve("another" + System.nanoTime() + "/WEB-INF")).getParent();
        Files.writeString(webapp.resolve("WEB-INF/web.xml"),
                "<web-app xmlns=\"https://jakarta.ee/xml/ns/jakartaee\" version=\"6.0\" metadata-complete=\"true\"/>");
        host.deploy(webapp);
        List<CompletableFuture<HttpResponse<Void>>> all = Stream.generate(() -> http.sendAsync(request("/nothing-is-here").build(),
                HttpResponse.BodyHandlers.discarding())).limit(8).toList();
        all.forEach(CompletableFuture::join);
        host.undeploy();
    }

    /** Whatever record the JDK has learned to compare last, it holds its class (ObjectMethods): let it be one of another class loader. */
    private static void compareARecord() throws Exception {
        URL classes = Path.of("target/test-classes/").toUri().toURL();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {classes}, ClassLoader.getPlatformClassLoader())) {
            Constructor<?> visitor = loader.loadClass(Visitor.class.getName()).getConstructor(String.class, List.class);
            assertThat(visitor.newInstance("Ana", List.of())).isEqualTo(visitor.newInstance("Ana", List.of()))
                    .hasSameHashCodeAs(visitor.newInstance("Ana", List.of())).hasToString("Visitor[name=Ana, groups=[]]");
        }
    }

    private String get(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return answer.body();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + host.port() + path)).timeout(Duration.ofSeconds(20));
    }

    /** Threads that came since, with a name of ours, or with the application's class loader. */
    private static List<String> ours(WeakReference<ClassLoader> loader, Set<Thread> before) {
        return Thread.getAllStackTraces().keySet().stream().filter(thread -> !before.contains(thread) && thread.isAlive())
                .filter(thread -> thread.getName().startsWith("etagere-") || loader.refersTo(thread.getContextClassLoader())
                        && thread.getContextClassLoader() != null)
                .map(Thread::getName).toList();
    }

    private long connections() {
        try (RedisClient beside = redis.client()) {
            String list = new String((byte[]) beside.sendCommand(Protocol.Command.CLIENT, "LIST"), StandardCharsets.UTF_8);
            return list.lines().filter(line -> line.contains("name=" + CLIENT)).count();
        }
    }

    private static boolean eventually(BooleanSupplier holds) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return true;
    }

    private Path webapp(String store) throws IOException {
        Path webapp = Files.createTempDirectory(folder, "webapp");
        Path inf = Files.createDirectories(webapp.resolve("WEB-INF/lib")).getParent();
        copyTree(Path.of("target/classes"), inf.resolve("classes"));
        copyTree(Path.of("target/test-classes/" + VisitorServlet.class.getPackageName().replace('.', '/')),
                Files.createDirectories(inf.resolve("classes/" + VisitorServlet.class.getPackageName().replace('.', '/'))));
        for (String needed : List.of("com.github.benmanes.caffeine.cache.Caffeine", "redis.clients.jedis.Jedis", "org.json.JSONObject",
                "org.apache.commons.pool2.ObjectPool", "org.snakeyaml.engine.v2.api.Load", "com.fasterxml.jackson.databind.ObjectMapper",
                "com.fasterxml.jackson.core.JsonFactory", "com.fasterxml.jackson.annotation.JsonProperty")) {
            Path jar = jarOf(needed);
            Files.copy(jar, inf.resolve("lib").resolve(jar.getFileName().toString()));
        }
        Files.writeString(inf.resolve("web.xml"), WEB_XML);
        Files.writeString(inf.resolve("etagere.yaml"),
                "store: " + store + "\nredis: { clientName: " + CLIENT + ", timeLimit: 5s }\n" + RULES);
        return webapp;
    }

    private static Path jarOf(String name) {
        try {
            CodeSource source = Class.forName(name).getProtectionDomain().getCodeSource();
            return Path.of(source.getLocation().toURI());
        } catch (ReflectiveOperationException | java.net.URISyntaxException e) {
            throw new IllegalStateException(name, e);
        }
    }

    private static void copyTree(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }
}
