package dev.etagere.sample.readme;

import dev.etagere.persistence.CacheTags;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;

// region entity
@Entity
@CacheTags("category:{category.id}")    // and product:7, and product; the category it was in as well as the one it is in
class Item {
    // endregion

    @Id
    private int id;
    @ManyToOne
    private Shelf category;
}
