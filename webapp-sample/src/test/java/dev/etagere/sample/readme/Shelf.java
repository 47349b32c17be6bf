package dev.etagere.sample.readme;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/** What an item is in. */
@Entity
class Shelf {
    @Id
    private String id;
}
