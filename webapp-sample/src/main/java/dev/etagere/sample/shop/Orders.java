package dev.etagere.sample.shop;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/** Who bought what. Safe for use by many threads. */
public final class Orders {

    private static final String LATEST = "select id, placed, product, product_name, quantity, price from purchase where customer = ?"
            + " order by placed desc, id desc fetch first 8 rows only";

    private final Sql sql;
    private final Clock clock;

    Orders(Sql sql, Clock clock) {
        this.sql = sql;
        this.clock = clock;
    }

    /** How a purchase went. */
    public enum Bought { DONE, NO_PRODUCT, NO_CUSTOMER, SOLD_OUT }

    /** The dashboard of the customer who signs in by that name, if there is one. */
    public Optional<Dashboard> dashboard(String login) {
        return sql.transaction(connection -> {
            Optional<String> name = customer(connection, login);
            if (name.isEmpty()) {
                return Optional.empty();
            }
            List<Dashboard.Order> latest = Sql.list(connection, Orders::order, LATEST, login);
            return Sql.list(connection, row -> new Dashboard(name.get(), row.getInt(1), row.getBigDecimal(2), latest),
                    "select count(*), coalesce(sum(quantity * price), 0) from purchase where customer = ?", login).stream().findFirst();
        });
    }

    /** Sells some pieces of a product to a customer, unless there are too few. */
    public Bought buy(String login, int product, int quantity) {
        return sql.transaction(connection -> {
            if (customer(connection, login).isEmpty()) {
                return Bought.NO_CUSTOMER;
            }
            List<ProductRow> found = Sql.list(connection, row -> new ProductRow(product, row.getString(1), "", row.getBigDecimal(2), 0),
                    "select name, price from product where id = ?", product);
            if (found.isEmpty()) {
                return Bought.NO_PRODUCT;
            }
            OffsetDateTime now = OffsetDateTime.now(clock);
            if (Sql.update(connection, "update product set stock = stock - ?, changed = ? where id = ? and stock >= ?",
                    quantity, now, product, quantity) == 0) {
                return Bought.SOLD_OUT;
            }
            insert(connection, login, now, found.get(0), quantity);
            return Bought.DONE;
        });
    }

    static void insert(Connection connection, String login, OffsetDateTime placed, ProductRow product, int quantity) throws SQLException {
        Sql.update(connection, "insert into purchase (customer, placed, product, product_name, quantity, price) values (?, ?, ?, ?, ?, ?)",
                login, placed, product.id(), product.name(), quantity, product.price());
    }

    private static Optional<String> customer(Connection connection, String login) throws SQLException {
        return Sql.list(connection, row -> row.getString(1), "select name from customer where login = ?", login).stream().findFirst();
    }

    private static Dashboard.Order order(ResultSet row) throws SQLException {
        BigDecimal price = row.getBigDecimal(6);
        return new Dashboard.Order(row.getInt(1), row.getObject(2, OffsetDateTime.class).toInstant(), row.getInt(3), row.getString(4),
                row.getInt(5), price);
    }
}
