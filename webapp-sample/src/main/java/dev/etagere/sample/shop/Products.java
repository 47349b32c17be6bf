package dev.etagere.sample.shop;

import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the shop sells. Safe for use by many threads. */
public final class Products {

    private static final String ROWS = "select new dev.etagere.sample.shop.ProductRow(p.id, p.name, p.category.id, p.price, p.stock)"
            + " from Product p";

    private final Database database;
    private final Loads loads;
    private final Clock clock;

    Products(Database database, Loads loads, Clock clock) {
        this.database = database;
        this.loads = loads;
        this.clock = clock;
    }

    /** How a change went. */
    public enum Changed { DONE, NO_PRODUCT, NO_CATEGORY }

    /**
     * Which state of a product this is.
     *
     * @param number counts its changes since the start
     * @param changed when the last one was
     */
    public record Version(int number, Instant changed) {
    }

    /** All categories by name. */
    public List<Category> categories() {
        loads.count(Loads.What.CATEGORIES);
        return database.call(entities -> entities.createQuery("select new dev.etagere.sample.shop.Category(c.id, c.name, count(p))"
                + " from Category c left join Product p on p.category = c group by c.id, c.name order by c.name", Category.class)
                .getResultList());
    }

    /** Whether there is a category of that short name. */
    public boolean hasCategory(String id) {
        return database.call(entities -> entities.find(StoredCategory.class, id) != null);
    }

    /** The products of one category or of all. */
    public List<ProductRow> list(Optional<String> category, Sort sort) {
        loads.count(Loads.What.LIST);
        return database.call(entities -> category.isPresent()
                ? entities.createQuery(ROWS + " where p.category.id = :category order by " + sort.orderBy(), ProductRow.class)
                        .setParameter("category", category.get()).getResultList()
                : entities.createQuery(ROWS + " order by " + sort.orderBy(), ProductRow.class).getResultList());
    }

    /** The product of that number. */
    public Optional<Product> find(int id) {
        loads.count(Loads.What.PRODUCT);
        return database.call(entities -> entities.createQuery("select new dev.etagere.sample.shop.Product(p.id, p.name, p.category.id,"
                + " p.price, p.stock, p.description, p.changed) from Product p where p.id = :id", Product.class)
                .setParameter("id", id).getResultStream().findFirst());
    }

    /** Which state of that product is the current one. */
    public Optional<Version> version(int id) {
        loads.count(Loads.What.VERSION);
        return database.call(entities -> entities.createQuery("select new dev.etagere.sample.shop.Products$Version(p.version, p.changed)"
                + " from Product p where p.id = :id", Version.class).setParameter("id", id).getResultStream().findFirst());
    }

    /** Changes a product; the change must have no {@linkplain ProductChange#problems problems}. */
    public Changed change(int id, ProductChange change) {
        return database.call(entities -> {
            StoredCategory category = entities.find(StoredCategory.class, change.category());
            if (category == null) {
                return Changed.NO_CATEGORY;
            }
            StoredProduct product = entities.find(StoredProduct.class, id, LockModeType.PESSIMISTIC_WRITE);
            if (product == null) {
                return Changed.NO_PRODUCT;
            }
            product.change(change, category, clock.instant());
            return Changed.DONE;
        });
    }
}
