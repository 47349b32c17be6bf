package dev.etagere.sample.shop;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A row of its table. */
@Entity(name = "Category")
@Table(name = "category")
class StoredCategory {

    @Id
    private String id;
    private String name;

    /** For the provider. */
    protected StoredCategory() {
    }

    StoredCategory(String id, String name) {
        this.id = id;
        this.name = name;
    }
}
