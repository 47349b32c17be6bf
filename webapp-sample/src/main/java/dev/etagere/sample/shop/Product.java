package dev.etagere.sample.shop;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * A product as its own page shows it.
 *
 * @param category the category's short name
 * @param price in euros, two decimals
 * @param stock pieces that can be sold
 * @param changed when an administrator or a sale last changed it
 */
public record Product(int id, String name, String category, BigDecimal price, int stock, String description, Instant changed) {
}
