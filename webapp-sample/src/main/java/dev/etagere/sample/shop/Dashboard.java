package dev.etagere.sample.shop;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/**
 * What one customer sees of their own orders.
 *
 * @param customer the customer's name
 * @param orders how many orders there are in all
 * @param spent in euros, over all orders
 * @param latest the latest ones, newest first
 */
public record Dashboard(String customer, int orders, BigDecimal spent, List<Order> latest) {

    /** One order; the price is what was paid, whatever the product costs today. */
    public record Order(int id, Instant placed, int product, String name, int quantity, BigDecimal price) {
    }
}
