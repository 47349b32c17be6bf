package dev.etagere.sample.shop;

import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What comes in at the back door. A delivery is put on the shelf by a thread of its own, some time after whoever announced it has had the
 * answer; no request knows when. Safe for use by many threads.
 */
public final class Deliveries implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);
    private static final int REMEMBERED = 100;

    private final Database database;
    private final Clock clock;
    private final Deque<Delivery> latest = new ArrayDeque<>();
    private final ThreadPoolExecutor worker = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(REMEMBERED),
            work -> new Thread(work, "shop-deliveries"));
    private volatile Runnable afterArrival = () -> { };
    private int announced;

    Deliveries(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** What became of it. */
    public enum State { UNDER_WAY, ARRIVED, LOST }

    /** Some pieces of a product. */
    public record Delivery(int id, int product, int pieces, State state) {
    }

    /** From now on this is done after each arrival, by the thread that has put it on the shelf. */
    public void afterArrival(Runnable action) {
        afterArrival = action;
    }

    /** Announces one; empty where there are too many under way. */
    public synchronized Optional<Delivery> announce(int product, int pieces) {
        Delivery delivery = new Delivery(announced + 1, product, pieces, State.UNDER_WAY);
        try {
            worker.execute(() -> arrive(delivery));
        } catch (RejectedExecutionException tooMany) {
            return Optional.empty();
        }
        announced++;
        latest.addFirst(delivery);
        if (latest.size() > REMEMBERED) {
            latest.removeLast();
        }
        return Optional.of(delivery);
    }

    /** The latest of one product, newest first. */
    public synchronized List<Delivery> of(int product) {
        return latest.stream().filter(delivery -> delivery.product() == product).toList();
    }

    private void arrive(Delivery delivery) {
        State state = State.LOST;
        try {
            state = database.call(entities -> Optional.ofNullable(
                    entities.find(StoredProduct.class, delivery.product(), LockModeType.PESSIMISTIC_WRITE)).map(product -> {
                        product.receive(delivery.pieces(), clock.instant());
                        return State.ARRIVED;
                    })).orElse(State.LOST);
            afterArrival.run();
        } catch (RuntimeException e) {
            LOG.error("Delivery {} is lost", delivery.id(), e);
        }
        remember(delivery, state);
    }

    private synchronized void remember(Delivery delivery, State state) {
        List<Delivery> all = new ArrayList<>(latest);
        all.replaceAll(one -> one.id() == delivery.id() ? new Delivery(one.id(), one.product(), one.pieces(), state) : one);
        latest.clear();
        latest.addAll(all);
    }

    @Override
    public void close() {
        worker.shutdownNow();
        try {
            if (!worker.awaitTermination(10, TimeUnit.SECONDS)) {
                LOG.warn("A delivery is still being unloaded");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
