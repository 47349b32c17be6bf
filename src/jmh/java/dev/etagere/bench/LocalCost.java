package dev.etagere.bench;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The same comparison as {@link HitCost} without sockets and on one thread: Jetty's own work and the filter's, and nothing of the kernel's.
 * The bare servlet is then so cheap that a small difference is seen; the ratios are larger than those of a server that talks to clients.
 *
 * <p>Arguments: rounds (200), requests of a block (1000).
 */
public final class LocalCost {

    private LocalCost() {
    }

    public static void main(String[] arguments) throws Exception {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 200;
        int requests = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1_000;
        Path config = Files.writeString(Files.createTempFile("etagere", ".yaml"), HitCost.RULES);
        ConstantServlet bare = new ConstantServlet();
        try (LocalJetty jetty = new LocalJetty(HitCost.contexts(bare, config), "/hits/1024")) {
            String condition = jetty.ifNoneMatch("/hits/1024");
            measure(jetty, bare, "/1024", "", new Turns(rounds, requests));
            measure(jetty, bare, "/65536", "", new Turns(rounds, requests / 4));
            measure(jetty, bare, "/1024", condition, new Turns(rounds, requests));
        } finally {
            Files.delete(config);
        }
    }

    private static void measure(LocalJetty jetty, ConstantServlet bare, String path, String condition, Turns turns) throws Exception {
        LoadClient.Head hit = jetty.head("/hits" + path, condition);
        bare.answer(path, "/side" + path, hit);
        System.out.println(path + ": status " + hit.status());
        turns.cpu("bare servlet", jetty.get("/bare" + path, condition))
                .cpu("bare servlet again", jetty.get("/bare" + path, condition))
                .cpu("behind a filter that does nothing", jetty.get("/pass" + path, condition))
                .cpu("sent by a filter from a map", jetty.get("/side" + path, condition))
                .cpu("hit behind CacheFilter", jetty.get("/hits" + path, condition))
                .run(System.out);
    }
}
