package dev.etagere.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The filter needs Caffeine, the YAML reader, SLF4J and a container")
class BareClassPathIT {
    private static final List<String> NEEDED = List.of("caffeine-", "snakeyaml-engine-", "slf4j-api-");
    private static final List<String> CONTAINER = List.of("jetty-", "tomcat-", "jakarta.servlet-api-");

    private static final List<String> ABSENT = List.of("org.junit.jupiter.api.Test", "org.jspecify.annotations.Nullable",
            "redis.clients.jedis.RedisClient", "jakarta.ws.rs.core.Feature", "jakarta.persistence.EntityManager", "jakarta.inject.Inject",
            "io.micrometer.core.instrument.MeterRegistry");

    private static boolean belongs(String entry) {
        String name = new File(entry).getName();
        return new File(entry).isDirectory() || name.startsWith("etagere-") || Stream.concat(NEEDED.stream(), CONTAINER.stream())
                .anyMatch(name::startsWith);
    }

    private static URL url(String entry) {
        try {
            return new File(entry).toURI().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(entry, e);
        }
    }

    @Test
    void startsAndCachesWithNothingElseOnTheClassPath() throws Exception {
        URL[] bare = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator)).filter(BareClassPathIT::belongs)
                .map(BareClassPathIT::url).toArray(URL[]::new);
        assertThat(bare).hasSizeGreaterThan(5);
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader = new URLClassLoader(bare, ClassLoader.getPlatformClassLoader())) {
            thread.setContextClassLoader(loader);
            for (String absent : ABSENT) {
                assertThat(loader.findResource(absent.replace('.', '/') + ".class")).as(absent).isNull();
            }
            Class<?> start = loader.loadClass("dev.etagere.servlet.BareStart");
            assertThat(start.getClassLoader()).isSameAs(loader);
            assertThat(((Callable<?>) start.getConstructor().newInstance()).call()).isEqualTo("miss, hit");
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
