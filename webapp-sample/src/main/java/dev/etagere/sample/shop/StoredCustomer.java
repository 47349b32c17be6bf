package dev.etagere.sample.shop;

import dev.etagere.persistence.CacheTags;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A row of its table. A change evicts {@code customer:ana}, which the customer's department is kept under. */
@Entity(name = "Customer")
@Table(name = "customer")
@CacheTags
class StoredCustomer {

    @Id
    private String login;
    private String name;
    private String department;

    /** For the provider. */
    protected StoredCustomer() {
    }

    StoredCustomer(String login, String name, String department) {
        this.login = login;
        this.name = name;
        this.department = department;
    }

    String name() {
        return name;
    }

    void moveTo(String other) {
        department = other;
    }
}
