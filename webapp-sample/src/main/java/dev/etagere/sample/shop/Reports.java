package dev.etagere.sample.shop;

import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes the sales report, slowly, as reports are made. Safe for use by many threads. */
public final class Reports {

    private static final int BEST = 5;
    private static final String LINE = "select new dev.etagere.sample.shop.Report$Line(%1$s, sum(b.quantity), sum(b.quantity * b.price))"
            + " from Purchase b join b.product p join p.category c group by %1$s order by sum(b.quantity * b.price) desc, %1$s";

    private final Database database;
    private final Loads loads;
    private final Clock clock;
    private final Duration latency;
    private final AtomicInteger runs = new AtomicInteger();

    Reports(Database database, Loads loads, Clock clock, Duration latency) {
        this.database = database;
        this.loads = loads;
        this.clock = clock;
        this.latency = latency;
    }

    /** Makes a report; takes the configured latency at least, as it would if a far system were asked. */
    public Report make() throws InterruptedException {
        long start = System.nanoTime();
        loads.count(Loads.What.REPORT);
        List<Report.Line> categories = database.call(entities -> lines(entities, "c.name").getResultList());
        List<Report.Line> products = database.call(entities -> lines(entities, "b.productName").setMaxResults(BEST).getResultList());
        BigDecimal stock = database.call(entities ->
                entities.createQuery("select sum(p.price * p.stock) from Product p", BigDecimal.class).getSingleResult());
        Duration left = latency.minusNanos(System.nanoTime() - start);
        if (!left.isNegative()) {
            Thread.sleep(left.toMillis());
        }
        long took = Duration.ofNanos(System.nanoTime() - start).toMillis();
        return new Report(runs.incrementAndGet(), Instant.now(clock), took, Objects.requireNonNullElse(stock, BigDecimal.ZERO), categories,
                products);
    }

    private static TypedQuery<Report.Line> lines(EntityManager entities, String heading) {
        return entities.createQuery(LINE.formatted(heading), Report.Line.class);
    }
}
