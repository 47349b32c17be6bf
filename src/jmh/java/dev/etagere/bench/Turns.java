package dev.etagere.bench;

import com.sun.management.ThreadMXBean;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Measures several ways of doing a thing in turns, in short blocks within one run, so that what else the machine does hits all of them
 * alike. The first way is the base: the figure of each way is the median over the rounds of its ratio to the base within a round.
 */
final class Turns {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Map<String, Way> ways = new LinkedHashMap<>();
    private final int rounds;
    private final int times;

    /**
     * @param rounds that count; half as many are made before them to warm up
     * @param times that a thing is done in a block
     */
    Turns(int rounds, int times) {
        this.rounds = rounds;
        this.times = times;
    }

    /** The CPU time of the thread that does it: for what happens on that thread alone. */
    Turns cpu(String name, Task task) {
        return add(name, () -> {
            long start = THREADS.getCurrentThreadCpuTime();
            repeat(task);
            return (THREADS.getCurrentThreadCpuTime() - start) / (double) times;
        });
    }

    /** The median time from its begin to its end, as who waits for it sees it. */
    Turns waited(String name, Task task) {
        double[] each = new double[times];
        return add(name, () -> {
            for (int i = 0; i < times; i++) {
                long start = System.nanoTime();
                task.run();
                each[i] = System.nanoTime() - start;
            }
            double[] sorted = each.clone();
            Arrays.sort(sorted);
            return sorted[times / 2];
        });
    }

    private Turns add(String name, Block block) {
        ways.put(name, new Way(block, new double[rounds], new double[rounds]));
        return this;
    }

    private void repeat(Task task) throws Exception {
        for (int i = 0; i < times; i++) {
            task.run();
        }
    }

    /** Measures, and prints a line for each way. */
    void run(PrintStream out) throws Exception {
        Way[] all = ways.values().toArray(new Way[0]);
        for (int round = -rounds / 2; round < rounds; round++) {
            for (int i = 0; i < all.length; i++) {
                all[Math.floorMod(i + round, all.length)].measure(round, times);
            }
        }
        ways.forEach((name, way) -> out.println(way.report(name, all[0])));
    }

    /** What is measured. */
    @FunctionalInterface
    interface Task {
        void run() throws Exception;
    }

    @FunctionalInterface
    private interface Block {
        double nanosEach() throws Exception;
    }

    private record Way(Block block, double[] nanos, double[] bytes) {

        private void measure(int round, int times) throws Exception {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            double each = block.nanosEach();
            if (round >= 0) {
                nanos[round] = each;
                bytes[round] = (THREADS.getCurrentThreadAllocatedBytes() - before) / (double) times;
            }
        }

        private String report(String name, Way base) {
            double[] ratios = new double[nanos.length];
            Arrays.setAll(ratios, round -> nanos[round] / base.nanos[round]);
            return String.format(Locale.ROOT, "  %-44s %10.0f ns   ratio %.3f (middle half %.3f to %.3f)   %.0f bytes allocated", name,
                    quantile(nanos, 0.5), quantile(ratios, 0.5), quantile(ratios, 0.25), quantile(ratios, 0.75), quantile(bytes, 0.5));
        }
    }

    static double quantile(double[] values, double part) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double at = part * (sorted.length - 1);
        int below = (int) at;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }
}
