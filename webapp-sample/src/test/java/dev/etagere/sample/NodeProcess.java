package dev.etagere.sample;

import dev.etagere.sample.shop.Loads;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.jetty.util.HostPort;

/** One node of the sample, in a process of its own that ends with the one that started it. Not safe for use by many threads. */
public final class NodeProcess implements AutoCloseable {

    private static final String LOGGING = "java.util.logging.config.file";

    private final String name;
    private final Path webapp;
    private final int port;
    private final String site;
    private final LongSupplier redis;
    private Process process;
    private BufferedReader answers;
    private PrintWriter questions;

    /**
     * Starts nothing yet.
     *
     * @param webapp the folder of its web application
     * @param site host and port by which clients know all nodes together
     * @param redis the number of the process that goes with whoever starts this one, though that be killed
     */
    NodeProcess(String name, Path webapp, int port, String site, LongSupplier redis) {
        this.name = name;
        this.webapp = webapp;
        this.port = port;
        this.site = site;
        this.redis = redis;
    }

    /**
     * The node itself: serves, and tells on its output that it does. A line on its input names what is loaded, and is answered with how
     * often that was.
     */
    public static void main(String[] arguments) throws Exception {
        ProcessHandle.current().parent().ifPresent(starter -> starter.onExit().thenRun(() -> {
            ProcessHandle.of(Long.parseLong(arguments[3])).ifPresent(ProcessHandle::destroy);
            Runtime.getRuntime().halt(0);
        }));
        if (System.getProperty(LOGGING) == null) {
            Logger.getLogger("").setLevel(Level.WARNING);
        }
        try (SampleServer node = SampleServer.node(Path.of(arguments[0]), Integer.parseInt(arguments[1]), new HostPort(arguments[2]));
                BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            System.out.println("open");
            for (String what = questions.readLine(); what != null; what = questions.readLine()) {
                System.out.println(node.shop().loads().of(Loads.What.valueOf(what)));
            }
        } catch (Exception e) {
            e.printStackTrace();
            System.exit(1);
        }
        System.exit(0);
    }

    /** Returns before it serves. */
    void start() throws IOException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
        String logging = System.getProperty(LOGGING);
        if (logging != null) {
            command.add("-D" + LOGGING + "=" + logging);
        }
        command.addAll(List.of(NodeProcess.class.getName(), webapp.toString(), Integer.toString(port), site,
                Long.toString(redis.getAsLong())));
        process = new ProcessBuilder(command).start();
        tell(process.errorReader(StandardCharsets.UTF_8));
        answers = process.inputReader(StandardCharsets.UTF_8);
        questions = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
    }

    /** By this process's own errors, so that they go where a test's go. */
    private void tell(BufferedReader errors) {
        Thread teller = new Thread(() -> {
            try (errors) {
                for (String line = errors.readLine(); line != null; line = errors.readLine()) {
                    System.err.println(line);
                }
            } catch (IOException ended) {
                return;
            }
        }, name + "-errors");
        teller.setDaemon(true);
        teller.start();
    }

    /** Returns when it serves. */
    void awaitOpen() throws IOException {
        String line = answers.readLine();
        if (!"open".equals(line)) {
            throw new IOException(name + " did not start: it said " + line);
        }
    }

    String name() {
        return name;
    }

    URI uri() {
        return URI.create("http://localhost:" + port + "/");
    }

    Process process() {
        return process;
    }

    /** How often this node has asked the database for that, since it was started. */
    long loads(Loads.What what) {
        questions.println(what);
        try {
            return Long.parseLong(answers.readLine());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** At once, as a machine that loses its power. It may be started again. */
    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly().onExit().join();
        }
    }
}
