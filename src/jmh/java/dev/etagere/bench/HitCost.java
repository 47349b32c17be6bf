package dev.etagere.bench;

import dev.etagere.servlet.CacheFilter;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandlerCollection;

/**
 * Compares what a request costs a whole Jetty in CPU time: a bare servlet that writes constant bytes and fields, the same behind a
 * filter that does nothing, behind one that looks the answer up in a map and sends it, and a hit behind {@link CacheFilter}, which sends
 * the same bytes and fields. Clients run in a process of their own. The ways take turns in short blocks within one run; the figure is the median over rounds of the ratio within a round. The
 * bare servlet is measured twice: how far its second figure is from 1 tells how far to trust the others.
 *
 * <p>Arguments: rounds (40), milliseconds of a block (200), connections (8).
 */
public final class HitCost {

    static final String RULES = """
            rules:
              - { match: "/{size}", ttl: 1h, scope: public }
            """;

    private final int rounds;
    private final int blockMillis;
    private final int connections;

    private HitCost(List<Integer> arguments) {
        this.rounds = arguments.size() > 0 ? arguments.get(0) : 40;
        this.blockMillis = arguments.size() > 1 ? arguments.get(1) : 200;
        this.connections = arguments.size() > 2 ? arguments.get(2) : 8;
    }

    public static void main(String[] arguments) throws Exception {
        new HitCost(List.of(arguments).stream().map(Integer::valueOf).toList()).run();
    }

    private void run() throws Exception {
        Path config = Files.writeString(Files.createTempFile("etagere", ".yaml"), RULES);
        ConstantServlet bare = new ConstantServlet();
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        server.addConnector(connector);
        server.setHandler(contexts(bare, config));
        server.start();
        try (LoadClient client = LoadClient.fork(connector.getLocalPort(), connections)) {
            System.out.printf(Locale.ROOT, "%d rounds of blocks of %d ms over %d connections, %d processors, Java %s%n", rounds, blockMillis,
                    connections, Runtime.getRuntime().availableProcessors(), Runtime.version());
            for (Asked asked : List.of(new Asked("1 KiB", "/1024", ""), new Asked("64 KiB", "/65536", ""),
                    new Asked("304", "/1024", client.entityTag("/hits/1024")))) {
                measure(client, bare, asked);
            }
        } finally {
            server.stop();
            Files.delete(config);
        }
    }

    static ContextHandlerCollection contexts(ConstantServlet bare, Path config) {
        Filter nothing = (request, response, chain) -> chain.doFilter(request, response);
        Filter map = (request, response, chain) -> bare.sendFromMap(request, response);
        return new ContextHandlerCollection(
                context("/bare", bare, Optional.empty()),
                context("/pass", bare, Optional.of(new FilterHolder(nothing))),
                context("/side", bare, Optional.of(new FilterHolder(map))),
                context("/hits", new OriginServlet(), Optional.of(caching(config))));
    }

    private static FilterHolder caching(Path config) {
        FilterHolder holder = new FilterHolder(new CacheFilter());
        holder.setInitParameter("config", config.toString());
        holder.setAsyncSupported(true);
        return holder;
    }

    private static ServletContextHandler context(String path, Servlet servlet, Optional<FilterHolder> filter) {
        ServletContextHandler context = new ServletContextHandler(path);
        context.addServlet(new ServletHolder(servlet), "/*");
        filter.ifPresent(holder -> context.addFilter(holder, "/*", EnumSet.of(DispatcherType.REQUEST)));
        return context;
    }

    private void measure(LoadClient client, ConstantServlet bare, Asked asked) throws IOException {
        client.head("/hits" + asked.path, "");
        LoadClient.Head hit = client.head("/hits" + asked.path, asked.ifNoneMatch);
        bare.answer(asked.path, "/side" + asked.path, hit);
        List<Way> ways = List.of(new Way("bare servlet", "/bare"), new Way("bare servlet again", "/bare"),
                new Way("behind a filter that does nothing", "/pass"),
                new Way("sent by a filter from a map", "/side"), new Way("hit behind CacheFilter", "/hits"));
        int requests = 500;
        for (int warm = 0; warm < 20; warm++) {
            for (Way way : ways) {
                long nanos = way.block(client, asked, requests).nanos;
                requests = (int) Math.max(500, Math.min(1_000_000L, requests * (blockMillis * 1_000_000L) / nanos));
            }
        }
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < ways.size(); i++) {
                Way way = ways.get((i + round) % ways.size());
                way.cpu.add(way.block(client, asked, requests).cpu / (double) requests);
            }
        }
        System.out.printf("%n%s: status %d, %d requests a block%n", asked.name, hit.status(), requests);
        for (Way way : ways) {
            System.out.println(way.report(ways.get(0)));
        }
    }

    /** What is asked for, and with which validator, if any. */
    private record Asked(String name, String path, String ifNoneMatch) {
    }

    private record Block(long cpu, long nanos) {
    }

    private static final class Way {

        private final String name;
        private final String context;
        private final List<Double> cpu = new ArrayList<>();

        private Way(String name, String context) {
            this.name = name;
            this.context = context;
        }

        private Block block(LoadClient client, Asked asked, int requests) throws IOException {
            long cpu = CpuTime.ofThisProcess();
            long start = System.nanoTime();
            client.get(context + asked.path, asked.ifNoneMatch, requests);
            return new Block(CpuTime.ofThisProcess() - cpu, System.nanoTime() - start);
        }

        private String report(Way base) {
            List<Double> ratios = new ArrayList<>();
            for (int i = 0; i < cpu.size(); i++) {
                ratios.add(cpu.get(i) / base.cpu.get(i));
            }
            return String.format(Locale.ROOT, "  %-34s %7.2f us of CPU a request   ratio %.3f (middle half %.3f to %.3f)", name,
                    quantile(cpu, 0.5) / 1_000, quantile(ratios, 0.5), quantile(ratios, 0.25), quantile(ratios, 0.75));
        }

        private static double quantile(List<Double> values, double part) {
            List<Double> sorted = values.stream().sorted().toList();
            double at = part * (sorted.size() - 1);
            int below = (int) at;
            int above = Math.min(below + 1, sorted.size() - 1);
            return sorted.get(below) + (at - below) * (sorted.get(above) - sorted.get(below));
        }
    }
}
