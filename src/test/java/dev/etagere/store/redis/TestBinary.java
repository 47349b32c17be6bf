package dev.etagere.store.redis;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import redis.embedded.core.ExecutableProvider;

/**
 * A program that is a Redis: the one that comes with the tests, and others that are installed, {@code redis-server} and
 * {@code valkey-server} on the path, or those that {@code -Detagere.redis.servers} or {@code ETAGERE_REDIS_SERVERS} name, with commas
 * between, in their place.
 *
 * @param name with its version
 * @param program empty for the one that comes with the tests
 */
record TestBinary(String name, Optional<Path> program) {

    private static final TestBinary OWN = new TestBinary("the Redis of the tests", Optional.empty());
    private static TestBinary used = OWN;

    static List<TestBinary> all() {
        List<TestBinary> all = new ArrayList<>(List.of(OWN));
        programs().forEach(program -> all.add(new TestBinary(version(program), Optional.of(program))));
        return all;
    }

    static void use(TestBinary binary) {
        used = binary;
    }

    static void useOwn() {
        used = OWN;
    }

    static TestBinary used() {
        return used;
    }

    /** To start a server. */
    ExecutableProvider server() {
        return program.<ExecutableProvider>map(path -> path::toFile).orElseGet(ExecutableProvider::newJarResourceProvider);
    }

    /** What a server writes down: where nobody reads it the server stands still when its pipe is full. */
    static void forget(String line) {
    }

    private static Stream<Path> programs() {
        String named = System.getProperty("etagere.redis.servers", System.getenv("ETAGERE_REDIS_SERVERS"));
        if (named != null) {
            return Stream.of(named.split(",")).filter(path -> !path.isBlank()).map(Path::of);
        }
        return Stream.of("redis-server", "valkey-server").flatMap(name -> Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(directory -> Path.of(directory, name)).filter(Files::isExecutable).limit(1));
    }

    /** Such as "Redis server v=7.0.15". */
    private static String version(Path program) {
        try {
            Process process = new ProcessBuilder(program.toString(), "--version").redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return said.replaceAll("(?s) sha=.*", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
