package dev.etagere.sample.shop;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceConfiguration;
import jakarta.persistence.PersistenceException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Consumer;
import java.util.function.Function;
import org.h2.jdbcx.JdbcConnectionPool;

/** The entities in an H2 database. What a transaction changed of them is evicted when it has committed. Safe for use by many threads. */
final class Database implements AutoCloseable {

    private static final int MOST_TRIES = 10;

    private final JdbcConnectionPool pool;
    private final EntityManagerFactory entities;

    /** Opens the one at this JDBC address; its tables are made where there are none. */
    Database(String url) {
        pool = JdbcConnectionPool.create(url, "sa", "");
        makeTables(MOST_TRIES);
        entities = new PersistenceConfiguration("shop")
                .managedClass(StoredCategory.class).managedClass(StoredProduct.class)
                .managedClass(StoredCustomer.class).managedClass(StoredPurchase.class)
                .property("jakarta.persistence.nonJtaDataSource", pool)
                .createEntityManagerFactory();
    }

    /** Where two nodes make them at the same time, H2 fails for one of them, though it is told to make them only if they are not there. */
    private void makeTables(int tries) {
        try (Connection connection = pool.getConnection(); Statement statement = connection.createStatement()) {
            statement.execute(schema());
        } catch (SQLException e) {
            if (tries <= 1) {
                throw new ShopException(e);
            }
            makeTables(tries - 1);
        }
    }

    /** Commits what the work did, or none of it. When this returns, nobody gets from a cache any more what was before. */
    <T> T call(Function<EntityManager, T> work) {
        try {
            return entities.callInTransaction(work);
        } catch (PersistenceException e) {
            throw new ShopException(e);
        }
    }

    /** As {@link #call}, without a result. */
    void run(Consumer<EntityManager> work) {
        call(manager -> {
            work.accept(manager);
            return true;
        });
    }

    /** Does the work while no other node that shares the database does such work: a row that is never committed keeps them waiting. */
    void oneAtATime(Runnable work) {
        try (Connection connection = pool.getConnection(); Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("insert into at_work values (1)");
            try {
                work.run();
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw new ShopException(e);
        }
    }

    private static String schema() {
        try (InputStream in = Database.class.getResourceAsStream("schema.sql")) {
            if (in == null) {
                throw new IllegalStateException("schema.sql is missing beside " + Database.class.getName());
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        entities.close();
        pool.dispose();
    }
}
