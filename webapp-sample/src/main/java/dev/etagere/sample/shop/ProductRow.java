package dev.etagere.sample.shop;

import java.math.BigDecimal;

/** A product as lists show it. */
public record ProductRow(int id, String name, String category, BigDecimal price, int stock) {
}
