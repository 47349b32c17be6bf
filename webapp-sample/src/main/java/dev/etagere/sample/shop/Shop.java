package dev.etagere.sample.shop;

import java.time.Clock;
import java.time.Duration;
import org.h2.jdbcx.JdbcConnectionPool;

/** The shop with its embedded database. Opened and filled at the start, gone with {@link #close}. Safe for use by many threads. */
public final class Shop implements AutoCloseable {

    private final JdbcConnectionPool pool;
    private final Products products;
    private final Orders orders;
    private final Reports reports;

    private Shop(JdbcConnectionPool pool, Duration reportLatency, Clock clock) {
        this.pool = pool;
        Sql sql = new Sql(pool);
        Seed.fill(sql);
        products = new Products(sql, clock);
        orders = new Orders(sql, clock);
        reports = new Reports(sql, clock, reportLatency);
    }

    /**
     * Opens a shop whose shelves and books are the same at every start.
     *
     * @param database a JDBC address of H2
     * @param reportLatency the least time that a report takes
     */
    public static Shop open(String database, Duration reportLatency) {
        return new Shop(JdbcConnectionPool.create(database, "sa", ""), reportLatency, Clock.systemUTC());
    }

    public Products products() {
        return products;
    }

    public Orders orders() {
        return orders;
    }

    public Reports reports() {
        return reports;
    }

    @Override
    public void close() {
        pool.dispose();
    }
}
