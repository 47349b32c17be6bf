package dev.etagere;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The library on a class path without Jedis. */
class WithoutJedisTest {

    private final URLClassLoader loader = new URLClassLoader(Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !new File(entry).getName().startsWith("jedis-")).map(WithoutJedisTest::url).toArray(URL[]::new),
            ClassLoader.getPlatformClassLoader());

    @AfterEach
    void close() throws IOException {
        loader.close();
    }

    private static URL url(String entry) {
        try {
            return new File(entry).toURI().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }

    private AutoCloseable open(String yaml) throws ReflectiveOperationException {
        Class<?> etagere = loader.loadClass("dev.etagere.Etagere");
        return (AutoCloseable) etagere.getMethod("open", String.class, String.class, Map.class, ClassLoader.class)
                .invoke(null, yaml, "etagere.yaml", Map.of(), loader);
    }

    @Test
    void memoryNeedsNone() throws Exception {
        try (AutoCloseable etagere = open("store: memory")) {
            assertThat(etagere.getClass().getMethod("evict", String[].class).invoke(etagere, (Object) new String[] {"a"})).isNotNull();
        }
    }

    @Test
    void redisSaysInOneLineWhatIsMissing() {
        assertThatThrownBy(() -> open("store: redis://:secret@localhost")).isInstanceOf(InvocationTargetException.class).cause()
                .hasMessage("etagere.yaml:1: store: Redis needs Jedis on the class path: add redis.clients:jedis:8.0.2");
    }
}
