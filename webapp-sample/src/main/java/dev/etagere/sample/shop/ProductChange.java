package dev.etagere.sample.shop;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;

/** What an administrator may change of a product, all at once. Not valid until {@link #problems} is empty; parts may be null till then. */
public record ProductChange(String name, String category, BigDecimal price, Integer stock) {

    private static final BigDecimal MAX_PRICE = new BigDecimal("99999.99");
    private static final int MAX_STOCK = 1_000_000;
    private static final int MAX_NAME = 120;

    /** What is wrong, by field; whether the category exists is the database's to say. */
    public Map<String, String> problems() {
        Map<String, String> problems = new LinkedHashMap<>();
        if (name == null || name.isBlank() || name.length() > MAX_NAME) {
            problems.put("name", "1 to " + MAX_NAME + " characters");
        }
        if (category == null || category.isBlank()) {
            problems.put("category", "the short name of a category");
        }
        if (price == null || price.signum() < 0 || price.compareTo(MAX_PRICE) > 0 || price.stripTrailingZeros().scale() > 2) {
            problems.put("price", "0 to " + MAX_PRICE + ", at most two decimals");
        }
        if (stock == null || stock < 0 || stock > MAX_STOCK) {
            problems.put("stock", "a whole number from 0 to " + MAX_STOCK);
        }
        return problems;
    }
}
