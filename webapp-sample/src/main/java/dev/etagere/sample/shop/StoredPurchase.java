package dev.etagere.sample.shop;

import dev.etagere.persistence.CacheTags;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;

/** A row of its table; name and price are what they were when it was bought. A new one evicts the dashboard of its customer. */
@Entity(name = "Purchase")
@Table(name = "purchase")
@CacheTags("dashboard:{customer.login}")
class StoredPurchase {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private int id;
    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    @JoinColumn(name = "customer")
    private StoredCustomer customer;
    private Instant placed;
    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    @JoinColumn(name = "product")
    private StoredProduct product;
    @Column(name = "product_name")
    private String productName;
    private int quantity;
    private BigDecimal price;

    /** For the provider. */
    protected StoredPurchase() {
    }

    StoredPurchase(StoredCustomer customer, Instant placed, StoredProduct product, int quantity) {
        this.customer = customer;
        this.placed = placed;
        this.product = product;
        this.productName = product.name();
        this.quantity = quantity;
        this.price = product.price();
    }
}
