package dev.etagere.sample.shop;

import dev.etagere.persistence.CacheTags;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.Instant;

/** A row of its table. A change evicts {@code product:7}, and the lists of the category that it was in and of the one that it is in. */
@Entity(name = "Product")
@Table(name = "product")
@CacheTags("category:{category.id}")
class StoredProduct {

    static final int MAX_STOCK = 1_000_000;

    @Id
    private int id;
    private String name;
    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    @JoinColumn(name = "category")
    private StoredCategory category;
    private BigDecimal price;
    private int stock;
    private String description;
    private Instant changed;
    @Version
    private int version;

    /** For the provider. */
    protected StoredProduct() {
    }

    StoredProduct(ProductRow row, StoredCategory category, String description, Instant changed) {
        this.id = row.id();
        this.name = row.name();
        this.category = category;
        this.price = row.price();
        this.stock = row.stock();
        this.description = description;
        this.changed = changed;
    }

    String name() {
        return name;
    }

    BigDecimal price() {
        return price;
    }

    void change(ProductChange change, StoredCategory to, Instant now) {
        name = change.name().strip();
        category = to;
        price = change.price();
        stock = change.stock();
        changed = now;
    }

    /** Whether there were that many. */
    boolean sell(int pieces, Instant now) {
        if (stock < pieces) {
            return false;
        }
        stock -= pieces;
        changed = now;
        return true;
    }

    void receive(int pieces, Instant now) {
        stock = Math.min(stock + pieces, MAX_STOCK);
        changed = now;
    }
}
