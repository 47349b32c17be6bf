package dev.etagere.sample.readme;

import java.util.List;

/** Where the products of README.md are sold. */
interface Shop {
    List<Product> list(String category, String sort);

    Product find(int id);

    List<Product> boughtBy(String login);

    void change(int id, Product product);

    List<String> deliveries(int id);
}
