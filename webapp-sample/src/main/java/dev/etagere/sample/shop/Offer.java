package dev.etagere.sample.shop;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * The terms on which a department gets a product.
 *
 * @param department its short name
 * @param price in euros, two decimals
 * @param note how soon it is there
 */
public record Offer(String department, BigDecimal price, String note) {

    /** The department of everyone who has no other. */
    public static final String HOME = "home";

    /** That of those who buy for a living. */
    public static final String TRADE = "trade";

    private static final BigDecimal TRADE_PRICE = new BigDecimal("0.90");

    /** What a department is offered. */
    public static Offer of(Product product, String department) {
        boolean trade = department.equals(TRADE);
        String note = product.stock() == 0 ? "sold out" : trade ? "from the trade counter, today" : "at your door in three days";
        BigDecimal price = trade ? product.price().multiply(TRADE_PRICE).setScale(2, RoundingMode.HALF_UP) : product.price();
        return new Offer(department, price, note);
    }
}
