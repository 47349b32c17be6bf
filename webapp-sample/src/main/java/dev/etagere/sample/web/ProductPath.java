package dev.etagere.sample.web;

import java.util.Optional;

/** What follows {@code /products} in an address: a product's number and perhaps a word after it. */
record ProductPath(int id, Optional<String> rest) {

    private static final int MAX_DIGITS = 9;

    /** Only a number's own spelling counts: {@code 007} would be a second address of product 7 with a tag of its own. */
    static Optional<ProductPath> of(String pathInfo) {
        if (pathInfo == null || !pathInfo.startsWith("/")) {
            return Optional.empty();
        }
        int slash = pathInfo.indexOf('/', 1);
        String number = slash < 0 ? pathInfo.substring(1) : pathInfo.substring(1, slash);
        boolean canonical = !number.isEmpty() && number.length() <= MAX_DIGITS && number.charAt(0) != '0'
                && number.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!canonical) {
            return Optional.empty();
        }
        Optional<String> rest = slash < 0 ? Optional.empty() : Optional.of(pathInfo.substring(slash + 1));
        return Optional.of(new ProductPath(Integer.parseInt(number), rest));
    }
}
