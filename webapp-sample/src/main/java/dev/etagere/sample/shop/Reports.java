package dev.etagere.sample.shop;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes the sales report, slowly, as reports are made. Safe for use by many threads. */
public final class Reports {

    private final Sql sql;
    private final Clock clock;
    private final Duration latency;
    private final AtomicInteger runs = new AtomicInteger();

    Reports(Sql sql, Clock clock, Duration latency) {
        this.sql = sql;
        this.clock = clock;
        this.latency = latency;
    }

    /** Makes a report; takes the configured latency at least, as it would if a far system were asked. */
    public Report make() throws InterruptedException {
        long start = System.nanoTime();
        List<Report.Line> categories = sql.list(Reports::line, "select c.name, sum(b.quantity), sum(b.quantity * b.price) from purchase b"
                + " join product p on p.id = b.product join category c on c.id = p.category group by c.name order by 3 desc, 1");
        List<Report.Line> products = sql.list(Reports::line, "select b.product_name, sum(b.quantity), sum(b.quantity * b.price)"
                + " from purchase b group by b.product_name order by 3 desc, 1 fetch first 5 rows only");
        BigDecimal stock = sql.first(row -> row.getBigDecimal(1), "select coalesce(sum(price * stock), 0) from product").orElseThrow();
        Duration left = latency.minusNanos(System.nanoTime() - start);
        if (!left.isNegative()) {
            Thread.sleep(left.toMillis());
        }
        long took = Duration.ofNanos(System.nanoTime() - start).toMillis();
        return new Report(runs.incrementAndGet(), Instant.now(clock), took, stock, categories, products);
    }

    private static Report.Line line(ResultSet row) throws SQLException {
        return new Report.Line(row.getString(1), row.getInt(2), row.getBigDecimal(3));
    }
}
