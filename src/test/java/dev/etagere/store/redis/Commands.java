package dev.etagere.store.redis;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import redis.clients.jedis.Jedis;

/** Counts the commands that servers are called for, by scripts too. */
public final class Commands {

    private static final String OF_THE_FOLLOWERS = "xread";
    private static final String OF_THE_COUNTING = "config";
    private static final String OF_THEIR_BEAT_ONLY = "xlen";

    private final List<Integer> ports;

    private Commands(List<Integer> ports) {
        this.ports = ports;
    }

    public static Commands at(List<Integer> ports) {
        return new Commands(ports);
    }

    /**
     * How often each command was called during that work, on all servers, but for what those do who follow the clock: it is done again
     * until it has come between two of their questions where the clock stands.
     */
    public Map<String, Long> during(Runnable work) {
        for (int attempt = 0; attempt < 100; attempt++) {
            ports.forEach(port -> ask(port, Jedis::configResetStat));
            work.run();
            Map<String, Long> calls = new TreeMap<>();
            ports.forEach(port -> ask(port, node -> node.info("commandstats").lines().filter(line -> line.startsWith("cmdstat_"))
                    .forEach(line -> calls.merge(name(line), calls(line), Long::sum))));
            calls.keySet().removeAll(List.of(OF_THE_FOLLOWERS, OF_THE_COUNTING));
            if (!calls.containsKey(OF_THEIR_BEAT_ONLY)) {
                return calls;
            }
        }
        throw new IllegalStateException("the work takes longer than from one question of the followers to the next");
    }

    /** Newer ones tell {@code config|resetstat} from other commands of {@code config}. */
    private static String name(String line) {
        return line.substring("cmdstat_".length(), line.indexOf(':')).replaceFirst("\\|.*", "");
    }

    private static long calls(String line) {
        return Long.parseLong(line.substring(line.indexOf("calls=") + "calls=".length(), line.indexOf(',')));
    }

    private static void ask(int port, Consumer<Jedis> question) {
        try (Jedis node = new Jedis("127.0.0.1", port)) {
            question.accept(node);
        }
    }
}
