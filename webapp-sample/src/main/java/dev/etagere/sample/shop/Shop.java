package dev.etagere.sample.shop;

import java.time.Clock;
import java.time.Duration;

/** The shop with its database; one in memory that is this shop's alone is gone with {@link #close}. Safe for use by many threads. */
public final class Shop implements AutoCloseable {

    private final Loads loads = new Loads();
    private final Database database;
    private final Products products;
    private final Orders orders;
    private final Reports reports;
    private final Deliveries deliveries;

    private Shop(Database database, Duration reportLatency, Clock clock) {
        this.database = database;
        Seed.fill(database);
        products = new Products(database, loads, clock);
        orders = new Orders(database, loads, clock);
        reports = new Reports(database, loads, clock, reportLatency);
        deliveries = new Deliveries(database, clock);
    }

    /**
     * Opens a shop. Where the database is empty, its shelves and books are filled, always with the same.
     *
     * @param url a JDBC address of H2; several nodes may share a database
     * @param reportLatency the least time that a report takes
     */
    public static Shop open(String url, Duration reportLatency) {
        return new Shop(new Database(url), reportLatency, Clock.systemUTC());
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

    public Deliveries deliveries() {
        return deliveries;
    }

    public Loads loads() {
        return loads;
    }

    @Override
    public void close() {
        deliveries.close();
        database.close();
    }
}
