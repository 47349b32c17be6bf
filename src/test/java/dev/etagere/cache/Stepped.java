package dev.etagere.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Work on a thread of its own that goes on only when it is told to, from one pause to the next. */
final class Stepped implements AutoCloseable {

    private final Semaphore go = new Semaphore(0);
    private final Semaphore stands = new Semaphore(0);
    private final Thread thread;
    private volatile boolean ended;

    /** @param work is handed what it calls to pause */
    Stepped(Consumer<Runnable> work) {
        this.thread = new Thread(() -> {
            go.acquireUninterruptibly();
            try {
                work.accept(this::pause);
            } finally {
                ended = true;
                stands.release();
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private void pause() {
        stands.release();
        go.acquireUninterruptibly();
    }

    /** Lets it go on to its next pause, or to its end; nothing where it has ended. */
    void step() {
        if (ended) {
            return;
        }
        go.release();
        try {
            if (!stands.tryAcquire(10, TimeUnit.SECONDS)) {
                throw new AssertionError("it hangs");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() throws InterruptedException {
        go.release(100);
        thread.join(10_000);
    }

    /** All orders in which the steps of several may be taken, each a list of who is next. */
    static List<List<Integer>> orders(int... steps) {
        List<List<Integer>> all = new ArrayList<>();
        extend(new ArrayList<>(), steps.clone(), all);
        return all;
    }

    private static void extend(List<Integer> sofar, int[] left, List<List<Integer>> all) {
        boolean done = true;
        for (int who = 0; who < left.length; who++) {
            if (left[who] > 0) {
                done = false;
                left[who]--;
                sofar.add(who);
                extend(sofar, left, all);
                sofar.remove(sofar.size() - 1);
                left[who]++;
            }
        }
        if (done) {
            all.add(List.copyOf(sofar));
        }
    }
}
