package dev.etagere.sample.shop;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * What one customer sees of their own orders.
 *
 * @param customer the customer's name
 * @param orders how many orders there are in all
 * @param spent in euros, over all orders
 * @param today what the same would cost today, in euros
 * @param latest the latest ones, newest first
 */
public record Dashboard(String customer, long orders, BigDecimal spent, BigDecimal today, List<Order> latest) {

    /**
     * One order.
     *
     * @param price what was paid for a piece, whatever the product costs today
     * @param today what the product costs today
     * @param left how many there are today
     */
    public record Order(int id, Instant placed, int product, String name, int quantity, BigDecimal price, BigDecimal today, int left) {
    }

    /** Over all orders; the database has no sum of none. */
    record Sums(long orders, BigDecimal spent, BigDecimal today) {
        Sums {
            spent = Objects.requireNonNullElse(spent, BigDecimal.ZERO);
            today = Objects.requireNonNullElse(today, BigDecimal.ZERO);
        }
    }
}
