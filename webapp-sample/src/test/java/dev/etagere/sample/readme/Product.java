package dev.etagere.sample.readme;

/** What README.md sells. */
public record Product(int id, String name) {
}
