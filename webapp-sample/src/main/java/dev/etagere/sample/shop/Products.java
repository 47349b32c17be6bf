package dev.etagere.sample.shop;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/** What the shop sells. Safe for use by many threads. */
public final class Products {

    private static final String ROW = "select id, name, category, price, stock from product";

    private final Sql sql;
    private final Clock clock;

    Products(Sql sql, Clock clock) {
        this.sql = sql;
        this.clock = clock;
    }

    /** How a change went. */
    public enum Changed { DONE, NO_PRODUCT, NO_CATEGORY }

    /** All categories by name. */
    public List<Category> categories() {
        return sql.list(row -> new Category(row.getString(1), row.getString(2), row.getInt(3)),
                "select c.id, c.name, count(p.id) from category c left join product p on p.category = c.id"
                        + " group by c.id, c.name order by c.name");
    }

    /** Whether there is a category of that short name. */
    public boolean hasCategory(String id) {
        return sql.first(row -> true, "select 1 from category where id = ?", id).isPresent();
    }

    /** The products of one category or of all. */
    public List<ProductRow> list(Optional<String> category, Sort sort) {
        return category.isPresent()
                ? sql.list(Products::row, ROW + " where category = ? order by " + sort.orderBy(), category.get())
                : sql.list(Products::row, ROW + " order by " + sort.orderBy());
    }

    /** The product of that number. */
    public Optional<Product> find(int id) {
        return sql.first(row -> new Product(row.getInt(1), row.getString(2), row.getString(3), row.getBigDecimal(4), row.getInt(5),
                        row.getString(6), row.getObject(7, OffsetDateTime.class).toInstant()),
                "select id, name, category, price, stock, description, changed from product where id = ?", id);
    }

    /** Changes a product; the change must have no {@linkplain ProductChange#problems problems}. */
    public Changed change(int id, ProductChange change) {
        return sql.transaction(connection -> {
            if (Sql.list(connection, row -> true, "select 1 from category where id = ?", change.category()).isEmpty()) {
                return Changed.NO_CATEGORY;
            }
            int rows = Sql.update(connection, "update product set name = ?, category = ?, price = ?, stock = ?, changed = ? where id = ?",
                    change.name().strip(), change.category(), change.price(), change.stock(), OffsetDateTime.now(clock), id);
            return rows == 1 ? Changed.DONE : Changed.NO_PRODUCT;
        });
    }

    private static ProductRow row(ResultSet row) throws SQLException {
        return new ProductRow(row.getInt(1), row.getString(2), row.getString(3), row.getBigDecimal(4), row.getInt(5));
    }
}
